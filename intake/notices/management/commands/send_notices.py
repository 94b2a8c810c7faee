"""What the worker does for notices, in the foreground."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from intake.notices import actions

BETWEEN_SWEEPS = 5.0


class Command(BaseCommand):
    help = "Owes what has come due, returns what lost workers held, and sends what is due."
    requires_system_checks = []  # mail goes out whatever state the pages are in

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing more is due")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            actions.owe_due()
            actions.reap()
            counts = actions.send_due()
            if counts or options["once"]:
                self.stdout.write(_sentence(counts))
            if options["once"]:
                return
            time.sleep(BETWEEN_SWEEPS)


def _sentence(counts: dict[str, int]) -> str:
    if not counts:
        return "Nothing was due."
    return "; ".join(f"{name.replace('_', ' ')}: {number}" for name, number in sorted(counts.items()))
