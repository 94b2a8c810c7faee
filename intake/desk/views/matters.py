"""One matter as it is loaded: its stages, dates, people responsible, definition and reasons."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from claimants.matters.definitions import compiled, definition_in_force
from claimants.matters.models import Matter
from claimants.people.roles import Power
from intake.desk.reach import reach_of
from intake.desk.site import desk


@require_safe
def matter(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Matter, slug=slug)
    if not reach_of(request).has(Power.READ, found.pk):
        raise PermissionDenied("You have no role in this matter. Ask its administrator for one.")
    definition = definition_in_force(found)
    return desk.page(
        request, "desk/matter.html", found.caption,
        matter=found, file=found.file, definition=definition, law=compiled(definition).definition,
        stages=found.stage_changes.all(), dates=found.dates.all(), zone=found.file.court_time_zone,
    )  # fmt: skip
