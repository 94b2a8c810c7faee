"""Pages that only say something: privacy, accessibility, and what search engines may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from claimants.matters.models import Matter

_ROBOTS = "User-agent: *\nDisallow: /registrations/\nDisallow: /claims/\nDisallow: /account/\nDisallow: /desk/\n"


@require_safe
def privacy(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens to the answers of one matter, and until when they are kept."""
    matter = get_object_or_404(Matter, slug=slug)
    return render(request, "portal/privacy.html", {"matter": matter, "file": matter.file})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_ROBOTS, content_type="text/plain")
