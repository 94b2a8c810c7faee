"""`manage.py check_matter FILE …`: checks matter files and touches no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claimants.matters.files import checked
from claimants.matters.problems import MatterFileError
from claimants.matters.reading import read_file


class Command(BaseCommand):
    help = "Checks matter files, without a database. Every problem has its line, its key and what to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for path in options["files"]:
            try:
                checked(read_file(path), at=timezone.now())
            except MatterFileError as error:
                self.stderr.write(str(error))
                problems += len(error.problems)
            else:
                self.stdout.write(f"{path.name}: no problems.")
        if problems:
            raise CommandError(f"{problems} problem{'s' if problems > 1 else ''} found.")
