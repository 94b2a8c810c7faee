"""A pass over everybody: how far it is, what it found, and letting go the notices that it owes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claimants.common.exceptions import Refused
from claimants.people.roles import Power
from intake.assessments import actions
from intake.assessments.models import Reassessment
from intake.assessments.progress import progress_of
from intake.desk.acts import refusals
from intake.desk.forms.runs import SliceForm
from intake.desk.reach import reach_of, reader
from intake.desk.run_acts import offers
from intake.desk.runs import seen_of
from intake.desk.views.definitions import definition_at, page
from intake.notices.actions import held_of, release_for_reassessment
from intake.notices.models import Notice

_MOST = 50


def run_at(request: HttpRequest, slug: str, version: int, run: int, power: Power = Power.READ) -> Reassessment:
    """The pass at this address, for staff who have the power in its matter."""
    definition = definition_at(request, slug, version, power)
    found = get_object_or_404(Reassessment.objects.select_related("base", "preview", "started_by").defer(
        "base__document"
    ), pk=run, definition=definition)  # fmt: skip
    found.matter, found.definition = definition.matter, definition
    return found


@require_safe
def run(request: HttpRequest, slug: str, version: int, run: int) -> HttpResponse:
    found = run_at(request, slug, version, run)
    possible = offers(found, reader(request))
    is_done = found.state == Reassessment.State.DONE
    notices = _notices(request, found) if is_done and found.kind == Reassessment.Kind.APPLY else {}
    return page(
        request, "desk/run.html", f"{found.get_kind_display()} of version {version}", found.definition,
        run=found, progress=progress_of(found), offers=possible, refused=refusals(possible),
        nothing_offered=bool(possible) and all(offer.refusal for offer in possible),
        seen=seen_of(found) if is_done else None, **notices,
    )  # fmt: skip


@require_safe
def progress(request: HttpRequest, slug: str, version: int, run: int) -> HttpResponse:
    """How far it is, alone: what the page asks for every two seconds."""
    found = run_at(request, slug, version, run)
    return TemplateResponse(request, "desk/_progress.html", {"run": found, "progress": progress_of(found)})


@require_POST
def stop(request: HttpRequest, slug: str, version: int, run: int) -> HttpResponse:
    found = run_at(request, slug, version, run, Power.ADMINISTER)
    actions.stop(run=found, by=reader(request))
    messages.success(request, "It stops. Workers end after the chunk they are at.")
    return HttpResponseRedirect(address(found))


@require_POST
def resume(request: HttpRequest, slug: str, version: int, run: int) -> HttpResponse:
    found = run_at(request, slug, version, run, Power.ADMINISTER)
    actions.resume(run=found, by=reader(request))
    messages.success(request, "It goes on where it stopped.")
    return HttpResponseRedirect(address(found))


@require_POST
def release(request: HttpRequest, slug: str, version: int, run: int) -> HttpResponse:
    found = run_at(request, slug, version, run, Power.ADMINISTER)
    form = SliceForm(request.POST, languages=found.matter.file.languages)
    if not form.is_valid():
        raise Refused("Choose again which notices to let go: one of the choices was not on the list.")
    if request.POST.get("seen") != str(form.chosen.of(held_of(found), found).count()):
        raise Refused("The number of notices changed since you looked. None was let go. Look again, then release.")
    released = release_for_reassessment(run=found, chosen=form.chosen, by=reader(request))
    words = "1 notice is" if released.notices == 1 else f"{released.notices:,} notices are"
    messages.success(request, f"{words} on the way ({form.chosen}).")
    return HttpResponseRedirect(f"{address(found)}#notices-heading")


def address(run: Reassessment) -> str:
    return reverse("desk:run", args=[run.matter.slug, run.definition.version, run.pk])


def _notices(request: HttpRequest, run: Reassessment) -> dict[str, Any]:
    """What the notices part shows. `chosen` is how many of the held ones the slice in the address holds."""
    asked = request.GET if set(request.GET) & set(SliceForm.base_fields) else {}
    form = SliceForm(asked, languages=run.matter.file.languages)
    held = held_of(run)
    chosen = form.chosen.of(held, run) if form.is_valid() else Notice.objects.none()
    return {
        "slice_form": form,
        "held": held.count(),
        "chosen": chosen.count(),
        "example": chosen.order_by("pk").first(),
        "slice": form.chosen if form.is_valid() else None,
        "releases": run.releases.select_related("by").order_by("-pk")[:_MOST],
        "may_release": reach_of(request).has(Power.ADMINISTER, run.matter_id),
    }
