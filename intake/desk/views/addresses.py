"""Addresses that nothing more is sent to: found by the address, and given back by a named person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claimants.people.roles import Power
from intake.desk.forms.addresses import FindAddressForm
from intake.desk.forms.campaign_acts import ReasonForm
from intake.desk.reach import Reach, reach_of, reader
from intake.desk.site import desk
from intake.desk.stepping import Step, answer, posted
from intake.notices.actions import lift as lift_status
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus

_MOST = 50
_EVIDENCE = ("attempt__notice", "event__notice")


@require_http_methods(["GET"])
def addresses(request: HttpRequest) -> HttpResponse:
    """The newest. An address is never in the address of a page, so it is looked for by what a form sends."""
    return _drawn(request, FindAddressForm())


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    form = FindAddressForm(request.POST)
    return _drawn(request, form, digest_of(form.cleaned_data["email"]) if form.is_valid() else "")


@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    _check_reach(request, Power.REVIEW)
    status = get_object_or_404(AddressStatus, pk=pk)

    def perform(values: dict[str, Any]) -> str:
        lift_status(status=status, by=reader(request), **values)
        return reverse("desk:addresses")

    step = Step(
        heading="Let mail go to this address again",
        explains=[f"Since {status.since:%Y-%m-%d} nothing is sent to it: {status.get_reason_display()}."],
        button="Let mail go there again", perform=perform, done="Mail may go to this address again.",
        form=ReasonForm(posted(request)),
    )  # fmt: skip
    if status.lifted_at is not None:
        messages.error(request, "Mail may go to this address already.")
        return HttpResponseRedirect(reverse("desk:addresses"))
    return answer(
        request, step, lambda: desk.page(request, "desk/address_lift.html", step.heading, step=step, form=step.form)
    )  # fmt: skip


def _drawn(request: HttpRequest, form: FindAddressForm, digest: str = "") -> HttpResponse:
    reach = _check_reach(request, Power.READ)
    held = AddressStatus.objects.filter(lifted_at=None).select_related(*_EVIDENCE).order_by("-since", "-pk")
    return desk.page(
        request, "desk/addresses.html", "Addresses that nothing is sent to", form=form, is_searched=bool(digest),
        held=(held.filter(digest=digest) if digest else held)[:_MOST], reach=set(reach.with_power(Power.READ)),
        may_lift=reach.has_anywhere(Power.REVIEW),
    )  # fmt: skip


def _check_reach(request: HttpRequest, power: Power) -> Reach:
    reach = reach_of(request)
    if not reach.has_anywhere(power):
        raise PermissionDenied("Your roles do not let you look after addresses. Ask an administrator.")
    return reach
