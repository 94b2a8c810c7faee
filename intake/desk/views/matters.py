"""One matter as it is loaded: its stages, dates, people responsible, definition and reasons."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from claimants.matters.definitions import compiled
from claimants.matters.models import DefinitionStatus, Matter
from claimants.people.roles import Power
from intake.desk.reach import reach_of
from intake.desk.site import desk

_CHANGES_NO_DEFINITION = "Your role in this matter does not let you change its class definition."


def matter_at(
    request: HttpRequest, slug: str, power: Power = Power.READ, refusal: str = _CHANGES_NO_DEFINITION
) -> Matter:
    """The matter at this address, for staff who have the power in it; anyone else gets a sentence."""
    found = get_object_or_404(Matter, slug=slug)
    if not reach_of(request).has(Power.READ, found.pk):
        raise PermissionDenied("You have no role in this matter. Ask its administrator for one.")
    if not reach_of(request).has(power, found.pk):
        raise PermissionDenied(refusal)
    return found


@require_safe
def matter(request: HttpRequest, slug: str) -> HttpResponse:
    found = matter_at(request, slug)
    definition = found.definitions.filter(status=DefinitionStatus.IN_FORCE).first()
    return desk.page(
        request, "desk/matter.html", found.caption,
        matter=found, file=found.file, definition=definition,
        law=compiled(definition).definition if definition else None,
        stages=found.stage_changes.all(), dates=found.dates.all(), zone=found.file.court_time_zone,
    )  # fmt: skip
