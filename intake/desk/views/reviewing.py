"""Taking a claim, comparing its names, noting, asking."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from claimants.common.exceptions import Refused
from claimants.matters.definitions import current_questions
from intake.assessments.results import explanation_of
from intake.decisions.policies import check_nothing_proposed
from intake.desk.acts import check_can_release
from intake.desk.forms.review import AskForm, NoteForm
from intake.desk.reach import reader
from intake.desk.views.acting import Step, address, step
from intake.desk.views.claims import claim_at
from intake.filing.models import Claim
from intake.review import actions
from intake.review.policies import check_may_judge, check_may_read


@require_POST
def take(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    actions.take(claim=claim, by=reader(request))
    return _done(request, claim, f"You hold this {claim.words.thing} now. Nobody else will work on it.")


@require_POST
def release(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_can_release(reader(request), claim)
    actions.release(claim=claim, by=reader(request))
    return _done(request, claim, f"This {claim.words.thing} is back in the queue.")


@require_POST
def clear(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    actions.clear_conflict(claim=claim, by=reader(request), version=_version(request))
    return _done(request, claim, "No conflict is on record. The answers are open now.")


@require_POST
def conflict(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    actions.find_conflict(claim=claim, by=reader(request), version=_version(request))
    return _done(request, claim, "A conflict is on record. The answers stay closed to everyone.")


@require_POST
def note(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_may_read(claim)
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    actions.add_note(claim=claim, text=form.cleaned_data["text"], by=reader(request))
    return _done(request, claim, "The note is added.")


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_may_judge(reader(request), claim)
    check_nothing_proposed(claim)
    questionnaire = current_questions(claim.matter).questionnaire
    return step(request, claim, Step(
        heading=f"Ask for information about {claim.reference}",
        explains=(
            "The claimant gets the message below, answers only the questions you choose, and signs again. "
            f"Without an answer in time, the {claim.words.thing} comes back to the queue; it is never "
            f"{claim.words.declined} for that."
        ),
        button="Send this request",
        form=AskForm(request.POST if request.method == "POST" else None, questionnaire=questionnaire),
        kind="information_requested",
        given=lambda values: {key: values[key] for key in ("questions", "message", "days")},
        perform=lambda values: actions.ask(claim=claim, by=reader(request), **values),
        done="The request is on its way. The time to answer runs from the mail relay's acceptance.",
        is_shaped_by_form=True,
        hints=_unknown(claim),
    ))  # fmt: skip


def _done(request: HttpRequest, claim: Claim, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(address(claim))


def _version(request: HttpRequest) -> int | None:
    """The submission whose names the page showed."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 6 else None


def _unknown(claim: Claim) -> tuple[str, ...]:
    """What the class definition does not know yet: usually what to ask for."""
    explanation = explanation_of(claim)
    unknown = [result for result in explanation.criteria if result.result == "unknown"] if explanation else []
    return tuple(f"Not known yet: {result.sentence}" for result in unknown)
