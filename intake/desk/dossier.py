"""Everything the desk shows of one claim, gathered once. What the conflict wall hides is not even fetched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from claimants.eligibility.evaluator import Explanation
from claimants.matters.questions import Questionnaire
from claimants.matters.wording import in_words
from claimants.people.models import User
from intake.assessments.models import Assessment
from intake.assessments.results import explanation_of
from intake.decisions.models import Decision, DecisionProposal
from intake.decisions.policies import open_proposal, standing
from intake.desk.earlier import Earlier, earlier_of
from intake.desk.history import Happening, history_of
from intake.desk.limitations import Limitation, limitations_of
from intake.filing.models import Capacity, Claim, Submission
from intake.filing.names import Doubt, doubt_about, name_given
from intake.notices.models import Notice
from intake.review.models import ConflictCheck, InformationRequest, Note, StaffRead
from intake.review.policies import holder_of, may_read_narrative

_MOST_READS = 50


@dataclass(frozen=True)
class Answer:
    """One answer in words; `before` is what an earlier submission said, when that differs."""

    label: str
    text: str
    before: str = ""


@dataclass(frozen=True)
class AnswerGroup:
    heading: str
    answers: list[Answer]


@dataclass(frozen=True)
class Signature:
    """The name typed to sign. When there is a `doubt` about it, `known` is the name it was compared with."""

    name: str = ""
    doubt: Doubt | None = None
    known: str = ""


@dataclass(frozen=True)
class Dossier:
    """`is_open` says whether the narrative may be shown; if not, `gate` holds the only answers that may."""

    claim: Claim
    zone: str
    is_open: bool
    holder: User | None
    conflict: ConflictCheck | None
    name: str
    signature: Signature
    proposal: DecisionProposal | None
    standing: Decision | None
    version: int
    history: list[Happening]
    reads: list[StaffRead]
    gate: list[Answer] = field(default_factory=list)
    groups: list[AnswerGroup] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    assessment: Assessment | None = None
    explanation: Explanation | None = None
    earlier: Earlier | None = None
    limitations: list[Limitation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    requests: list[InformationRequest] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    proposals: list[DecisionProposal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def has_conflict(self) -> bool:
        return self.conflict is not None and self.conflict.result == ConflictCheck.Result.FOUND

    @property
    def names_changed(self) -> bool:
        """Whether the person signed with other names after these were compared."""
        return self.conflict is not None and self.conflict.result == ConflictCheck.Result.CHANGED

    @property
    def is_erased(self) -> bool:
        return any(happening.kind == "erased" for happening in self.history)


def dossier_of(claim: Claim) -> Dossier:
    """The dossier of a filed claim, behind the conflict wall or before it."""
    submissions = list(_submissions(claim))
    latest = submissions[-1] if submissions else None
    is_open = may_read_narrative(claim)
    shared: dict[str, Any] = {
        "claim": claim,
        "zone": claim.matter.file.court_time_zone,
        "is_open": is_open,
        "holder": holder_of(claim),
        "conflict": ConflictCheck.objects.select_related("by").filter(claim=claim).order_by("-pk").first(),
        "name": _contact_name(latest),
        "signature": _signature(submissions),
        "proposal": open_proposal(claim),
        "standing": standing(claim),
        "version": latest.version if latest else 0,
        "history": history_of(claim),
        "reads": list(StaffRead.objects.select_related("reader").filter(claim=claim)[:_MOST_READS]),
    }
    if not is_open:
        return Dossier(**shared, gate=_gate(latest))
    return Dossier(**shared, **_narrative(claim, submissions))


def _narrative(claim: Claim, submissions: list[Submission]) -> dict[str, Any]:
    assessment = (
        Assessment.objects.select_related("definition").defer("definition__document").filter(claim=claim).first()
    )
    notices = Notice.objects.filter(claim=claim).select_related("recipient").prefetch_related("attempts")
    decisions = Decision.objects.filter(claim=claim).select_related(
        "decided_by", "seconded_by", "note", "proposal__note"
    )
    proposals = DecisionProposal.objects.filter(claim=claim).select_related("made_by", "note", "withdrawal__by")
    return {
        "groups": _groups(submissions),
        "submissions": submissions,
        "assessment": assessment,
        "explanation": explanation_of(claim),
        "earlier": earlier_of(claim, assessment),
        "limitations": limitations_of(claim, timezone.now()),
        "notes": list(Note.objects.select_related("by").filter(claim=claim)),
        "requests": list(InformationRequest.objects.select_related("asked_by").filter(claim=claim)),
        "decisions": list(decisions),
        "proposals": list(proposals),
        "notices": list(notices),
    }


def _submissions(claim: Claim) -> QuerySet[Submission]:
    versions = Submission.objects.select_related("payload", "question_set").defer("question_set__document")
    return versions.filter(claim=claim)


def _groups(submissions: list[Submission]) -> list[AnswerGroup]:
    """The answers last signed, page by page; what was said before stands beside what changed."""
    if not submissions or (given := _answers(submissions[-1])) is None:
        return []
    before = (_answers(submissions[-2]) or {}) if len(submissions) > 1 else None
    questionnaire = submissions[-1].question_set.questionnaire
    shown = {question.id for question in questionnaire.shown(given)}
    groups = [
        AnswerGroup(page.heading, [
            _answer(question, given, before) for question in page.questions if question.id in shown
        ])
        for page in questionnaire.pages
    ]  # fmt: skip
    return [group for group in groups if group.answers]


def _answer(question: Any, given: Mapping[str, Any], before: Mapping[str, Any] | None) -> Answer:
    text = in_words(question, given.get(question.id))
    earlier = in_words(question, before.get(question.id)) if before is not None else text
    return Answer(question.label, text, earlier if earlier != text else "")


def _gate(latest: Submission | None) -> list[Answer]:
    """The answers by which conflicts are compared, and no others."""
    if latest is None or (given := _answers(latest)) is None:
        return []
    return [
        _answer(question, given, None)
        for question in _every(latest.question_set.questionnaire)
        if question.feeds.startswith("conflict:") and question.id in given
    ]


def _contact_name(latest: Submission | None) -> str:
    if latest is None or (given := _answers(latest)) is None:
        return ""
    return name_given(latest.question_set.questionnaire, given) or latest.payload.typed_name


def _signature(submissions: list[Submission]) -> Signature:
    """The one under what was signed last; nothing once it is erased."""
    if not submissions or (given := _answers(submissions[-1])) is None:
        return Signature()
    latest, signatures = submissions[-1], [one.payload.typed_name for one in submissions if _answers(one) is not None]
    name = name_given(latest.question_set.questionnaire, given)
    before = signatures[-2] if len(signatures) > 1 and latest.capacity != Capacity.SELF else ""
    doubt = doubt_about(signatures[-1], given=name, capacity=latest.capacity, before=before)
    return Signature(signatures[-1], doubt, before if before and doubt is Doubt.ANOTHER else name)


def _every(questionnaire: Questionnaire) -> list[Any]:
    return [question for page in questionnaire.pages for question in page.questions]


def _answers(submission: Submission) -> Mapping[str, Any] | None:
    """What was answered, or None when it was erased."""
    payload = getattr(submission, "payload", None)
    return payload.answers if payload else None
