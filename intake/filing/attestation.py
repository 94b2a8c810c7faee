"""The exact words a person signs: who, about which matter, every question with its answer, and the statement."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from claimants.matters.questions import Questionnaire
from claimants.matters.wording import date_in_words, in_words
from intake.filing.events import canonical_text
from intake.filing.models import Capacity, Claim


def statement(claim: Claim, *, inside_us: bool) -> str:
    """The confirmation or declaration of the claim's matter, in the variant of where the signer is."""
    return claim.matter.file.attestation.words(inside_us=inside_us)


def signed_text(
    claim: Claim,
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    *,
    typed_name: str,
    inside_us: bool,
    at: datetime,
) -> str:
    """What is signed, as plain text: shown before signing, frozen after, printed in the receipt."""
    matter = claim.matter.file
    local = at.astimezone(ZoneInfo(matter.court_time_zone))
    lines = [
        f"{claim.words.thing.capitalize()} {claim.reference}",
        f"{matter.caption}, {matter.court}, No. {matter.number}",
        f"Signed {Capacity(claim.capacity).label}",
        "",
    ]
    for question in questionnaire.shown(answers):
        lines += [question.label, _set_in(in_words(question, answers.get(question.id))), ""]
    lines += [
        statement(claim, inside_us=inside_us),
        "",
        f"Signed by typing the name: {typed_name}",
        f"Date: {date_in_words(local.date())}, {local:%H:%M} {local.tzname()}",
    ]
    return "\n".join(lines)


def payload_digest(salt: str, answers: Mapping[str, Any], text: str, typed_name: str, facts: Mapping[str, Any]) -> str:
    """What ties a submission, and the event that records it, to its payload and facts, and tells nothing of them."""
    whole = canonical_text(answers=answers, text=text, typed_name=typed_name, facts=facts)
    return hashlib.sha256(f"{salt}\n{whole}".encode()).hexdigest()


def _set_in(answer: str) -> str:
    """Every line of it, so that no answer can pass for the statement or the signature below it."""
    return "\n".join(f"    {line}" for line in answer.splitlines())
