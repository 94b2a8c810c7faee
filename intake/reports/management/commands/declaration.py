"""`manage.py declaration CAMPAIGN [--out FOLDER] [--interim]`: the pack that goes to the court."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.models import Campaign
from intake.reports.actions import make_pack


class Command(BaseCommand):
    help = (
        "Writes what was sent in a campaign, to whom by number, and what came of it, as one ZIP with a declaration to "
        "complete and sign. `manage.py verify_pack FILE` checks it anywhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", type=int, metavar="CAMPAIGN", help="the number of the campaign")
        parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where to; here, if not said")
        parser.add_argument("--interim", action="store_true", help="although it is not finished; marked on every page")
        parser.add_argument("--by", metavar="EMAIL", help="who does this; without it, the terminal is on record")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(pk=options["campaign"]).select_related("dispatch", "matter").first()
        if campaign is None:
            raise CommandError(f"There is no campaign {options['campaign']}.")
        by = self._user(options["by"])
        try:
            pack = make_pack(
                campaign=campaign, into=options["out"], is_interim=options["interim"], watch=self._say, by=by
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{pack.path}\nLines of the list: {pack.made.lines:,}\nHead of the chain:  {pack.made.head}\n"
            f"SHA-256 of the ZIP: {pack.made.sha256}"
        )

    def _say(self, done: int, of: int) -> None:
        self.stderr.write(f"{done:,} of {of:,} lines")

    def _user(self, email: str | None) -> User | None:
        if email is None:
            return None
        found = User.objects.filter(email__iexact=email, is_staff=True).first()
        if found is None:
            raise CommandError(f"No member of staff has the address {email}.")
        return found
