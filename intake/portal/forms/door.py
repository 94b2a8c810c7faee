"""Forms of the door and of the account page. Errors are sentences for the person at the door."""

import logging
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from claimants.people.addresses import normalise
from claimants.people.limits import SECOND_STEPS_OF_A_USER, minutes, wait_for

logger = logging.getLogger(__name__)

_CODE_REMEMBERED_FOR = 120
_PASSKEY_FAILED = _("That passkey did not work here. Sign in with a code by e-mail instead.")
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class AddressForm(forms.Form):
    """Where to send the code."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=320,
        error_messages={
            "required": _("Enter your e-mail address."),
            "max_length": _("That is too long for an e-mail address. Check it for mistakes."),
        },
        widget=forms.EmailInput(
            attrs={
                "class": "form-control",
                "autocomplete": "email",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    def clean_email(self) -> str:
        address = normalise(self.cleaned_data["email"])
        if address is None:
            raise forms.ValidationError(_("Enter an e-mail address in full, such as name@example.com."))
        return address


class CodeForm(forms.Form):
    """The code from the message. What it is worth is judged by `claimants.people.codes`."""

    code = forms.CharField(
        label=_("The code from the message"),
        max_length=64,
        help_text=_("Eight digits. A space between them does not matter."),
        error_messages={
            "required": _("Enter the code from the message."),
            "max_length": _("That is too long. The code has eight digits."),
        },
        widget=forms.TextInput(
            attrs={
                "class": "form-control code-input",
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
            }
        ),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of this site and of what we send you"),
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Choose one of the languages in the list."),
        },
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


class SecondStepForm(AuthenticateForm):
    """The app's code, for staff. It fails closed: without the cache a code could be used twice."""

    code = forms.CharField(
        label=_("The code from your authenticator app"),
        max_length=64,
        error_messages={"required": _("Enter the code that your app shows.")},
        widget=CodeForm.base_fields["code"].widget,
    )

    def clean_code(self) -> str:
        _check_second_steps(self.user.pk)
        try:
            return self._clean_unused_code()
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("That code is not right, or was used before. Wait for the next one and try again.")
            ) from error
        except Exception as error:  # every cache fails with exceptions of its own
            logger.exception("A second step could not be checked.")
            raise forms.ValidationError(
                _("We cannot check the second step right now. Try again in a few minutes.")
            ) from error

    def _clean_unused_code(self) -> str:
        code = str(super().clean_code())
        figures = "".join(code.split())
        if not cache.add(f"second-step:{self.user.pk}:{figures}", 1, timeout=_CODE_REMEMBERED_FOR):
            raise forms.ValidationError("used")
        return code


class SecondStepPasskeyForm(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        _check_second_steps(self.user.pk)
        return _or_sentence(super().clean_credential, _("That passkey did not work. Use your app's code."))


class PasskeySignInForm(LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return _or_sentence(super().clean_credential, _PASSKEY_FAILED)


class PasskeyForm(AddWebAuthnForm):
    """A new passkey. It always asks the device for a PIN, a face or a finger."""

    name = forms.CharField(
        label=_("A name for it"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again, such as “my phone”."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return _or_sentence(super().clean, _("Your device did not make a passkey. Nothing has changed."))


class SecondStepSetUpForm(ActivateTOTPForm):
    code = forms.CharField(
        label=_("The code that the app now shows"),
        max_length=64,
        error_messages={"required": _("Enter the code that your app shows.")},
        widget=CodeForm.base_fields["code"].widget,
    )

    def clean_code(self) -> str:
        _check_second_steps(self.user.pk)
        return _or_sentence(
            super().clean_code, _("That code is not right. Check the time on your phone, and try the next one.")
        )


def _check_second_steps(user_id: int) -> None:
    wait = wait_for(SECOND_STEPS_OF_A_USER, str(user_id))
    if wait:
        raise forms.ValidationError(
            ngettext(
                "Too many tries. Wait %(minutes)d minute and try again.",
                "Too many tries. Wait %(minutes)d minutes and try again.",
                minutes(wait),
            )
            % {"minutes": minutes(wait)}
        )


def _or_sentence(clean: Any, sentence: Any) -> Any:
    """What `clean` returns; its refusals, and whatever hostile input breaks in it, become one sentence."""
    try:
        return clean()
    except (forms.ValidationError, *_MALFORMED) as error:
        raise forms.ValidationError(sentence) from error
