"""Whether the site answers, and whether it is ready: for whoever watches over it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from intake.notices.readiness import what_is_not_ready


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the web process answers, whatever is behind it."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when everything behind the web process is there; 503 with a sentence for each thing that is not."""
    missing = what_is_not_ready()
    return HttpResponse(
        "".join(f"{sentence}\n" for sentence in missing or ["ready"]),
        content_type="text/plain; charset=utf-8",
        status=503 if missing else 200,
    )
