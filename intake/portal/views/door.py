"""The one door, for new and returning people: an address, a code, and in.

Until the code is proved, nothing here asks whether the address is known: same page, same text, same work.
"""

import logging
import time
from smtplib import SMTPException
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claimants.people import codes, limits
from claimants.people.actions import open_account
from claimants.people.addresses import own_path
from claimants.people.codes import Answer, Challenge
from intake.portal.forms.door import AddressForm, CodeForm

logger = logging.getLogger(__name__)

_CHALLENGE = "door"
_PENDING_LOGIN = "account_login"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for an address. `again` is for people who are signed in and must prove it once more."""
    next_path = _next(request)
    again = bool(request.POST.get("again") or request.GET.get("again"))
    if request.user.is_authenticated and not again:
        return redirect(next_path or get_adapter().get_login_redirect_url(request))
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": _known_address(request)})
    status = 200
    if request.method == "POST" and form.is_valid():
        challenge = codes.new_challenge(email=form.cleaned_data["email"], next_path=next_path, now=time.time())
        status, sentence = _send(request, challenge)
        if not sentence:
            return redirect(_with_next("portal:enter_code", next_path))
        form.add_error(None, sentence)
    context = {"form": form, "next_path": next_path, "again": again}
    return render(request, "account/sign_in.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and opens the account when it is right."""
    challenge = codes.challenge_from(request.session.get(_CHALLENGE))
    if challenge is None:
        return _to_the_start(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _code_page(request, challenge, form)
    wait = limits.wait_for(limits.TRIES_FROM_A_PLACE, _place(request))
    if wait:
        form.add_error("code", _wait_sentence(wait))
        return _code_page(request, challenge, form, status=429)
    answer, challenge = codes.judge(challenge, form.cleaned_data["code"], now=time.time())
    if limits.wait_for(limits.TRIES_FOR_A_CODE, challenge.nonce):
        answer = Answer.EXHAUSTED
    if answer is Answer.RIGHT:
        return _welcome(request, challenge)
    _keep(request, challenge)
    form.add_error("code", _SENTENCES[answer])
    return _code_page(request, challenge, form)


@never_cache
@require_POST
def send_code_again(request: HttpRequest) -> HttpResponse:
    challenge = codes.challenge_from(request.session.get(_CHALLENGE))
    if challenge is None:
        return _to_the_start(request)
    challenge = codes.for_sending_again(challenge, now=time.time())
    status, sentence = _send(request, challenge)
    if sentence:
        messages.error(request, sentence)
        return _code_page(request, challenge, CodeForm(), status=status)
    messages.success(request, _("We have sent another message. Use the code from the newest one."))
    return redirect(_with_next("portal:enter_code", challenge.next_path))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """GET gives our script what the device needs; POST brings the device's answer."""
    request.session.pop(_PENDING_LOGIN, None)
    if request.method == "POST":
        wait = limits.wait_for(limits.PASSKEYS_FROM_A_PLACE, _place(request))
        if wait:
            messages.error(request, _wait_sentence(wait))
            return redirect(_with_next("portal:sign_in", _next(request)))
    response: HttpResponse = login_webauthn(request)
    if request.user.is_authenticated:
        _forget(request)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "account/sign_out.html")
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("/")


@never_cache
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Someone proved their mailbox, but their account has been closed."""
    return render(request, "account/closed.html", status=403)


def _welcome(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    user = open_account(email=challenge.email, language=get_language() or "")
    if request.user.is_authenticated:
        logout(request)
    _forget(request)
    record_authentication(request, user, method="code")
    response: HttpResponse = perform_login(request, user, redirect_url=challenge.next_path or None)
    return response


def _send(request: HttpRequest, challenge: Challenge) -> tuple[int, str]:
    """Sends the code and keeps the challenge; else an HTTP status and the sentence that says why not."""
    wait = limits.longest_wait(
        (limits.CODES_FROM_A_PLACE, _place(request)),
        (limits.CODES_FOR_AN_ADDRESS, challenge.email),
        (limits.CODES_FOR_AN_ADDRESS_A_DAY, challenge.email),
    )
    if wait:
        return 429, _wait_sentence(wait)
    context = {"code": challenge.spoken, "minutes": codes.minutes_left(challenge, now=time.time())}
    try:
        get_adapter().send_mail("account/email/login_code", challenge.email, context)
    except (OSError, SMTPException) as error:  # what a mail server says of a refusal names the address
        logger.error("A sign-in code could not be sent: %s.", type(error).__name__)
        return 503, _("We could not send the message just now. Wait a minute, then try again.")
    _keep(request, challenge)
    return 200, ""


def _keep(request: HttpRequest, challenge: Challenge) -> None:
    """In the session, which is short until there is somebody whose session it is."""
    request.session[_CHALLENGE] = challenge.to_session()
    if not request.user.is_authenticated:
        request.session.set_expiry(codes.KEPT_FOR)


def _forget(request: HttpRequest) -> None:
    """The challenge has served, and the session lasts as long as any other."""
    request.session.pop(_CHALLENGE, None)
    request.session.set_expiry(None)


def _code_page(request: HttpRequest, challenge: Challenge, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "email": challenge.email, "minutes": codes.minutes_left(challenge, now=time.time())}
    context["next_path"] = challenge.next_path
    return render(request, "account/enter_code.html", context, status=status)


def _to_the_start(request: HttpRequest) -> HttpResponseRedirect:
    if not request.user.is_authenticated:
        messages.warning(request, _("We no longer have your address here. Enter it, and we will send a new code."))
    return HttpResponseRedirect(_with_next("portal:sign_in", _next(request)))


def _next(request: HttpRequest) -> str:
    return own_path(request.POST.get("next") or request.GET.get("next")) or ""


def _known_address(request: HttpRequest) -> str:
    """What this visitor typed before, to be corrected; or the address they are signed in with."""
    challenge = codes.challenge_from(request.session.get(_CHALLENGE))
    if challenge is not None:
        return challenge.email
    return request.user.email if request.user.is_authenticated else ""


def _place(request: HttpRequest) -> str:
    """The network address of the visitor (of IPv6, the network), or "" when it cannot be told."""
    try:
        return limits.network(get_adapter().get_client_ip(request))
    except (ImproperlyConfigured, PermissionDenied):
        logger.error("The visitor's network address cannot be told; check TRUSTED_PROXY_COUNT.")
        return ""


def _wait_sentence(seconds: int) -> str:
    wait = limits.minutes(seconds)
    return ngettext(
        "Too many tries in a short time. Wait %(minutes)d minute, then try again.",
        "Too many tries in a short time. Wait %(minutes)d minutes, then try again.",
        wait,
    ) % {"minutes": wait}


def _with_next(name: str, next_path: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': next_path})}" if next_path else reverse(name)


_SENTENCES = {
    Answer.WRONG: gettext_lazy("That code is not right. Use the newest message we sent, and check each digit."),
    Answer.EXPIRED: gettext_lazy("That code is too old. Choose “Send the code again” to get a new one."),
    Answer.EXHAUSTED: gettext_lazy("Too many tries with this code. Choose “Send the code again” to get a new one."),
}
