"""Who may do what in which matter: given and taken by an administrator, each act on record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from claimants.people import actions
from claimants.people.models import RoleChange, RoleGrant
from claimants.people.roles import POWERS, Power
from intake.desk.forms.roles import RoleForm
from intake.desk.reach import reach_of, reader
from intake.desk.site import desk
from intake.review.models import Assignment

_MOST = 200
_LIST = "desk:people_rolegrant_changelist"


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    administered = _administered(request)
    data = request.POST if request.method == "POST" else None
    form = RoleForm(data, reach=reach_of(request), administered=administered)
    if form.is_valid():
        matter = reach_of(request).matters[form.cleaned_data["matter"]]
        grant = actions.give_role(
            user=form.cleaned_data["email"], matter=matter, role=form.cleaned_data["role"], by=reader(request)
        )
        messages.success(request, f"{grant.user.email} is {grant.get_role_display().lower()} in {matter.caption} now.")
        return HttpResponseRedirect(reverse(_LIST))
    powers = [(role.label, [power.value for power in Power if power in POWERS[role]]) for role in POWERS]
    return desk.page(request, "desk/role_give.html", "Give a role", form=form, powers=powers)


@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """One role, and taking it away."""
    grants = RoleGrant.objects.select_related("user", "matter").defer("matter__document")
    grant = get_object_or_404(grants, pk=pk, matter__in=_administered(request))
    if request.method == "POST":
        actions.take_role(grant=grant, by=reader(request))
        messages.success(request, f"{grant.user.email} is no longer {grant.get_role_display().lower()} there.")
        return HttpResponseRedirect(reverse(_LIST))
    holds = Assignment.objects.filter(reviewer=grant.user, claim__matter=grant.matter).count()
    return desk.page(
        request, "desk/role.html", f"{grant.get_role_display()}: {grant.user.email}", grant=grant, holds=holds,
        is_own=grant.user_id == reader(request).pk,
    )  # fmt: skip


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    changes = RoleChange.objects.select_related("user", "matter", "by").defer("matter__document")
    return desk.page(
        request, "desk/role_log.html", "Roles given and taken",
        changes=list(changes.filter(matter__in=_administered(request))[:_MOST]), size=_MOST,
    )  # fmt: skip


def _administered(request: HttpRequest) -> list[int]:
    """The matters the reader administers; nobody else gets here."""
    matters = reach_of(request).with_power(Power.ADMINISTER)
    if not matters:
        raise PermissionDenied("Only administrators of a matter see its roles.")
    return matters
