"""What people do at the door, step by step, as a browser would."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from claimants.people.actions import set_second_factor
from claimants.people.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_CODE = re.compile(r"^ {4}(\d{4} \d{4})$", re.MULTILINE)


def ask_for_code(client: Client, email: str, next_path: str = "") -> str:
    """Asks at the door and returns the code that came."""
    response = client.post("/sign-in/", {"email": email, "next": next_path})
    assert response.status_code == 302, response.content.decode()
    return newest_code()


def newest_code() -> str:
    found = _CODE.search(mail.outbox[-1].body)
    assert found
    return found[1]


def sign_in(client: Client, email: str, next_path: str = "") -> str:
    """Goes through the door and returns where it leads."""
    response = client.post("/sign-in/code/", {"code": ask_for_code(client, email, next_path)})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def with_app(user: User) -> User:
    """The member of staff, with an authenticator app set up."""
    set_second_factor(user=user, secret=SECRET, by=None)
    return user


def app_code(secret: str = SECRET, *, seconds_from_now: int = 0) -> str:
    """What the app shows."""
    return format_hotp_value(hotp_value(secret, (int(time.time()) + seconds_from_now) // 30))


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200
