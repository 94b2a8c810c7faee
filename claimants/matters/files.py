"""The matter file as an object, and the one way to get it: from YAML that was read, or from a loaded matter."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from claimants.eligibility.document import Definition
from claimants.eligibility.problems import problems_of
from claimants.eligibility.shapes import Closed, Problem, Sentence, YesNo
from claimants.matters.agreement import problems_between
from claimants.matters.courtesy import problems_of_mode
from claimants.matters.dates import resolved, zone_named
from claimants.matters.digests import ByDigest
from claimants.matters.problems import MatterFileError
from claimants.matters.questions import Questionnaire
from claimants.matters.reading import Read
from claimants.matters.sections import (
    Attestation,
    Clerk,
    DatedFact,
    DateEntry,
    Limitation,
    Paragraph,
    Privacy,
    Reason,
    Right,
    Sponsor,
    StageEntry,
    Statement,
)
from claimants.matters.shapes import Line, OneOrMoreParagraphs, Paragraphs
from claimants.matters.stages import MODE_OF, Mode, Stage

if TYPE_CHECKING:
    from claimants.matters.models import Matter

CLAIM_DEADLINE = "claim_deadline"


def _zone(name: str) -> str:
    if zone_named(name) is None:
        raise ValueError("expected the name of a time zone, such as America/Los_Angeles.")
    return name


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]


class MatterFile(Closed):
    """A matter: who, where, how it stands, what may be said of it, what is asked and by which definition."""

    slug: Slug
    caption: Line
    short_name: Line
    court: Line
    court_time_zone: Annotated[str, AfterValidator(_zone)]
    number: Line
    clerk: Clerk | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=20)]
    fictional: YesNo = False
    stage: Stage
    stages: Annotated[tuple[StageEntry, ...], Field(min_length=1, max_length=50)]
    plaintiff: Line | None = None
    defendant: Line
    sponsor: Sponsor
    summary: Annotated[tuple[Paragraph, ...], Field(min_length=1, max_length=40)]
    statements: Annotated[tuple[Statement, ...], Field(max_length=40)] = ()
    disclaimers: Paragraphs
    facts: Annotated[tuple[DatedFact, ...], Field(max_length=100)] = ()
    dates: Annotated[tuple[DateEntry, ...], Field(max_length=40)] = ()
    registrations_open: YesNo
    questions: Questionnaire
    definition: Definition
    excluded_persons: Annotated[tuple[Sentence, ...], Field(max_length=40)] = ()
    limitations: Annotated[tuple[Limitation, ...], Field(max_length=40)] = ()
    reasons: Annotated[tuple[Reason, ...], Field(max_length=60)] = ()
    attestation: Attestation
    privacy: Privacy
    release: OneOrMoreParagraphs = ()
    rights: Annotated[tuple[Right, ...], Field(max_length=40)] = ()

    @property
    def mode(self) -> Mode:
        return MODE_OF[self.stage]

    def date(self, kind: str) -> DateEntry | None:
        """The deadline or hearing of that kind, unless there is none or an order took it away."""
        return next((entry for entry in self.dates if entry.kind == kind and not entry.vacated), None)

    def is_open(self, now: datetime) -> bool:
        """Whether something can be filed now, as far as the file says: not shut, and not after the deadline."""
        deadline = self.date(CLAIM_DEADLINE)
        return self.registrations_open and (deadline is None or now < self.over_at(deadline))

    def over_at(self, entry: DateEntry) -> datetime:
        """The first moment after it. The second that is written still counts, and 11:59 p.m. runs to midnight."""
        local = entry.moment.astimezone(ZoneInfo(self.court_time_zone)).replace(microsecond=0)
        ends_its_day = (local.hour, local.minute) == (23, 59)
        return local.replace(second=59 if ends_its_day else local.second) + timedelta(seconds=1)

    def reason(self, code: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)


def checked(read: Read, *, at: datetime) -> tuple[MatterFile, dict[str, Any]]:
    """The file as an object and its document with every date resolved. MatterFileError names all that is wrong."""
    document = resolved(read.document, at)
    problems = [*_problems_of_shape(document)]
    if not problems:
        file = MatterFile.model_validate(document)
        problems = [*problems_of_mode(file), *problems_between(file)]
        if not problems:
            return file, document
    raise MatterFileError(read.problem(problem.path, problem.sentence) for problem in problems)


_FILES: ByDigest[MatterFile] = ByDigest()


def file_of(matter: "Matter") -> MatterFile:
    """The matter's file as an object, built once per content and process."""
    from claimants.matters.models import whole

    if matter.sha256 not in _FILES:
        whole(matter)
    return _FILES.get(matter.sha256, lambda: MatterFile.model_validate(matter.document))


def _problems_of_shape(document: dict[str, Any]) -> Iterator[Problem]:
    """What pydantic finds. The definition is checked by itself, because it reports on several places at once."""
    try:
        MatterFile.model_validate(document)
    except ValidationError as error:
        yield from (problem for problem in problems_of(error) if problem.path[:1] != ("definition",))
    if "definition" not in document:
        return
    try:
        Definition.model_validate(document["definition"])
    except ValidationError as error:
        yield from (problem.under("definition") for problem in problems_of(error))
