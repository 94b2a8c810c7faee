"""Who may pass: staff with a second factor shown lately, and people who signed in a short while ago."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from claimants.people.models import User

SECOND_FACTOR_HOLDS = 12 * 60 * 60
SIGN_IN_IS_FRESH = 30 * 60
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """A request whose visitor is signed in: what a view behind `login_required` receives."""

    user: User


def staff_with_mfa(request: HttpRequest) -> bool:
    """Whether this is an active member of staff who showed a second factor in this session, today."""
    user = request.user
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return False
    return _newest(request, second_factor=True) > time.time() - SECOND_FACTOR_HOLDS


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether this session was proved a short while ago: asked before anything about signing in changes."""
    if not request.user.is_authenticated:
        return False
    return _newest(request, second_factor=False) > time.time() - SIGN_IN_IS_FRESH


def has_second_factor(request: HttpRequest) -> bool:
    return Authenticator.objects.filter(user_id=request.user.pk, type__in=SECOND_FACTORS).exists()


def way_to_the_desk(request: HttpRequest) -> HttpResponse | None:
    """None for staff who may pass; else where they must go first. Raises PermissionDenied for everyone else."""
    if staff_with_mfa(request):
        return None
    here = request.get_full_path()
    if not request.user.is_authenticated:
        return _to("account_login", next=here)
    if not (request.user.is_staff and request.user.is_active):
        raise PermissionDenied("These pages are for the people who work on the case. You are signed in as a claimant.")
    if not has_second_factor(request):
        return _to("mfa_activate_totp", next=here)
    return _to("account_login", again="1", next=here)


def staff_with_mfa_required(view: View) -> View:
    """Lets staff with a second factor in, and shows all others their way."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return way_to_the_desk(request) or view(request, *args, **kwargs)

    return guarded


def fresh_sign_in_required(view: View) -> View:
    """Asks for a new sign-in when the last one is not fresh; staff with a second factor must have shown it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to("account_login", next=request.get_full_path())
        staff_skipped_a_step = request.user.is_staff and has_second_factor(request) and not staff_with_mfa(request)
        if staff_skipped_a_step or not signed_in_lately(request):
            return _to("account_login", again="1", next=request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def _newest(request: HttpRequest, *, second_factor: bool) -> float:
    """When the newest proof in this session was given, in seconds since 1970; 0 if there is none."""
    records = get_authentication_records(request, request.user)
    moments = [
        record["at"]
        for record in records
        if not second_factor or (record.get("method") == "mfa" and record.get("type") in SECOND_FACTORS)
    ]
    return max(moments, default=0.0)


def _to(name: str, **query: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode(query)}")
