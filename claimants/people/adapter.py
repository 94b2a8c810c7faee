"""How allauth behaves here: e-mail only, own paths only, a second step for staff alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from claimants.people.addresses import own_path
from claimants.people.models import User
from claimants.people.seals import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """`User.email` is the one address of an account, so allauth's own table of addresses stays empty."""

    def get_login_stages(self) -> list[str]:
        return ["claimants.people.stages.StaffSecondStep"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made at the door, when a code is proved, and nowhere else."""
        return False

    def is_safe_url(self, url: str) -> bool:
        return own_path(url) is not None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        place = settings.STAFF_REDIRECT_URL if request.user.is_staff else settings.LOGIN_REDIRECT_URL
        return resolve_url(place)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever must prove themselves again goes through the door again."""
        return []

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Plain text; marked so that no holiday reply comes back."""
        self.render_mail(template_prefix, email, context, headers={"Auto-Submitted": "auto-generated"}).send()

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        address = email or getattr(user, "email", "")
        if address:
            self.send_mail(template_prefix, address, context or {})


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not work. Try again."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A member of staff keeps at least one second factor."""
        user = authenticator.user
        if not isinstance(user, User) or not user.is_staff:
            return True
        return Authenticator.objects.filter(user_id=user.pk).exclude(pk=authenticator.pk).exists()
