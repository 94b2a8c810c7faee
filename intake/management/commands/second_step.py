"""Prints the six digits of the second step for a demonstration account, for who has no authenticator app at hand."""

import time
from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SECONDS_A_STEP = 30


class Command(BaseCommand):
    help = "Prints the six digits for a demonstration account. For development alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if not getattr(settings, "DEV_MAIL", False):
            raise CommandError("This is for development alone.")
        found = Authenticator.objects.filter(user__email=email.lower(), type=Authenticator.Type.TOTP).first()
        if found is None:
            raise CommandError(f"{email} has no second step. `manage.py seed_demo` makes the demonstration's staff.")
        self.stdout.write(digits_now(decrypt(found.data["secret"])))


def digits_now(secret: str) -> str:
    """The six digits that an authenticator app with this secret shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // SECONDS_A_STEP))
