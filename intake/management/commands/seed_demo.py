"""Fills a development database with staff, and with registrations and claims in every state."""

from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from claimants.matters.models import Matter
from claimants.people.actions import open_account, set_second_factor
from claimants.people.models import Role, RoleGrant, User
from intake.demonstration import people_and_claims
from intake.filing.models import Claim

STAFF = {
    "anna.reviewer": Role.REVIEWER,
    "ben.reviewer": Role.REVIEWER,
    "sam.supervisor": Role.SUPERVISOR,
    "alex.auditor": Role.AUDITOR,
    "robin.administrator": Role.ADMINISTRATOR,
}


class Command(BaseCommand):
    help = "Makes demonstration staff, registrations and claims, through the same acts as people do. Once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEV_MAIL", False):
            raise CommandError("This is for development alone: its staff's second step is printed on the screen.")
        if Claim.objects.exists() or User.objects.filter(is_staff=True).exists():
            self.stdout.write("The demonstration is there already.")
            return
        with transaction.atomic():
            secrets = {name: generate_totp_secret() for name in STAFF}
            staff = {name: _hire(name, role, secrets[name]) for name, role in STAFF.items()}
            made = people_and_claims(staff)
        (settings.VAR_DIR / "demo.txt").write_text(_logins(secrets))
        self.stdout.write(f"The demonstration is there: {made} registrations and claims.")


def _hire(name: str, role: Role, secret: str) -> User:
    user = open_account(email=_address(name), language="en")
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    for matter in Matter.objects.all():
        RoleGrant.objects.create(user=user, matter=matter, role=role)
    set_second_factor(user=user, secret=secret, by=None)
    return user


def _address(name: str) -> str:
    return f"{name}@counsel.example.org"


def _logins(secrets: dict[str, str]) -> str:
    """What the terminal shows: the code comes by mail, the second step from an app that knows the secret."""
    width = max(len(_address(name)) for name in secrets)
    lines = [f"    {_address(name):<{width}}  {secret}" for name, secret in secrets.items()]
    return "\n".join(
        [
            "  Staff sign in at /desk/ with a code by e-mail (read it at /dev/mail/) and a second step.",
            "  Put a secret below into an authenticator app, or run `manage.py second_step ADDRESS`:",
            *lines,
            "  Claimants sign in with any address, for example claimant1@example.org.",
            "",
        ]
    )
