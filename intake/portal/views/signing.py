"""Checking one's answers and signing them: one page, so that what is signed is what was just read."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from claimants.common.exceptions import Refused
from claimants.matters.definitions import rules_now
from intake.assessments.amended import amended_since
from intake.assessments.results import explain_answers
from intake.filing import actions
from intake.filing.access import own_claim
from intake.filing.models import Claim
from intake.filing.states import State
from intake.portal.addresses import claim_url, page_url
from intake.portal.deadlines import closing_of
from intake.portal.forms.signing import SignForm
from intake.portal.readback import groups_of, today_of
from intake.portal.steps import steps_of
from intake.portal.views.access import Visit, claimant
from intake.portal.views.begin import first_open_page
from intake.portal.views.matters import is_open
from intake.portal.views.pages import already_signed


@claimant
@require_safe
def claim_check(request: Visit, claim: Claim) -> HttpResponse:
    """All answers, what each criterion says of them, and the words to sign."""
    if claim.state != State.DRAFT:
        return already_signed(request, claim)
    return _check_page(request, claim, SignForm(claim, _answers(claim)))


@claimant
@require_http_methods(["GET", "HEAD", "POST"])
def claim_sign(request: Visit, claim: Claim) -> HttpResponse:
    """Signs what the check page showed. Sent twice, it makes one submission and leads to the same receipt.

    Its address stands in the browser after a mistake; opened again, it leads back to what is to be signed.
    """
    if request.method != "POST":
        return redirect(claim_url(claim, "claim_check"))
    form = SignForm(claim, _answers(claim), request.POST)
    if not form.is_valid():
        return already_signed(request, claim) if claim.state != State.DRAFT else _check_page(request, claim, form)
    if claim.state == State.DRAFT and _missing(claim):
        return redirect(claim_url(claim, "claim_check"))
    try:
        actions.submit(
            claim=claim, token=form.token, typed_name=form.cleaned_data["typed_name"],
            inside_us=form.inside_us, by=request.user,
        )  # fmt: skip
    except Refused as refused:
        return _refused(request, claim, str(refused))
    return redirect(claim_url(claim))


def _refused(request: Visit, claim: Claim, sentence: str) -> HttpResponse:
    """Something changed since the check page was opened: show it as it is now, or what was already signed."""
    fresh = own_claim(request.user, claim.reference, claim.words.path)
    if fresh.state != State.DRAFT:
        return already_signed(request, fresh)
    form = SignForm(fresh, _answers(fresh), request.POST)
    form.add_error(None, sentence)
    return _check_page(request, fresh, form)


def _check_page(request: Visit, claim: Claim, form: SignForm) -> HttpResponse:
    rules, answers = rules_now(claim.matter), _answers(claim)
    questionnaire = rules.questions.questionnaire
    missing, today = questionnaire.missing(answers), today_of(claim.matter)
    context: dict[str, Any] = {
        "claim": claim,
        "matter": claim.matter,
        "file": claim.matter.file,
        "groups": groups_of(claim, questionnaire, answers),
        "missing": missing,
        "is_open": is_open(claim.matter),
        "closing": closing_of(claim.matter, timezone.now()),
        "continue_url": page_url(claim, first_open_page(questionnaire, claim)),
        "sign_url": claim_url(claim, "claim_sign"),
        "definition_version": rules.definition.version,
        "explanation": explain_answers(claim.matter, answers, on=today, rules=rules),
        "amended": amended_since(claim.matter, claim.draft, answers, on=today, rules=rules),
        "questions_version": rules.questions.version,
        "form": form,
        "token": actions.check_token(claim, rules=rules),
        "steps": steps_of(questionnaire, answers),
    }
    return render(request, "portal/claim_check.html", context)


def _missing(claim: Claim) -> bool:
    return bool(claim.matter.file.questions.missing(_answers(claim)))


def _answers(claim: Claim) -> Mapping[str, Any]:
    return claim.draft.get("answers", {})
