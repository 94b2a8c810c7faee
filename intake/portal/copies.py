"""Everything we hold on one person, as plain data for a file they can keep."""

from datetime import datetime
from typing import Any

from claimants.people.models import User
from intake.assessments.results import explanation_of
from intake.decisions.models import Decision
from intake.filing.access import own_claims
from intake.filing.models import Claim, ClaimEvent, FactSet, Submission
from intake.notices.models import Notice
from intake.review.models import InformationRequest

_OF_A_MESSAGE = (
    "kind", "code", "state", "owed_at", "accepted_at", "payload__address", "message__subject", "message__text",
)  # fmt: skip


def copy_for(user: User, *, at: datetime) -> dict[str, Any]:
    """The account, and each registration and claim with all that was answered, signed, found, decided and sent."""
    return {
        "made_at": at,
        "account": {
            "email": user.email,
            "language": user.language,
            "since": user.date_joined,
            "last_sign_in": user.last_login,
        },
        "filed": [_of(claim) for claim in own_claims(user).order_by("started_at")],
    }


def _of(claim: Claim) -> dict[str, Any]:
    return {
        "reference": claim.reference,
        "case": claim.matter.caption,
        "kind": claim.words.thing,
        "signed_in_capacity": claim.get_capacity_display(),
        "state": claim.get_state_display(),
        "started_at": claim.started_at,
        "submitted_at": claim.submitted_at,
        "draft_answers": claim.draft.get("answers", {}),
        "signed": [_signed(one) for one in Submission.objects.filter(claim=claim).select_related("payload")],
        "facts": list(FactSet.objects.filter(claim=claim).values("version", "source", "facts", "created_at")),
        "result": _result(claim),
        "decisions": list(Decision.objects.filter(claim=claim).values("outcome", "reasons", "decided_at")),
        "questions_asked": list(
            InformationRequest.objects.filter(claim=claim).values("questions", "message", "asked_at", "due_at")
        ),
        "messages": list(Notice.objects.filter(claim=claim, recipient=claim.filed_by).values(*_OF_A_MESSAGE)),
        "history": list(ClaimEvent.objects.filter(claim=claim).values("sequence", "kind", "at")),
    }


def _signed(submission: Submission) -> dict[str, Any]:
    payload = getattr(submission, "payload", None)
    return {
        "version": submission.version,
        "kind": submission.kind,
        "signed_at": submission.signed_at,
        "digest": submission.digest,
        "answers": payload.answers if payload else "erased",
        "typed_name": payload.typed_name if payload else "erased",
        "signed_text": payload.signed_text if payload else "erased",
    }


def _result(claim: Claim) -> dict[str, Any] | None:
    explanation = explanation_of(claim)
    if explanation is None:
        return None
    return {
        "outcome": explanation.outcome,
        "criteria": [
            {"id": one.id, "result": one.result, "sentence": one.sentence, "cite": one.cite}
            for one in explanation.criteria
        ],
    }
