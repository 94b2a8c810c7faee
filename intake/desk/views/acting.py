"""One step before an act: the form, and under it the notice exactly as it will be sent.

The button that acts carries a digest of the notice that was shown. When the notice would now read differently
(another reason ticked, the matter changed meanwhile), nothing is done and the new wording is shown instead.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from intake.desk.reach import reader
from intake.desk.site import desk
from intake.filing.models import Claim
from intake.notices.actions.owing import recipient_of
from intake.notices.contexts import check_may_be_sent
from intake.notices.kinds import kind_named
from intake.notices.render import Message, preview
from intake.review.actions import log_read
from intake.review.policies import may_read_narrative

Values = dict[str, Any]
_HIDDEN = "the address on file, which opens with the answers"
_CHANGED = "The notice would now read differently. Nothing was done. Here is how it reads now."


@dataclass(frozen=True)
class Step:
    """What the page before an act says and does. `kind` and `given` make the notice; no kind, no notice."""

    heading: str
    explains: str
    button: str
    form: forms.Form
    perform: Callable[[Values], object]
    done: str
    kind: str = ""
    given: Callable[[Values], Values] = dict
    sent: str = "This is what will be sent"
    is_shaped_by_form: bool = False
    hints: tuple[str, ...] = ()


def step(request: HttpRequest, claim: Claim, this: Step) -> HttpResponse:
    """Shows the step, or acts when what it showed has not changed."""
    posted = request.method == "POST"
    is_valid = posted and this.form.is_valid()
    message = None
    if this.kind and (is_valid or not this.is_shaped_by_form):
        message = shown(claim, this.kind, this.given(this.form.cleaned_data if is_valid else {}))
    if is_valid and request.POST.get("seen") == digest(message):
        this.perform(this.form.cleaned_data)
        messages.success(request, this.done)
        return HttpResponseRedirect(address(claim))
    if is_valid and request.POST.get("seen"):
        messages.warning(request, _CHANGED)
    is_open = may_read_narrative(claim)
    log_read(claim=claim, by=reader(request), narrative=is_open)
    recipient = recipient_of(claim)
    return desk.page(
        request,
        "desk/step.html",
        this.heading,
        claim=claim,
        words=claim.words,
        step=this,
        form=this.form,
        notice=message,
        seen=digest(message) if message or not this.kind else "",
        recipient=(recipient.email if is_open else _HIDDEN) if recipient else "",
    )


def shown(claim: Claim, kind: str, given: Values) -> Message:
    """The notice as it would be sent now. Refused, with a sentence, when it could not be sent at all."""
    check_may_be_sent(kind_named(kind), claim)
    return preview(kind, claim, **given)


def digest(message: Message | None) -> str:
    """What a notice says, as one short word; the same for no notice at all."""
    whole = f"{message.subject}\n{message.text}" if message else "nothing is sent"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def address(claim: Claim) -> str:
    return reverse("desk:claim", args=[claim.words.path, claim.reference])
