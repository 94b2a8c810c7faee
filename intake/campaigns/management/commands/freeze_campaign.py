"""Settles who a campaign writes to, for lists that are too large for a browser."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions import freeze
from intake.campaigns.models import Campaign


class Command(BaseCommand):
    help = "Freezes the recipients of a campaign: from its claims, or from a list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", type=int, help="the number of the campaign")
        parser.add_argument("--list", type=Path, help="the list, for a campaign whose recipients come from one")
        parser.add_argument("--by", required=True, help="the e-mail address of the member of staff who does it")

    def handle(self, *args: Any, campaign: int, list: Path | None, by: str, **options: Any) -> None:
        found = Campaign.objects.filter(pk=campaign).first()
        user = User.objects.filter(email=by.strip().lower()).first()
        if found is None or user is None:
            raise CommandError("There is no such campaign, or nobody with this address.")
        try:
            with ExitStack() as stack:
                upload = stack.enter_context(list.open("rb")) if list else None
                frozen = freeze(campaign=found, by=user, upload=upload)
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{frozen.manifest_rows:,} recipients are frozen as {frozen.manifest_sha256}.")
