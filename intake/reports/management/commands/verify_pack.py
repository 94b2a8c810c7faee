"""`manage.py verify_pack FILE [--head HASH]`: checks a pack anywhere; asks no database and no network."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intake.reports.checking.packs import check_pack


class Command(BaseCommand):
    help = "Computes everything in a pack of `declaration` again, and names the file and line of what was altered."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP, or the folder it was unpacked into")
        parser.add_argument("--head", default="", metavar="HASH", help="the head as it was signed, to compare")

    def handle(self, *args: Any, file: Path, head: str, **options: Any) -> None:
        if not file.exists():
            raise CommandError(f"There is no file {file}.")
        checked = check_pack(file, head=head)
        for note in checked.notes:
            self.stderr.write(f"Note: {note}")
        for finding in checked.findings:
            self.stderr.write(finding)
        if checked.findings:
            raise CommandError(
                f"This pack is not as it was made: {len(checked.findings)} findings. First: {checked.findings[0]}."
            )
        self.stdout.write(
            f"The pack agrees with itself: {checked.lines:,} lines of the list.\nHead of the chain: {checked.head}"
        )
        if head:
            self.stdout.write("The head is the one that was given.")
        else:
            self.stdout.write("Compare the head with the signed declaration, or add --head.")
