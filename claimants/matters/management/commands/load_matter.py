"""`manage.py load_matter FILE …`: checks matter files and loads them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.actions import load


class Command(BaseCommand):
    help = "Checks matter files and loads them. The same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            try:
                loaded = load(path, at=timezone.now())
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            said = "loaded" if loaded.created else "changed" if loaded.changed else "nothing changed"
            self.stdout.write(f"{loaded.matter.slug}: {said}.")
            for change in loaded.changes:
                self.stdout.write(f"  {change}")
            if loaded.stage_changed:
                self.stdout.write("  Everyone registered must be told of the new stage.")
