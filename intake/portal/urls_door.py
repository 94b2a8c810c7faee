"""Addresses of the door and the account page: ours under `portal:`, and the names that allauth looks for."""

from allauth.mfa.base.views import authenticate
from django.urls import URLPattern, path

from intake.portal.views import account, door

urlpatterns: list[URLPattern] = [
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-in/code/", door.enter_code, name="enter_code"),
    path("sign-in/code/again/", door.send_code_again, name="send_code_again"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("account/", account.account_detail, name="account"),
    path("account/language/", account.choose_language, name="choose_language"),
    path("account/sign-out-everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
]

# allauth finds these by name, outside any namespace. No other page of allauth is mounted.
allauth_names: list[URLPattern] = [
    path("sign-in/", door.sign_in, name="account_login"),
    path("sign-in/closed/", door.closed, name="account_inactive"),
    path("sign-in/passkey/", door.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-in/second-step/", authenticate, name="mfa_authenticate"),
    path("account/", account.account_detail, name="mfa_index"),
    path("account/", account.account_detail, name="mfa_list_webauthn"),
    path("account/passkeys/add/", account.passkey_add, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", account.passkey_remove, name="mfa_remove_webauthn"),
    path("account/second-step/", account.second_step_set_up, name="mfa_activate_totp"),
]
