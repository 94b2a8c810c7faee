"""Answering a few questions anew and signing: when counsel asks, or to correct what was signed.

Two steps on one address and nothing stored between them: the questions, then the same answers in words with the
statement to sign. The second page carries the first one's answers, so Back and a double click lose nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claimants.common.exceptions import Refused
from claimants.matters.definitions import rules_now
from claimants.matters.questions import Question, Questionnaire
from intake.assessments.results import explain_answers
from intake.filing import actions
from intake.filing.models import Claim
from intake.filing.states import State
from intake.portal.addresses import claim_url
from intake.portal.forms.questions import QuestionsForm
from intake.portal.forms.rows import changes_rows, with_rows_changed
from intake.portal.forms.signing import SignForm
from intake.portal.readback import lines_of, today_of
from intake.portal.standing import may_correct
from intake.portal.stops import stop_of
from intake.portal.typed import Typed
from intake.portal.views.access import Visit, claimant
from intake.portal.views.late import QUESTIONS_CHANGED, carried, not_received, too_late, typed_and_unsigned
from intake.portal.views.stopping import stopped
from intake.review import actions as review
from intake.review.models import InformationRequest

_NOTHING_ASKED = "No question is waiting for you. Your answers stay as you signed them."
_CLOSED = "This was closed before you signed: the time to answer was over, or the firm went on without your answer."
_NOT_CORRECTED = "Answers cannot be corrected while someone is reading them or after a decision."
_NOT_NOW = f"{_NOT_CORRECTED} Call if you need help."


@dataclass(frozen=True)
class Asked:
    """The questions asked anew, what was signed before, and the act that signs the new whole."""

    claim: Claim
    questionnaire: Questionnaire
    questions: list[Question]
    kept: Mapping[str, Any]
    act: Callable[..., object]
    done: str
    context: dict[str, Any]

    def whole(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All answers as they will be signed."""
        return actions.answered_anew(self.kept, given)


@claimant
@require_http_methods(["GET", "HEAD", "POST"])
def claim_answer(request: Visit, claim: Claim) -> HttpResponse:
    """The questions counsel asked, and only those."""
    wanted = InformationRequest.objects.filter(claim=claim, answer__isnull=True, lapsed_at__isnull=True).first()
    done = "Thank you. Your answers are signed and with us."
    if wanted is None or claim.state != State.INFORMATION_REQUESTED:
        return too_late(request, claim, why=_CLOSED, notice=_NOTHING_ASKED, done=done)

    def act(answers: Mapping[str, Any], **signature: Any) -> object:
        return review.answer(request=wanted, answers=answers, **signature)

    signed = actions.latest_answers(claim)
    context = {"information_request": wanted, "heading": "We need to know more"}
    return _ask(request, _asked(claim, signed, set(wanted.questions), act, done, context))


@claimant
@require_safe
def claim_correct(request: Visit, claim: Claim) -> HttpResponse:
    """Which page of answers to correct."""
    if not may_correct(claim):
        messages.info(request, _NOT_NOW)
        return redirect(claim_url(claim))
    answers = actions.latest_answers(claim)
    pages = [(page, lines_of(page.questions, answers)) for page in claim.matter.file.questions.visible_pages(answers)]
    context = {"claim": claim, "matter": claim.matter, "file": claim.matter.file, "pages": pages}
    return render(request, "portal/claim_correct.html", context)


@claimant
@require_http_methods(["GET", "HEAD", "POST"])
def claim_correct_page(request: Visit, claim: Claim, page_id: str) -> HttpResponse:
    """One page of answers, corrected and signed again."""
    done = "Your correction is signed and with us."
    if not may_correct(claim):
        return too_late(request, claim, why=_NOT_CORRECTED, notice=_NOT_NOW, done=done)
    signed = actions.latest_answers(claim)
    pages = claim.matter.file.questions.visible_pages(signed)
    page = next((page for page in pages if page.id == page_id), None)
    if page is None:
        return _moved(request, claim)

    def act(answers: Mapping[str, Any], **signature: Any) -> object:
        return actions.correct(claim=claim, answers=answers, **signature)

    chosen = {question.id for question in page.questions}
    return _ask(request, _asked(claim, signed, chosen, act, done, {"heading": page.heading}))


