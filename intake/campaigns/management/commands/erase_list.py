"""`manage.py erase_list CAMPAIGN (--line N | --email ADDRESS | --all) --ground GROUND --by EMAIL`: people go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions.erasing import erase_line, erase_list, places_of
from intake.campaigns.models import Campaign
from intake.filing.models import Erasure
from intake.filing.tasks import LATEST_CLOCK


class Command(BaseCommand):
    help = (
        "Erases one person, or everybody, from the list of a campaign. Digests stay, so that what was frozen, approved "
        "and sent can still be proved. This cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", type=int, metavar="CAMPAIGN", help="the number of the campaign")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--line", type=int, metavar="N", help="the line of one person")
        which.add_argument("--email", metavar="ADDRESS", help="every line on which this address stands")
        which.add_argument("--all", action="store_true", help="the whole list")
        parser.add_argument("--ground", required=True, choices=Erasure.Ground.values, help="why")
        parser.add_argument("--reference", default="", metavar="DOCKET", help="the order of the court, if one did")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="who does this: an administrator of the matter"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(pk=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"There is no campaign {options['campaign']}.")
        by = User.objects.filter(email__iexact=options["by"], is_staff=True).first()
        if by is None:
            raise CommandError(f"No member of staff has the address {options['by']}.")
        why = {"ground": options["ground"], "reference": options["reference"], "by": by}
        try:
            said = self._all(campaign, why) if options["all"] else self._lines(campaign, options, why)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(said)

    def _all(self, campaign: Campaign, why: dict[str, Any]) -> str:
        erase_list(campaign=campaign, today=(timezone.now() - LATEST_CLOCK).date(), **why)
        return "Everybody on the list is erased. `manage.py verify_log` still proves its digests."

    def _lines(self, campaign: Campaign, options: dict[str, Any], why: dict[str, Any]) -> str:
        places = places_of(campaign, options["email"]) if options["email"] else [options["line"]]
        if not places:
            raise Refused("This address stands on no line of this list. Look in the other campaigns of the matter.")
        for place in places:
            erase_line(campaign=campaign, place=place, **why)
        return f"Erased: line {', '.join(f'{place:,}' for place in places)}. Look in the other campaigns too."
