"""`manage.py replay CLAIM --as-of MOMENT`: what the definition in force then says of the facts filed by then."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.common.references import normalise
from intake.assessments.replay import Replay, replay
from intake.filing.models import Claim


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no moment; write 2026-03-01T12:00+00:00, or 2026-03-01.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Judges a claim as it stood at a moment, and says whether that is what was on record then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("claim", help="its reference")
        parser.add_argument("--as-of", type=_moment, metavar="MOMENT", help="UTC unless it says otherwise; else now")

    def handle(self, *args: Any, **options: Any) -> None:
        claim = Claim.objects.with_matter().filter(reference=normalise(options["claim"]) or "").first()
        if claim is None:
            raise CommandError(f"There is no claim {options['claim']}. Check its reference.")
        try:
            found = replay(claim, options["as_of"] or timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(json.dumps(_as_json(found), ensure_ascii=False))
        if not found.agrees:
            raise CommandError("This is not what was on record then. Run verify_log, and find out why.")


def _as_json(found: Replay) -> dict[str, Any]:
    return {
        "claim": found.claim.reference,
        "as_of": found.at.isoformat(),
        "definition": found.definition.version,
        "definition_sha256": found.definition.sha256,
        "judged_by": found.judged_by.version,
        "facts_version": found.facts.version,
        "outcome": found.judgement.outcome.value,
        "fail_mask": found.judgement.fail_mask,
        "unknown_mask": found.judgement.unknown_mask,
        "flag_mask": found.judgement.flag_mask,
        "recorded_at": found.recorded.at.isoformat(),
        "agrees": found.agrees,
        "criteria": [
            {"id": one.id, "result": one.result.value, "sentence": one.sentence, "cite": one.cite}
            for one in found.explanation.criteria
        ],
    }
