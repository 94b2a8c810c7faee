"""A form that came too late or signed out loses nothing: it is shown once more, ready to be sent again."""

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claimants.people.addresses import own_path

_SECRETS = {"password", "code"}


def send_again(request: HttpRequest, *, signed_out: bool) -> HttpResponse:
    """What was typed, in a form with a fresh key. Only for forms that this site itself sent, and never a secret.

    However long: a form of more than DATA_UPLOAD_MAX_NUMBER_FIELDS does not come this far.
    """
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    is_secret = any(name in _SECRETS for name, _ in fields)
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    ours = is_from_this_site(request) and not is_secret
    context = {
        "signed_out": signed_out,
        "fields": fields if ours else [],
        "address": request.get_full_path(),
        "next_path": _where_one_was(request),
    }
    return render(request, "portal/send_again.html", context, status=403)


def is_from_this_site(request: HttpRequest) -> bool:
    """The browser says where the form came from; another site cannot make it say otherwise."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.get_host()


def _where_one_was(request: HttpRequest) -> str:
    """The page that held the form, as the browser says; else that of the form's own address. Never another site."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        came_from = urlsplit("")
    page = urlunsplit(("", "", came_from.path, came_from.query, "")) if came_from.netloc == request.get_host() else ""
    return own_path(page) or own_path(request.get_full_path()) or ""
