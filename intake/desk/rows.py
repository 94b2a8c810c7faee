"""The rows of the queue in words: what stands beside each claim, fetched for the whole page at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from claimants.eligibility.document import Flag
from claimants.matters.definitions import compiled
from claimants.matters.models import ClassDefinition, Matter
from claimants.matters.stages import DECLINE, Mode
from intake.assessments.models import Assessment, Outcome
from intake.decisions.models import DecisionProposal
from intake.desk.queue import REVIEW_WITHIN
from intake.filing.models import Capacity, Claim, SubmissionPayload
from intake.filing.states import HOLDER, Holder, State
from intake.review.models import ConflictCheck, InformationRequest

_RESULTS = {
    Outcome.ELIGIBLE: "all met",
    Outcome.NEEDS_INFORMATION: "not known",
    Outcome.INELIGIBLE: "not met",
}


@dataclass(frozen=True)
class Sign:
    """Something to look at, in words; `is_alarm` when it is more than the usual next step."""

    text: str
    is_alarm: bool = True


@dataclass(frozen=True)
class Row:
    """One claim as the queue shows it. `age` is in days; `signs` are what needs an eye, in words.

    While its answers are closed to staff, what was found from them is not shown either: no result and no flags.
    """

    claim: Claim
    matter: Matter
    outcome: str
    outcome_label: str
    age: int
    is_overdue: bool
    capacity: str
    holder: str
    is_mine: bool
    name: str = ""
    flags: list[str] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)


def rows_of(
    claims: Sequence[Claim], matters: dict[int, Matter], *, user_id: int, now: datetime, with_names: bool = False
) -> list[Row]:
    """The rows of one page, in five queries (six with names), however many there are."""
    pks = [claim.pk for claim in claims]
    assessed = [assessment for claim in claims if (assessment := _assessment(claim))]
    flags = _flag_labels({assessment.definition_id for assessment in assessed})
    conflicts = dict(ConflictCheck.objects.filter(claim__in=pks).order_by("pk").values_list("claim_id", "result"))
    requests = {request.claim_id: request for request in InformationRequest.objects.filter(claim__in=pks)}
    proposed = set(
        DecisionProposal.objects.filter(claim__in=pks, withdrawal=None, decision=None).values_list(
            "claim_id", flat=True
        )
    )
    names = _names(pks) if with_names else {}
    return [
        _row(claim, matters[claim.matter_id], flags, conflicts.get(claim.pk), requests.get(claim.pk),
             claim.pk in proposed, names.get(claim.pk, ""), user_id, now)
        for claim in claims
    ]  # fmt: skip


def flags_in_force(matters: Iterable[int]) -> dict[int, list[Flag]]:
    """The flags of the definition in force in each matter."""
    return {
        definition.matter_id: list(compiled(definition).definition.flags)
        for definition in ClassDefinition.objects.defer("document").filter(matter__in=matters, status="in_force")
    }


def flag_choices(flags: Mapping[int, Sequence[Flag]]) -> list[tuple[str, str]]:
    """Every flag as the filter names it."""
    return [(f"{matter}:{flag.bit}", flag.id.replace("_", " ")) for matter, of_it in flags.items() for flag in of_it]


def _row(
    claim: Claim, matter: Matter, flags: dict[int, list[tuple[int, str]]], conflict: str | None,
    request: InformationRequest | None, is_proposed: bool, name: str, user_id: int, now: datetime,
) -> Row:  # fmt: skip
    is_closed = claim.mode == Mode.REGISTRATION and conflict != ConflictCheck.Result.CLEARED
    assessment, assignment = None if is_closed else _assessment(claim), getattr(claim, "assignment", None)
    age = now - claim.submitted_at if claim.submitted_at else REVIEW_WITHIN * 0
    ours = HOLDER[State(claim.state)] is Holder.STAFF
    return Row(
        claim=claim,
        matter=matter,
        outcome=assessment.outcome if assessment else "",
        outcome_label=_closed(conflict) if is_closed else _result(assessment),
        age=age.days,
        is_overdue=ours and age > REVIEW_WITHIN,
        capacity="" if claim.capacity == Capacity.SELF else claim.capacity,
        holder=assignment.reviewer.email if assignment else "",
        is_mine=bool(assignment and assignment.reviewer_id == user_id),
        name=name,
        flags=[
            label
            for bit, label in flags.get(assessment.definition_id if assessment else 0, [])
            if assessment and assessment.flag_mask >> bit & 1
        ],
        signs=[*_signs(claim, conflict, request, is_proposed, now), *_earlier(assessment)],
    )


def _signs(
    claim: Claim, conflict: str | None, request: InformationRequest | None, is_proposed: bool, now: datetime
) -> list[Sign]:
    signs = []
    if conflict == ConflictCheck.Result.CHANGED:
        signs.append(Sign("names changed"))
    if conflict == ConflictCheck.Result.FOUND:
        signs.append(Sign("conflict found"))
    if is_proposed:
        signs.append(Sign(f"{DECLINE[Mode(claim.mode)]} to confirm"))
    if request and not request.answer_id:
        signs.append(Sign("request lapsed") if request.lapsed_at else _asked(request, now))
    return signs


def _earlier(assessment: Assessment | None) -> list[Sign]:
    left_behind = assessment is not None and assessment.left_behind
    return [Sign("earlier definition", is_alarm=False)] if left_behind else []


def _result(assessment: Assessment | None) -> str:
    return _RESULTS[Outcome(assessment.outcome)] if assessment else "not assessed"


def _closed(conflict: str | None) -> str:
    return "closed" if conflict == ConflictCheck.Result.FOUND else "names not compared"


def _asked(request: InformationRequest, now: datetime) -> Sign:
    if request.due_at is None:
        return Sign("request not delivered yet", is_alarm=False)
    if request.due_at < now:
        return Sign("answer overdue")
    days = (request.due_at - now).days
    return Sign(f"answer due in {days} {'day' if days == 1 else 'days'}", is_alarm=False)


def _assessment(claim: Claim) -> Assessment | None:
    return getattr(claim, "assessment", None)


def _flag_labels(definitions: set[int]) -> dict[int, list[tuple[int, str]]]:
    return {
        definition.pk: [(flag.bit, flag.id.replace("_", " ")) for flag in compiled(definition).definition.flags]
        for definition in ClassDefinition.objects.defer("document").filter(pk__in=definitions)
    }


def _names(pks: list[int]) -> dict[int, str]:
    """The name last signed with, for claims that were searched for by name."""
    signed = SubmissionPayload.objects.filter(claim__in=pks).order_by("submission__version")
    return dict(signed.values_list("claim_id", "typed_name"))
