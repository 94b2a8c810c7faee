"""A form that comes when its page is no longer open: it says that it was not received, and shows what was typed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from intake.filing.access import signed_with
from intake.filing.actions import latest_answers
from intake.filing.models import Claim
from intake.portal.addresses import claim_url
from intake.portal.forms.signing import DOUBTED
from intake.portal.standing import may_correct
from intake.portal.typed import Typed, typed_in
from intake.portal.views.access import Visit

QUESTIONS_CHANGED = "The questions have changed since you opened that page."
_CONTROLS = {
    "csrfmiddlewaretoken", "token", "typed_name", DOUBTED, "where", "sign", "edit", "leave", "add", "remove",
}  # fmt: skip


def too_late(request: Visit, claim: Claim, *, why: str, notice: str, done: str) -> HttpResponse:
    """The status page with `notice`, or with `done` if this very form was signed before; else what was typed."""
    if "sign" in request.POST and signed_with(claim, request.POST.get("token", "")):
        messages.success(request, done)
        return redirect(claim_url(claim))
    unsigned = typed_and_unsigned(request, claim)
    if unsigned:
        return not_received(request, claim, unsigned, why=why)
    messages.info(request, notice)
    return redirect(claim_url(claim))


def typed_and_unsigned(request: Visit, claim: Claim) -> list[Typed]:
    """What the form brought that is not what was signed last."""
    signed = latest_answers(claim)
    typed = typed_in(claim.matter.file.questions, request.POST)
    return [one for one in typed if one.is_mistake or one.answer != signed.get(one.question.id)]


def not_received(request: Visit, claim: Claim, typed: list[Typed], *, why: str) -> HttpResponse:
    """What was typed, and how to send it all the same: as a correction, already filled in, where one can be made."""
    held = {one.question.id for one in typed}
    pages = claim.matter.file.questions.visible_pages(latest_answers(claim)) if may_correct(claim) else []
    context = {
        "claim": claim,
        "matter": claim.matter,
        "file": claim.matter.file,
        "why": why,
        "lines": typed,
        "corrections": [page for page in pages if any(question.id in held for question in page.questions)],
        "carried": carried(request),
    }
    return render(request, "portal/not_received.html", context, status=409)


def carried(request: Visit) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent once more by another button."""
    return [(name, value) for name, values in request.POST.lists() for value in values if name not in _CONTROLS]