def _asked(
    claim: Claim,
    signed: Mapping[str, Any],
    chosen: set[str],
    act: Callable[..., object],
    done: str,
    context: dict[str, Any],
) -> Asked:
    """The chosen questions, and any other that must be answered and never was: it may come up on the way."""
    questionnaire = claim.matter.file.questions
    questions = [
        question
        for question in questionnaire.questions
        if question.id in chosen or (question.required and question.id not in signed)
    ]
    return Asked(claim, questionnaire, questions, signed, act, done, context)


def _ask(request: Visit, asked: Asked) -> HttpResponse:
    """The questions first; once they make sense, what will be signed; once signed, the status page."""
    if request.method != "POST":
        return _questions(request, asked, QuestionsForm(asked.questionnaire, asked.questions, asked.kept))
    typed = with_rows_changed(request.POST)
    if changes_rows(request.POST) or "edit" in request.POST:
        again = QuestionsForm(asked.questionnaire, asked.questions, asked.kept)
        again.show_typed(typed)
        return _questions(request, asked, again)
    form = QuestionsForm(asked.questionnaire, asked.questions, asked.kept, typed)
    if not_asked := _not_asked(request, asked):
        return not_received(request, asked.claim, not_asked, why=QUESTIONS_CHANGED)
    passed, whole, claim = form.is_valid(), asked.whole(form.answers), asked.claim
    if stop := stop_of(claim, form.answers, whole):
        return stopped(request, claim.matter, stop, capacity=claim.capacity, answers=whole, signed=claim)
    if not passed:
        return _questions(request, asked, form)
    sign = SignForm(claim, whole, request.POST if "sign" in request.POST else None)
    return _signed(request, asked, form, sign) if sign.is_valid() else _to_sign(request, asked, form, sign)


def _not_asked(request: Visit, asked: Asked) -> list[Typed]:
    """What was typed for questions that this page does not ask, or not any more. It must not be passed over."""
    here = {question.id for question in asked.questions}
    return [one for one in typed_and_unsigned(request, asked.claim) if one.question.id not in here]


def _signed(request: Visit, asked: Asked, form: QuestionsForm, sign: SignForm) -> HttpResponse:
    try:
        asked.act(
            form.answers, token=sign.token, typed_name=sign.cleaned_data["typed_name"],
            inside_us=sign.inside_us, by=request.user,
        )  # fmt: skip
    except Refused as refused:
        sign.add_error(None, str(refused))
        return _to_sign(request, asked, form, sign)
    messages.success(request, asked.done)
    return redirect(claim_url(asked.claim))


def _questions(request: Visit, asked: Asked, form: QuestionsForm) -> HttpResponse:
    return render(request, "portal/claim_answer.html", {**_context(asked), "form": form})


def _to_sign(request: Visit, asked: Asked, form: QuestionsForm, sign: SignForm) -> HttpResponse:
    whole, rules = asked.whole(form.answers), rules_now(asked.claim.matter)
    context = {
        **_context(asked),
        "form": sign,
        "lines": lines_of(asked.questions, whole),
        "explanation": explain_answers(asked.claim.matter, whole, on=today_of(asked.claim.matter), rules=rules),
        "token": actions.check_token(asked.claim, whole, rules=rules),
        "carried": carried(request),
    }
    return render(request, "portal/claim_answer_sign.html", context)


def _context(asked: Asked) -> dict[str, Any]:
    return {"claim": asked.claim, "matter": asked.claim.matter, "file": asked.claim.matter.file, **asked.context}


def _moved(request: Visit, claim: Claim) -> HttpResponse:
    """There is no such page of questions, or none any more."""
    typed = typed_and_unsigned(request, claim)
    if not typed:
        raise Http404
    return not_received(request, claim, typed, why=QUESTIONS_CHANGED)
