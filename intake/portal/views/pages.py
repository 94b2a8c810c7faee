"""The question pages of a draft. Every page keeps what makes sense, whatever else is on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claimants.common.exceptions import Refused
from claimants.matters.questions import Page, Questionnaire
from intake.filing import actions
from intake.filing.models import Claim
from intake.filing.states import State
from intake.portal.addresses import claim_url, page_url
from intake.portal.forms.questions import QuestionsForm
from intake.portal.forms.rows import changes_rows, with_rows_changed
from intake.portal.steps import Step, step_of
from intake.portal.stops import stop_of
from intake.portal.typed import Typed, typed_in
from intake.portal.views.access import Visit, claimant
from intake.portal.views.begin import first_open_page
from intake.portal.views.late import QUESTIONS_CHANGED, not_received, typed_and_unsigned
from intake.portal.views.stopping import stopped

_MOVED = f"{QUESTIONS_CHANGED} Your answers to what is still asked are saved, and nothing from before is lost."


@claimant
@require_http_methods(["GET", "HEAD", "POST"])
def claim_page(request: Visit, claim: Claim, page_id: str) -> HttpResponse:
    """One group of questions: shown with what was kept, or kept and left for the next."""
    if claim.state != State.DRAFT:
        return already_signed(request, claim)
    questionnaire = claim.matter.file.questions
    step = step_of(questionnaire, page_id, claim.draft.get("answers", {}))
    if request.method == "POST":
        return _keep(request, claim, questionnaire, step) if step else _keep_moved(request, claim, questionnaire)
    if step is None:
        messages.info(request, f"{QUESTIONS_CHANGED} Nothing you gave is lost.")
        return redirect(page_url(claim, first_open_page(questionnaire, claim)))
    form = QuestionsForm(questionnaire, step.page.questions, claim.draft.get("answers", {}))
    return _shown(request, claim, step, form)


def already_signed(request: Visit, claim: Claim) -> HttpResponse:
    """A page left open from before: what was signed stays, and what was typed since is shown and not taken."""
    thing = claim.words.thing
    if request.method == "POST":
        why = f"This {thing} was already submitted, so nothing on that page was changed."
        if typed := typed_and_unsigned(request, claim):
            return not_received(request, claim, typed, why=why)
        messages.warning(request, f"{why} What you signed is kept below, word for word.")
    else:
        messages.info(request, f"This {thing} was already submitted. What you signed is kept below.")
    return redirect(claim_url(claim))


def _keep(request: Visit, claim: Claim, questionnaire: Questionnaire, step: Step) -> HttpResponse:
    page, typed = step.page, with_rows_changed(request.POST)
    if "edit" in request.POST:
        return _as_typed(request, claim, questionnaire, step)
    form = QuestionsForm(questionnaire, page.questions, claim.draft.get("answers", {}), typed)
    form.is_valid()
    elsewhere = typed_in(questionnaire, typed, but={question.id for question in page.questions})
    if ended := _saved(request, claim, {**_given(elsewhere), **form.answers}):
        return ended
    _say_what_is_mistaken(request, claim, elsewhere)
    return _onward(request, claim, questionnaire, page, form)


def _keep_moved(request: Visit, claim: Claim, questionnaire: Questionnaire) -> HttpResponse:
    """There is no such page any more; its questions may stand on another. They are known by their ids."""
    typed = typed_in(questionnaire, request.POST)
    to_look_at = {one.question.id for one in typed}
    if "edit" not in request.POST:
        if ended := _saved(request, claim, _given(typed)):
            return ended
        messages.info(request, _MOVED)
        to_look_at = _say_what_is_mistaken(request, claim, typed)
    pages = questionnaire.visible_pages(claim.draft.get("answers", {}))
    page = next((page for page in pages if any(question.id in to_look_at for question in page.questions)), None)
    step = step_of(questionnaire, page.id, claim.draft.get("answers", {})) if page else None
    if step:
        return _as_typed(request, claim, questionnaire, step)
    return redirect(page_url(claim, first_open_page(questionnaire, claim)))


def _given(typed: list[Typed]) -> dict[str, Any]:
    """The answers that make sense. What was left empty there takes nothing back."""
    return {one.question.id: one.answer for one in typed if one.answer is not None}


def _say_what_is_mistaken(request: Visit, claim: Claim, typed: list[Typed]) -> set[str]:
    """Of questions that are asked on another page by now; their ids."""
    answers = claim.draft.get("answers", {})
    mistaken = [one.question for one in typed if one.is_mistake and one.question.is_shown(answers)]
    for question in mistaken:
        messages.warning(request, f"“{question.label}” is on another page now. Please look at your answer to it again.")
    return {question.id for question in mistaken}


def _saved(request: Visit, claim: Claim, given: dict[str, Any]) -> HttpResponse | None:
    """Keeps the answers. A page, when it ends with them: at a stop, or because it was signed meanwhile."""
    whole = {**claim.draft.get("answers", {}), **given}
    if stop := stop_of(claim, given, whole):
        return stopped(request, claim.matter, stop, capacity=claim.capacity, answers=whole, drafts=[claim])
    try:
        if given:
            actions.save_answers(claim=claim, answers=given, by=request.user)
    except Refused:
        claim.refresh_from_db()
        return already_signed(request, claim)
    return None


def _onward(
    request: Visit, claim: Claim, questionnaire: Questionnaire, page: Page, form: QuestionsForm
) -> HttpResponse:
    """Where to go after keeping: a row more or less, away, on, or the same page again with its sentences."""
    answers = claim.draft.get("answers", {})
    step = step_of(questionnaire, page.id, answers)
    if step is None:
        return redirect(page_url(claim, first_open_page(questionnaire, claim)))
    if changes_rows(request.POST):
        return _as_typed(request, claim, questionnaire, step)
    if "leave" in request.POST and not form.has_mistakes:
        messages.success(request, "Your answers are saved. You can come back to them on any device.")
        return redirect(claim_url(claim))
    if form.errors:
        return _shown(request, claim, step, form)
    return redirect(claim_url(claim, "claim_check") if _came_to_change(request) else page_url(claim, step.next))


def _as_typed(request: Visit, claim: Claim, questionnaire: Questionnaire, step: Step) -> HttpResponse:
    """The page with what was typed on it, judging nothing of it."""
    form = QuestionsForm(questionnaire, step.page.questions, claim.draft.get("answers", {}))
    form.show_typed(with_rows_changed(request.POST))
    return _shown(request, claim, step, form)


def _shown(request: Visit, claim: Claim, step: Step, form: QuestionsForm) -> HttpResponse:
    context: dict[str, Any] = {
        "claim": claim,
        "matter": claim.matter,
        "file": claim.matter.file,
        "step": step,
        "form": form,
        "back_url": page_url(claim, step.previous) if step.previous else claim_url(claim),
        "action": request.get_full_path() if request.path == page_url(claim, step.page) else page_url(claim, step.page),
    }
    return render(request, "portal/claim_page.html", context)


def _came_to_change(request: Visit) -> bool:
    return request.GET.get("then") == "check"
