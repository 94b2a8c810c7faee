"""The page before an act: it says what the act does, and keeps what was typed when the act is refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from claimants.common.exceptions import Refused
from intake.desk.runs import Seen


@dataclass(frozen=True)
class Step:
    """The page before an act. `perform` answers where to go; `seen` is the what-if that the act stands on."""

    heading: str
    explains: list[str]
    button: str
    perform: Callable[[dict[str, Any]], str]
    done: str
    form: forms.Form = field(default_factory=forms.Form)
    seen: Seen | None = None


def answer(request: HttpRequest, this: Step, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """Acts, or draws the page: with the form as it was sent, and the sentence of a refusal above it."""
    if request.method == "POST" and (not this.form.fields or this.form.is_valid()):
        try:
            target = this.perform(this.form.cleaned_data if this.form.fields else {})
        except Refused as refusal:
            if not this.form.fields:
                raise
            this.form.add_error(None, str(refusal))
        else:
            messages.success(request, this.done)
            return HttpResponseRedirect(target)
    return draw()


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
