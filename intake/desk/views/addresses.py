"""Addresses that mail is held back from: found by the address, and given back by a named person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claimants.common.exceptions import Refused
from claimants.people.roles import Power
from intake.desk.forms.addresses import FindAddressForm, LiftForm
from intake.desk.reach import Reach, administrators_of, reach_of, reader
from intake.desk.site import desk
from intake.desk.stepping import Step, answer, posted
from intake.notices.actions import lift as lift_status
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus
from intake.notices.policies import ASKED_FOR, check_may_lift, evidence_of, power_to_lift

_MOST = 50
_EVIDENCE = ("attempt__notice", "event__notice")
_Reason = AddressStatus.Reason
_BUT_ANSWERS = "Notices to many do not go there by e-mail; answers about somebody's own claim do."
_MEANS = {
    _Reason.GONE: "Nothing is sent there.",
    _Reason.SOFT: _BUT_ANSWERS,
    _Reason.COMPLAINED: _BUT_ANSWERS,
    _Reason.PREFERS_POST: _BUT_ANSWERS,
    _Reason.NO_UPDATES: "Updates do not go there; what a court orders does.",
}


@require_http_methods(["GET"])
def addresses(request: HttpRequest) -> HttpResponse:
    """The newest of the reader's matters. An address is never in the address of a page: a form sends it.

    Whoever has the whole address is told of every hold, because it is held for their matter too.
    """
    return _drawn(request, FindAddressForm())


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    form = FindAddressForm(request.POST)
    return _drawn(request, form, digest_of(form.cleaned_data["email"]) if form.is_valid() else "")


@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    _check_reach(request)
    status = get_object_or_404(AddressStatus.objects.select_related(*_EVIDENCE), pk=pk)
    if status.lifted_at is not None:
        messages.error(request, "Mail may go to this address already.")
        return HttpResponseRedirect(reverse("desk:addresses"))
    try:
        check_may_lift(reader(request), status)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal

    def perform(values: dict[str, Any]) -> str:
        lift_status(status=status, by=reader(request), **values)
        return reverse("desk:addresses")

    asked = ["The person asked for this. Take it back only when they ask to be written to again."]
    step = Step(
        heading="Let mail go to this address again",
        explains=[
            f"Since {status.since:%Y-%m-%d}: {status.get_reason_display()}. {_MEANS[_Reason(status.reason)]}",
            *(asked if status.reason in ASKED_FOR else []),
        ],
        button="Let mail go there again", perform=perform, done="Mail may go to this address again.",
        form=LiftForm(posted(request)),
    )  # fmt: skip
    return answer(
        request, step, lambda: desk.page(request, "desk/address_lift.html", step.heading, step=step, form=step.form)
    )  # fmt: skip


def _drawn(request: HttpRequest, form: FindAddressForm, digest: str = "") -> HttpResponse:
    reach = _check_reach(request)
    held = AddressStatus.objects.filter(lifted_at=None).select_related(*_EVIDENCE).order_by("-since", "-pk")
    rows = list((held.filter(digest=digest) if digest else held.filter(_in(reach)))[:_MOST])
    return desk.page(
        request, "desk/addresses.html", "Addresses that mail is held back from", form=form, is_searched=bool(digest),
        held=rows, reach=set(reach.with_power(Power.READ)),
        open_to_lift={status.pk for status in rows if _may_lift(reach, status)},
        administrators=administrators_of(reach), to_ask={status.pk for status in rows if _is_near(reach, status)},
    )  # fmt: skip


def _is_near(reach: Reach, status: AddressStatus) -> bool:
    """Whether an administrator of the reader's matters can take it back."""
    evidence = evidence_of(status)
    return evidence is None or reach.has(Power.READ, evidence.matter_id)


def _in(reach: Reach) -> Q:
    """On evidence from a matter of theirs. What has none is for those who may take it back: administrators."""
    matters = reach.with_power(Power.READ)
    theirs = Q(attempt__notice__matter__in=matters) | Q(event__notice__matter__in=matters)
    if not reach.has_anywhere(Power.ADMINISTER):
        return theirs
    return theirs | Q(attempt=None, event=None) | Q(attempt=None, event__notice=None)


def _may_lift(reach: Reach, status: AddressStatus) -> bool:
    """What `check_may_lift` says, from the reach that was read once."""
    evidence, power = evidence_of(status), power_to_lift(status)
    return reach.has(power, evidence.matter_id) if evidence else reach.has_anywhere(Power.ADMINISTER)


def _check_reach(request: HttpRequest) -> Reach:
    reach = reach_of(request)
    if not reach.has_anywhere(Power.READ):
        raise PermissionDenied("Your roles do not let you look after addresses. Ask an administrator.")
    return reach
