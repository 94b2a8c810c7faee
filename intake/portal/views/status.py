"""What a person sees of their own: the list, and one registration or claim with everything about it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claimants.matters.stages import WORDS
from intake.assessments.results import explanation_of
from intake.decisions.models import Decision, DecisionOutcome
from intake.filing.access import mode_of_path, own_claims
from intake.filing.models import Claim, Submission
from intake.filing.states import State
from intake.notices.models import NoticeState
from intake.notices.pdf import signed_copy
from intake.notices.warned import deleted_on
from intake.portal.addresses import page_url
from intake.portal.deadlines import closing_of
from intake.portal.messages import called, messages_of, sent_so
from intake.portal.readback import groups_of
from intake.portal.standing import may_become, may_correct, standing_of, who_acts
from intake.portal.views.access import Visit, claimant, signed_in
from intake.portal.views.begin import first_open_page
from intake.portal.views.matters import is_open
from intake.review.models import InformationRequest


@signed_in
@require_safe
def claim_list(request: Visit, under: str) -> HttpResponse:
    """Everything the person filed under this heading, newest first."""
    mode = mode_of_path(under)
    mine = list(own_claims(request.user).order_by("-started_at"))
    context = {
        "claims": [(claim, standing_of(claim)) for claim in mine if claim.mode == mode],
        "words": WORDS[mode],
        "others": [words for other, words in WORDS.items() if other != mode and any(c.mode == other for c in mine)],
    }
    return render(request, "portal/claim_list.html", context)


@claimant
@require_safe
def claim_detail(request: Visit, claim: Claim) -> HttpResponse:
    """Where it stands, what happens next, who decides, and what was signed."""
    context = {
        "claim": claim,
        "matter": claim.matter,
        "file": claim.matter.file,
        "standing": standing_of(claim),
        "who_acts": who_acts(claim),
    }
    if claim.state == State.DRAFT:
        return render(request, "portal/claim_draft.html", {**context, **_of_draft(claim)})
    return render(request, "portal/claim_detail.html", {**context, **_of_filed(claim)})


@claimant
@require_safe
def receipt(request: Visit, claim: Claim) -> HttpResponse:
    """What was signed, word for word, as a file to keep: the latest version, or an earlier one by its number."""
    signed = Submission.objects.filter(claim=claim, payload__isnull=False).select_related("payload")
    version = request.GET.get("version", "")
    if version.isascii() and version.isdigit() and len(version) < 6:
        signed = signed.filter(version=int(version))
    submission = signed.order_by("-version").first()
    if submission is None:
        raise Http404
    copy = signed_copy(
        signed_text=submission.payload.signed_text, thing=claim.words.thing, reference=claim.reference,
        caption=claim.matter.caption, version=submission.version, signed_at=submission.signed_at,
        language=claim.language,
    )  # fmt: skip
    response = HttpResponse(copy.content, content_type=copy.type)
    response["Content-Disposition"] = f'inline; filename="{copy.name}"'
    return response


def _of_draft(claim: Claim) -> dict[str, Any]:
    questionnaire = claim.matter.file.questions
    return {
        "groups": groups_of(claim, questionnaire, claim.draft.get("answers", {})),
        "continue_url": page_url(claim, first_open_page(questionnaire, claim)),
        "deleted_on": deleted_on(claim, timezone.now()),
        "is_open": is_open(claim.matter),
        "closing": closing_of(claim.matter, timezone.now()),
    }


def _of_filed(claim: Claim) -> dict[str, Any]:
    submissions = Submission.objects.filter(claim=claim).select_related("payload").order_by("-version")
    open_request = _open_request(claim)
    return {
        "submissions": list(submissions),
        "explanation": explanation_of(claim),
        "decision": _decision(claim),
        "open_request": open_request,
        "asked": _asked(claim, open_request),
        "notices": _notices(claim),
        "may_withdraw": may_become(claim, State.WITHDRAWN),
        "may_dispute": claim.state == State.DECLINED,
        "may_correct": may_correct(claim),
    }


def _open_request(claim: Claim) -> InformationRequest | None:
    if claim.state != State.INFORMATION_REQUESTED:
        return None
    return InformationRequest.objects.filter(claim=claim, answer__isnull=True, lapsed_at__isnull=True).first()


def _asked(claim: Claim, request: InformationRequest | None) -> list[str]:
    """The questions that wait for an answer, in the words of their page."""
    wanted = request.questions if request else []
    return [question.label for question in claim.matter.file.questions.questions if question.id in wanted]


def _decision(claim: Claim) -> dict[str, Any] | None:
    """The decision that stands, and those before it: each as it was made, in the words of its day."""
    words = {
        DecisionOutcome.ACCEPTED.value: claim.words.accepted,
        DecisionOutcome.DECLINED.value: claim.words.declined,
        DecisionOutcome.ON_FILE.value: claim.words.on_file,
    }
    made = [
        {"outcome": words[decision.outcome], "decided_at": decision.decided_at, "reasons": decision.reasons}
        for decision in Decision.objects.filter(claim=claim).order_by("-pk")
    ]
    return {**made[0], "earlier": made[1:]} if made else None


def _notices(claim: Claim) -> list[dict[str, Any]]:
    shown = list(messages_of(claim).exclude(state=NoticeState.HELD))
    names = called(shown)
    return [
        {
            "label": names[notice.pk].label,
            "at": notice.accepted_at or notice.owed_at,
            "state": sent_so(notice),
            "code": notice.code,
        }
        for notice in shown
    ]
