"""Which names the firm's conflicts are compared with, and that a clearance holds for those names alone."""

from typing import Any

from django.db.models import QuerySet

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.filing.models import Claim, ClaimEvent, Submission
from intake.filing.names import is_same_name
from intake.review.models import ConflictCheck
from intake.review.policies import latest_conflict_check


def compare(claim: Claim, result: ConflictCheck.Result, by: User, version: int | None) -> ConflictCheck:
    """Binds what came of comparing to the submission that was looked at, while nobody can sign another."""
    Claim.objects.select_for_update().only("pk").get(pk=claim.pk)
    signed = signed_last(claim)
    if version is not None and version != signed.version:
        seen = with_names(claim).filter(version=version).first()
        if seen is None or names_differ(seen, signed):
            raise Refused("The names changed after you opened this page. Here they are as signed last: compare them.")
    return ConflictCheck.objects.create(claim=claim, submission=signed, result=result, by=by)


def close_when_names_changed(claim: Claim, event: ClaimEvent) -> None:
    """Takes the clearance back when the person has signed with other names than those that were compared."""
    check = latest_conflict_check(claim)
    if check is None or check.result != ConflictCheck.Result.CLEARED:
        return
    compared, signed = with_names(claim).get(pk=check.submission_id), signed_last(claim, event)
    if names_differ(compared, signed):
        ConflictCheck.objects.create(claim=claim, submission=signed, result=ConflictCheck.Result.CHANGED, by=None)


def names_differ(one: Submission, other: Submission) -> bool:
    """Whether the answers with names differ, or the signature bears another name: both are compared."""
    return names_compared(one) != names_compared(other) or not is_same_name(_signature(one), _signature(other))


def names_compared(submission: Submission) -> dict[str, Any]:
    """The answers of a submission, by question, that are compared with the firm's conflicts; none once erased."""
    payload = getattr(submission, "payload", None)
    if payload is None:
        return {}
    return {
        question.id: payload.answers[question.id]
        for page in submission.question_set.questionnaire.pages
        for question in page.questions
        if (question.feeds.startswith("conflict:") or question.feeds == "contact:name")
        and payload.answers.get(question.id)
    }


def signed_last(claim: Claim, event: ClaimEvent | None = None) -> Submission:
    """What was signed last, with what its names are read from: just now, if the event is that of a signature."""
    if event and event.signed:
        return event.signed.submission
    return with_names(claim).order_by("-version")[0]


def with_names(claim: Claim) -> QuerySet[Submission]:
    signed = Submission.objects.select_related("payload", "question_set").defer("question_set__document")
    return signed.filter(claim=claim)


def _signature(submission: Submission) -> str:
    payload = getattr(submission, "payload", None)
    return payload.typed_name if payload else ""
