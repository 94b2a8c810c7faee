"""The courteous page on which a registration ends, and what goes with it: of a child everything, after asking once."""

from collections.abc import Iterable

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.children import Left, forget_child, kept_of
from intake.filing.models import Claim
from intake.portal.stops import Stop
from intake.portal.views.access import Visit

_IS_RIGHT = "year_is_right"
_BUTTONS = {"csrfmiddlewaretoken", _IS_RIGHT, "edit", "leave", "add", "remove"}


def stopped(
    request: Visit, matter: Matter, stop: Stop, *, capacity: str, year: int | None, drafts: Iterable[Claim] = ()
) -> HttpResponse:
    """Says why it ends here. The drafts it is about go too; a child's account goes with everything in it."""
    context = {"matter": matter, "file": matter.file, "stop": stop.value, "capacity": capacity}
    if stop is Stop.UNDER_13:
        kept = kept_of(request.user)
        if kept and request.POST.get(_IS_RIGHT) != str(year):
            return _ask_for_the_year(request, matter, year, kept)
        context["left"] = _forget(request).value
    else:
        with transaction.atomic():
            for draft in drafts:
                actions.discard(claim=draft, by=request.user)
    return render(request, "portal/stopped.html", context)


def _ask_for_the_year(request: Visit, matter: Matter, year: int | None, kept: list[Claim]) -> HttpResponse:
    """One slip of a finger must not destroy what somebody signed. Until they answer, nothing is deleted or stored."""
    context = {
        "matter": matter,
        "file": matter.file,
        "year": year,
        "kept": kept,
        "confirms": _IS_RIGHT,
        "carried": [(name, value) for name, values in request.POST.lists() for value in values if name not in _BUTTONS],
    }
    return render(request, "portal/confirm_year.html", context)


def _forget(request: Visit) -> Left:
    """Leaves nothing of a child: no draft in any matter, nothing filed, not the account, not the session."""
    left = forget_child(user=User.objects.get(pk=request.user.pk))
    if left is not Left.ACCOUNT:
        logout(request)
    return left
