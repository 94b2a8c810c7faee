"""`manage.py assess SLUG < facts.json`: what the class definition says of given facts, criterion by criterion."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.eligibility.evaluator import Compiled, Explanation
from claimants.eligibility.facts import FactError, flatten
from claimants.matters.definitions import compiled, definition_in_force, definition_numbered
from claimants.matters.json_lines import Line, read_objects
from claimants.matters.models import Matter


class Command(BaseCommand):
    help = "Reads facts as one JSON object, or one a line, and prints what the class definition says of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--definition", type=int, metavar="N", help="a version other than the one in force")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DAY", help="the day of signing, if the facts do not say it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        law, signed_on = self._law(options["slug"], options["definition"], options["on"])
        mistakes = 0
        for line in read_objects(sys.stdin.buffer):
            try:
                self.stdout.write(_result(law, line, signed_on))
            except (FactError, ValueError) as error:
                mistakes += 1
                self.stderr.write(f"line {line.number}: {error}")
        if mistakes:
            raise CommandError(f"{mistakes} of the inputs could not be read; see above.")

    def _law(self, slug: str, version: int | None, on: date | None) -> tuple[Compiled, str]:
        matter = Matter.objects.filter(slug=slug).first()
        if matter is None:
            loaded = ", ".join(Matter.objects.values_list("slug", flat=True)) or "none; run load_matter first"
            raise CommandError(f"No matter is called {slug!r}. Loaded: {loaded}.")
        try:
            definition = definition_numbered(matter, version) if version else definition_in_force(matter)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        return compiled(definition), (on or _today(matter)).isoformat()


def _today(matter: Matter) -> date:
    now: datetime = timezone.now()
    return now.astimezone(ZoneInfo(matter.file.court_time_zone)).date()


def _result(law: Compiled, line: Line, signed_on: str) -> str:
    if line.mistake:
        raise ValueError(line.mistake)
    facts = {"signed_on": signed_on, **line.facts}
    return json.dumps(_as_json(law.explain(flatten(facts, law.definition))), ensure_ascii=False)


def _as_json(explanation: Explanation) -> dict[str, Any]:
    """`flags` are those that are raised; `flags_unknown` those that cannot be told."""
    return {
        "outcome": explanation.outcome.value,
        "criteria": [
            {"id": one.id, "kind": one.kind, "result": one.result.value, "sentence": one.sentence, "cite": one.cite}
            for one in explanation.criteria
        ],
        "flags": list(_flags(explanation.flags)),
        "flags_unknown": list(_flags(explanation.flags_unknown)),
    }


def _flags(flags: Any) -> Iterator[dict[str, str]]:
    for flag in flags:
        yield {"id": flag.id, "result": flag.result.value, "sentence": flag.sentence}
