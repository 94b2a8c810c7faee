"""Who may do what in which matter: given and taken by an administrator, each act on record."""

from django.http import Http404, HttpRequest, HttpResponse


def give(request: HttpRequest) -> HttpResponse:
    raise Http404


def log(request: HttpRequest) -> HttpResponse:
    raise Http404


def role(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
