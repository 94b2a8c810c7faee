"""The parts of a matter file that are words and dates: sponsor, stages, facts, statements, dates, reasons."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from claimants.eligibility.dates import years_after
from claimants.eligibility.shapes import Closed, Name, Sentence, Whole, YesNo
from claimants.matters.shapes import DayText, Line, LongLine, Moment, Paragraphs, PartialText, Telephone, Url
from claimants.matters.stages import Stage

Basis = Literal["received", "postmarked", "held"]


class Sponsor(Closed):
    """Who runs the registrations or the claims, and whom people can call."""

    firm: Line
    lawyer: Line
    bar_number: Line
    address: Sentence
    telephone: Telephone
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
    website: Url | None = None
    data_controller: Line
    demonstration: YesNo


class Clerk(Closed):
    """The court's postal address, for what people write to the court, and where that address was found."""

    address: Sentence
    source: LongLine
    url: Url | None = None


class StageEntry(Closed):
    """A stage of the matter and the day it began."""

    stage: Stage
    since: DayText
    source: LongLine
    url: Url | None = None


class Paragraph(Closed):
    text: Sentence
    sources: tuple[Url, ...] = ()


class Statement(Closed):
    """What somebody said in public, retold, with where and when."""

    who: Sentence
    said: Sentence
    on: PartialText
    source: Sentence
    url: Url | None = None


class DatedFact(Closed):
    """A fact that a reader can check. One that is not verified is shown as provisional."""

    on: PartialText
    text: Sentence
    source: Sentence
    url: Url | None = None
    verified: YesNo


class DateEntry(Closed):
    """A deadline or a hearing, and the order that set it. `vacated`: the order took it away."""

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    label: Sentence
    moment: Moment
    basis: Basis
    order: Line
    vacated: YesNo = False


class Limitation(Closed):
    """How long one legal claim can be brought. It informs; it decides nothing."""

    claim: Sentence
    years: Annotated[Whole, Field(ge=1, le=50)]
    runs_from: Name | None = None
    default_from: DayText
    tolling_days: Annotated[Whole, Field(ge=0, le=5000)] = 0
    cite: Sentence
    note: Sentence | None = None
    verified: YesNo

    def last_day(self, since: date | None = None) -> date:
        """The last day without any tolling, counted from `since` or from the file's own day."""
        return date.fromordinal(years_after((since or self.default_from).toordinal(), self.years))

    def last_day_if_tolled(self, since: date | None = None) -> date:
        """The same with the days that may not count. Possible, never certain."""
        return date.fromordinal(self.last_day(since).toordinal() + self.tolling_days)


class Reason(Closed):
    """Why something can be declined: a code for the record, a label for staff, a text for the claimant."""

    code: Name
    label: Sentence
    text: Sentence


class Attestation(Closed):
    """The words signed: a plain confirmation, or a declaration in the variant of where the signer is."""

    text: Sentence | None = None
    inside_us: Sentence | None = None
    outside_us: Sentence | None = None

    @property
    def is_declaration(self) -> bool:
        return self.text is None

    def words(self, *, inside_us: bool) -> str:
        return self.text or (self.inside_us if inside_us else self.outside_us) or ""

    def problems(self) -> Iterator[str]:
        if self.text and (self.inside_us or self.outside_us):
            yield "give either `text` or both `inside_us` and `outside_us`, not all of them."
        elif not self.text and not (self.inside_us and self.outside_us):
            yield "a declaration needs both `inside_us` and `outside_us`; a plain confirmation needs `text`."


class Privacy(Closed):
    """What happens to the answers, and until when they are kept."""

    notice: Paragraphs
    retain_until: DayText


class Right(Closed):
    """What a class member may do, in which way, and which of the file's dates limits it."""

    heading: Sentence
    text: Sentence
    date: Name | None = None


def in_order(entries: tuple[StageEntry, ...]) -> list[StageEntry]:
    """The stages by the day they began."""
    return sorted(entries, key=lambda entry: entry.since)
