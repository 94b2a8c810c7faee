"""The account page of whoever is signed in: address, language, passkeys, second step, sessions."""

from collections.abc import Callable

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn, remove_webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claimants.people import actions
from claimants.people.access import SignedInRequest, fresh_sign_in_required
from claimants.people.addresses import own_path
from intake.portal.forms.door import LanguageForm


@never_cache
@login_required
@require_safe
def account_detail(request: SignedInRequest) -> HttpResponse:
    return _page(request, LanguageForm(initial={"language": request.user.language}))


@never_cache
@login_required
@require_POST
def choose_language(request: SignedInRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    actions.choose_language(language=form.cleaned_data["language"], by=request.user)
    messages.success(request, _("Your language is saved."))
    response = redirect("portal:account")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        form.cleaned_data["language"],
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@never_cache
@login_required
@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    actions.sign_out_everywhere(user=request.user)
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def passkey_add(request: HttpRequest) -> HttpResponse:
    return _set_up(request, Authenticator.Type.WEBAUTHN, add_webauthn)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    authenticator = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not get_mfa_adapter().can_delete_authenticator(authenticator):
        messages.error(request, _("This is your only second step. Set up another before you remove it."))
        return redirect("portal:account")
    return remove_webauthn(request, pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def second_step_set_up(request: HttpRequest) -> HttpResponse:
    """For staff alone: an app on their phone that shows a code. It can be set up once; see `people.actions`."""
    if not request.user.is_staff:
        raise Http404
    next_path = own_path(request.GET.get("next"))
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
        return redirect(next_path or "portal:account")
    response = _set_up(request, Authenticator.Type.TOTP, activate_totp)
    return redirect(next_path) if next_path and response.status_code == 302 else response


def _set_up(
    request: HttpRequest, kind: Authenticator.Type, view: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """Whoever has just set up a second step has thereby shown it."""
    those = Authenticator.objects.filter(user=request.user, type=kind)
    before = those.count()
    response = view(request)
    if those.count() > before:
        record_authentication(request, request.user, method="mfa", type=kind.value, enrolled=True)
    return response


def _page(request: SignedInRequest, form: LanguageForm) -> HttpResponse:
    authenticators = Authenticator.objects.filter(user=request.user).order_by("created_at")
    context = {
        "form": form,
        "languages": settings.LANGUAGES,
        "passkeys": [a for a in authenticators if a.type == Authenticator.Type.WEBAUTHN],
        "app": next((a for a in authenticators if a.type == Authenticator.Type.TOTP), None),
    }
    return render(request, "account/account_detail.html", context)
