"""The courteous page on which a registration ends, and what goes with it: of a child everything, after asking once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.children import Left, forget_child, kept_of
from intake.filing.models import Claim
from intake.portal.stops import Stop, birth_year_in
from intake.portal.views.access import Visit
from intake.portal.views.late import carried

_IS_RIGHT = "year_is_right"


def stopped(
    request: Visit,
    matter: Matter,
    stop: Stop,
    *,
    capacity: str,
    answers: Mapping[str, Any],
    drafts: Iterable[Claim] = (),
    signed: Claim | None = None,
) -> HttpResponse:
    """Says why it ends here. The drafts it is about go too; a child's account goes with everything in it.

    `signed` is the one that was being corrected: it stays as it is, unless a child signed it.
    """
    context = {"matter": matter, "file": matter.file, "stop": stop.value, "capacity": capacity, "signed": signed}
    if stop is Stop.UNDER_13:
        kept, year = kept_of(request.user), birth_year_in(matter.file.questions.gate, answers)
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
        "carried": [(name, value) for name, value in carried(request) if name != _IS_RIGHT],
    }
    return render(request, "portal/confirm_year.html", context)


def _forget(request: Visit) -> Left:
    """Leaves nothing of a child: no draft in any matter, nothing filed, not the account, not the session."""
    left = forget_child(user=User.objects.get(pk=request.user.pk))
    if left is not Left.ACCOUNT:
        logout(request)
    return left
