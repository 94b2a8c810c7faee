"""The door with a small site behind it: a page for everybody, and a desk that asks for the second factor."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from claimants.people.access import staff_with_mfa_required
from intake.portal import urls_door


def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the list of cases")


@staff_with_mfa_required
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the desk")


urlpatterns = [
    path("desk/", desk),
    path("", include(([path("", front, name="matter_list"), *urls_door.urlpatterns], "portal"))),
    *urls_door.allauth_names,
]
