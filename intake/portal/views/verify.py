"""Is this message real? Answers for one code at a time, to anyone, and says no more than that we sent it."""

import logging

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from claimants.people.limits import Limit, minutes, network, wait_for
from intake.notices.proof import proof_of
from intake.portal.forms.verify import CodeOfMessageForm

logger = logging.getLogger(__name__)

CODES_FROM_A_PLACE = Limit("notice-codes-place", 20, 15 * 60)
"""A person checks one message, or a few. Whoever tries codes by the thousand is slowed to uselessness."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_notice(request: HttpRequest) -> HttpResponse:
    """The form, and below it the answer to the code that was typed."""
    form = CodeOfMessageForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "is_answered": False}
    status = 200
    if request.method == "POST" and form.is_valid():
        wait = wait_for(CODES_FROM_A_PLACE, _place(request))
        if wait:
            form.add_error(None, _too_many(minutes(wait)))
            status = 429
        else:
            context |= {"is_answered": True, "proof": proof_of(form.cleaned_data["code"])}
    return render(request, "portal/verify.html", context, status=status)


def _place(request: HttpRequest) -> str:
    """The network address of the visitor, or "" when it cannot be told."""
    try:
        return network(get_adapter().get_client_ip(request))
    except (ImproperlyConfigured, PermissionDenied):
        logger.error("The visitor's network address cannot be told; check TRUSTED_PROXY_COUNT.")
        return ""


def _too_many(wait: int) -> str:
    unit = "minute" if wait == 1 else "minutes"
    return f"You have checked many codes in a short time. Wait {wait} {unit}, then try again."
