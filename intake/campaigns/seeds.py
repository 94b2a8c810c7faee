"""Mailboxes of our own that get the same message as everybody: at the start, at a tenth, at half, and at the end.

What arrives there, and how, is seen by people who know what to look for. They are in no count: their notices belong to
a dispatch of their own, and their recipients stand behind the last line of the manifest.
"""

from django.conf import settings

from intake.campaigns.models import Campaign
from intake.campaigns.progress import progress_of

ROUNDS = (0.0, 0.1, 0.5, 1.0)
"""At which parts of what is owed each round leaves."""


def seed_addresses() -> list[str]:
    """The mailboxes that the settings name, each once."""
    return list(dict.fromkeys(settings.SEED_MAILBOXES))


def rounds_due(campaign: Campaign) -> int:
    """How many rounds should have left by now."""
    progress = progress_of(campaign)
    done = progress.lines - progress.waiting
    return sum(1 for mark in ROUNDS if done >= progress.lines * mark)


def sample_values(variables: list[str]) -> dict[str, str]:
    """What stands where a person's own words would: nobody's."""
    return {name: f"[{name}]" for name in variables}
