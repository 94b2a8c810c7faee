"""What people read when something does not work. Each says what happened and what to do, and tells nothing more."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template

from intake.portal.views.resend import send_again


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key was too old: the answers are shown again with a fresh one."""
    return send_again(request, signed_out=False)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Staff who lack a role read why; the sentence comes from our own code."""
    return render(request, "403.html", {"sentence": str(exception)[:300]}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the database and without the site's frame: either may be what broke."""
    return HttpResponseServerError(get_template("500.html").render())
