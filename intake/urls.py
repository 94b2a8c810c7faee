"""Where each address leads: the claimants' pages, the desk, and whether the site answers."""

from django.urls import URLPattern, URLResolver, include, path

from intake.desk.site import desk
from intake.portal.urls_door import allauth_names
from intake.portal.views.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("desk/", desk.urls),
    path("", include("intake.portal.urls")),
    *allauth_names,
]

handler400 = "intake.portal.views.errors.bad_request"
handler403 = "intake.portal.views.errors.forbidden"
handler404 = "intake.portal.views.errors.not_found"
handler500 = "intake.portal.views.errors.server_error"
