"""Reads messages that came back: one from a pipe of the mail server, or all in a Maildir."""

import os
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claimants.common.exceptions import Refused
from intake.notices.actions.reports import act_on_reports
from intake.notices.actions.returns import Returned, hear_returned
from intake.notices.maildirs import READ_AT_MOST, put_away, unseen


class Command(BaseCommand):
    help = "Reads returned messages and complaints, and holds what they prove against addresses."
    requires_system_checks = []  # mail comes back whatever state the pages are in

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--mailbox", type=Path, help="a Maildir; what was read is marked as seen")
        source.add_argument("--stdin", action="store_true", help="one message, from the mail server's pipe")
        parser.add_argument("--delete", action="store_true", help="delete from the Maildir what was read")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = _one() if options["stdin"] else _all_in(options["mailbox"], delete=options["delete"])
            act_on_reports()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as error:
            raise CommandError("The database does not answer. Try again.", returncode=os.EX_TEMPFAIL) from error
        said = "; ".join(f"{what}: {number}" for what, number in sorted(counts.items()))
        self.stdout.write(said or "No message has come back.")


def _one() -> Counter[str]:
    """After a temporary failure the mail server keeps the message, and tries again."""
    return Counter([hear_returned(sys.stdin.buffer.read(READ_AT_MOST)).value])


def _all_in(folder: Path, *, delete: bool) -> Counter[str]:
    """A message is put away once what it says is committed. One that nobody sent for us is never deleted."""
    counts: Counter[str] = Counter()
    for path, raw in unseen(folder):
        done = hear_returned(raw)
        put_away(path, delete=delete and done in {Returned.KEPT, Returned.IGNORED})
        counts[done.value] += 1
    return counts
