"""Everything we hold on one person, as plain data for a file they can keep; and what is not in it, and why."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from claimants.people.models import MailboxChange, User
from intake.assessments.results import explanation_of
from intake.decisions.models import Decision
from intake.filing.access import own_claims
from intake.filing.models import Claim, ClaimEvent, FactSet, Submission
from intake.portal.messages import called, messages_of, sent_so, words_of
from intake.review.models import InformationRequest, Note, StaffRead

_NOT_IN_THIS_COPY = [
    "The notes of the people who work on the case, and what came of comparing names with the firm's own list. These "
    "are kept confidential, as lawyers' notes. Each registration and claim here says how many notes there are.",
    "The list by which staff find you. It holds words of your name and your address, all of which are here already.",
    "The names of the people of staff who read, compared and decided. When they did so is here.",
    "The words of a notice that went to many people at once, if its text is empty here. We do not keep your letter "
    "itself, and write it anew for this copy; it stays empty when we cannot be sure that each word is as it was sent.",
    "Codes and keys for signing in. A code is not stored, and of a passkey only your own device has the secret half.",
]


def copy_for(user: User, *, at: datetime) -> dict[str, Any]:
    """The account, and each registration and claim with all that was answered, signed, found, decided and sent."""
    return {
        "made_at": at,
        "account": {
            "email": user.email,
            "language": user.language,
            "since": user.date_joined,
            "last_sign_in": user.last_login,
            "passkeys": [_passkey(one) for one in Authenticator.objects.filter(user=user).order_by("created_at")],
            "mailbox_changes": list(
                MailboxChange.objects.filter(user=user)
                .order_by("proposed_at")
                .values("old_email", "new_email", "reason", "proposed_at", "confirmed_at")
            ),
        },
        "filed": [_of(claim) for claim in own_claims(user).order_by("started_at")],
        "not_in_this_copy": _NOT_IN_THIS_COPY,
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
        "answers_never_signed": claim.draft.get("not_submitted", {}),
        "signed": [_signed(one) for one in Submission.objects.filter(claim=claim).select_related("payload")],
        "facts": list(FactSet.objects.filter(claim=claim).values("version", "source", "facts", "created_at")),
        "result": _result(claim),
        "decisions": list(Decision.objects.filter(claim=claim).values("outcome", "reasons", "decided_at")),
        "questions_asked": list(
            InformationRequest.objects.filter(claim=claim).values("questions", "message", "asked_at", "due_at")
        ),
        "messages": _messages(claim),
        "history": list(ClaimEvent.objects.filter(claim=claim).values("sequence", "kind", "at")),
        "read_by_staff": _reads(claim),
        "confidential_notes": Note.objects.filter(claim=claim).count(),
    }


def _messages(claim: Claim) -> list[dict[str, Any]]:
    notices = list(messages_of(claim).filter(recipient=claim.filed_by).select_related("payload", "message"))
    names, words = called(notices), words_of(notices)
    return [
        {
            "what": names[notice.pk].label,
            "stands": sent_so(notice),
            "kind": notice.kind,
            "code": notice.code,
            "state": notice.state,
            "arrival": notice.arrival,
            "owed_at": notice.owed_at,
            "accepted_at": notice.accepted_at,
            "address": notice.payload.address if notice.has_words else names[notice.pk].address,
            "subject": words[notice.pk].subject,
            "text": words[notice.pk].text,
        }
        for notice in notices
    ]


def _passkey(one: Authenticator) -> dict[str, Any]:
    return {
        "name": str(one),
        "created_at": one.created_at,
        "last_used_at": one.last_used_at,
    }


def _reads(claim: Claim) -> dict[str, Any]:
    """How often staff opened the page, and when. Who it was is told to nobody but those who watch over it."""
    at = list(StaffRead.objects.filter(claim=claim).order_by("at").values_list("at", flat=True))
    return {"times": len(at), "at": at}


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
