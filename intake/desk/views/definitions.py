"""The versions of a matter's class definition: all of them, one read out, and what differs between two."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from claimants.eligibility.difference import difference
from claimants.matters.definitions import compiled
from claimants.matters.models import ClassDefinition, Matter
from claimants.people.roles import Power
from intake.assessments.models import Reassessment
from intake.desk.acts import refusals
from intake.desk.definition_acts import in_force, offers
from intake.desk.differing import by_place
from intake.desk.forms.definitions import CompareForm
from intake.desk.law import law_of
from intake.desk.reach import reach_of, reader
from intake.desk.site import desk
from intake.desk.views.matters import matter_at

_PEOPLE = ("proposed_by", "approved_by", "seconded_by", "base")


def definition_at(request: HttpRequest, slug: str, version: int, power: Power = Power.READ) -> ClassDefinition:
    """The version at this address, for staff who have the power in its matter."""
    matter = matter_at(request, slug, power)
    versions = ClassDefinition.objects.select_related(*_PEOPLE).defer("document", "base__document")
    found = get_object_or_404(versions, matter=matter, version=version)
    found.matter = matter
    return found


def page(request: HttpRequest, template: str, title: str, definition: ClassDefinition, **context: Any) -> HttpResponse:
    """A page about one version, with the way back to it."""
    return desk.page(
        request, template, title, definition=definition, matter=definition.matter,
        zone=definition.matter.file.court_time_zone, **context,
    )  # fmt: skip


@require_safe
def definitions(request: HttpRequest, slug: str) -> HttpResponse:
    matter = matter_at(request, slug)
    runs = Reassessment.objects.order_by("-pk").defer("counts")
    versions = matter.definitions.select_related(*_PEOPLE).defer("document", "base__document").order_by("-version")
    found = list(versions.prefetch_related(Prefetch("reassessments", queryset=runs)))
    return desk.page(
        request, "desk/definitions.html", f"Class definition of {matter.caption}", matter=matter, versions=found,
        in_force=next((one for one in found if one.status == "in_force"), None),
        zone=matter.file.court_time_zone, may_define=_may_define(request, matter),
    )  # fmt: skip


@require_safe
def definition(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    found = definition_at(request, slug, version)
    possible = offers(found, reader(request))
    return page(
        request, "desk/definition.html", f"Class definition, version {version}", found,
        law=law_of(found), offers=possible, refused=refusals(possible),
        nothing_offered=all(offer.refusal for offer in possible),
        approvals=found.approvals.select_related("by"), runs=found.reassessments.order_by("-pk").defer("counts"),
    )  # fmt: skip


@require_safe
def changed(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    found = definition_at(request, slug, version)
    others = list(found.matter.definitions.exclude(pk=found.pk).order_by("-version"))
    form = CompareForm(request.GET, others=others)
    wanted = form.cleaned_data.get("with") if form.is_valid() else None
    before = next((one for one in others if one.version == wanted), None) or _default(found, others)
    changes = difference(compiled(before).definition, compiled(found).definition) if before else ()
    return page(
        request, "desk/definition_difference.html", f"What version {version} changes", found,
        form=CompareForm({"with": before.version}, others=others) if before and form.is_valid() else form,
        before=before, places=by_place(changes),
    )  # fmt: skip


def _default(found: ClassDefinition, others: list[ClassDefinition]) -> ClassDefinition | None:
    """What a version was made from; the one before it; else the one in force, or any."""
    earlier = [one for one in others if one.version < found.version]
    return found.base or (earlier[0] if earlier else in_force(found) if others else None) or next(iter(others), None)


def _may_define(request: HttpRequest, matter: Matter) -> bool:
    return reach_of(request).has(Power.ADMINISTER, matter.pk)
