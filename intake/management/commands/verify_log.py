"""Computes every hash of the log again and names the first broken link."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claimants.matters.models import Matter
from intake.assessments.proof import verify_runs
from intake.campaigns.proof import verify_campaigns
from intake.filing.log import verify
from intake.filing.models import ClaimEvent
from intake.reports.seals import newest_seal, verify_seals


class Command(BaseCommand):
    help = "Computes the hash chains of the log again, and names every event that was altered or removed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="only this matter")
        parser.add_argument(
            "--seal", action="append", default=[], metavar="HEAD",
            help="a head of the seals over attempts, from the log of a worker or from campaign.json of a pack; it must "
            "still be there. May be given more than once.",
        )  # fmt: skip

    def handle(self, *args: Any, slug: str | None, seal: list[str], **options: Any) -> None:
        matter = None
        if slug:
            matter = Matter.objects.filter(slug=slug).first()
            if matter is None:
                raise CommandError(f"There is no matter “{slug}”. `manage.py load_matter FILE` loads one.")
        findings = [*verify(matter), *verify_runs(matter), *verify_campaigns(matter), *verify_seals(seal)]
        self._say_head()
        for finding in findings:
            self.stderr.write(str(finding))
        if findings:
            raise CommandError(f"The log is broken in {len(findings)} places; the first is {findings[0]}.")
        events = ClaimEvent.objects.filter(claim__matter=matter) if matter else ClaimEvent.objects.all()
        self.stdout.write(f"The log is whole: {events.count()} events.")

    def _say_head(self) -> None:
        if newest := newest_seal():
            self.stdout.write(
                f"Head of the seals over attempts: {newest.sha256} (up to number {newest.to_pk}). Write it down "
                "outside this database, and give it with --seal the next time."
            )
