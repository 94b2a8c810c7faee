"""The bare view on the portal's own server: it inserts one row for whoever is signed in, and answers with a number.

Everything that a claimant's page has around it is there: the session, the user, every middleware.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from intake.wsgi import application  # noqa: E402

# isort: split
from intake import urls  # noqa: E402 - after what loads the portal


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    from claimants.people.models import Person

    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    return HttpResponse(str(Person.objects.create().pk))


urls.urlpatterns.append(path("bare/", insert))

__all__ = ["application"]
