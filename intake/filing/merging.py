"""Answers merged into a draft in one statement, which notices by itself when somebody was quicker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from intake.filing.models import Claim
from intake.filing.states import State

BEGUN_UNDER = "definition"
"""The key of a draft under which it keeps the version of the class definition that it was begun under."""


def merged(claim: Claim, answers: Mapping[str, Any]) -> bool:
    """Whether the answers are in. They are not when the draft in the database is no more as it was fetched."""
    kept = {**claim.draft.get("answers", {}), **answers}
    draft = {**claim.draft, "answers": {key: value for key, value in kept.items() if value is not None}}
    moment = max(timezone.now(), claim.touched_at + timedelta(microseconds=1))
    as_fetched = Claim.objects.filter(pk=claim.pk, state=State.DRAFT, touched_at=claim.touched_at)
    if not as_fetched.update(draft=draft, touched_at=moment):
        return False
    claim.draft, claim.touched_at = draft, moment
    return True
