"""The least that Django can do for a form: a view without middleware that inserts one row."""

import os

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path


def insert(request: HttpRequest) -> HttpResponse:
    from claimants.people.models import Person

    return HttpResponse(str(Person.objects.create().pk))


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
urlpatterns = [path("", insert)]
django.setup()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "tests.bench.bare"

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
