"""What the tests of letters share: the day on which they are printed, and the file that comes back."""

import csv
import io
from datetime import UTC, datetime, timedelta

import time_machine

from claimants.people.models import User
from intake.campaigns.actions import (
    owe_paper,
    read_posted,
)
from intake.campaigns.models import Campaign, PostalItem, Recipient
from tests.campaigns.listed import lifted, running

COLUMNS = "piece,status,mailed_at,returned_at,tracking"
FRIDAY = datetime(2026, 7, 3, 18, 0, tzinfo=UTC)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def answer(campaign: Campaign, by: User, *lines: str, columns: str = COLUMNS) -> object:
    with time_machine.travel(FRIDAY + timedelta(days=28), tick=False):
        return read_posted(campaign=campaign, file="\n".join([columns, *lines]).encode(), by=by)


def two_owed(by: User) -> Campaign:
    """Three people without an e-mail address; letters to the first two are owed since the Friday."""
    campaign = running(by, [[], [], []])
    assert owe_paper(campaign, {1: "No address.", 2: "No address."}, now=FRIDAY) == 2
    return campaign


def bare(by: User) -> Campaign:
    """A letter to somebody whose address is not whole, and behind it one to somebody else."""
    campaign = running(by, [[], []])
    with lifted():
        Recipient.objects.filter(place=1).update(postal={"city": "Oakland"})
    assert owe_paper(campaign, {1: "No address.", 2: "No address."}) == 2
    return campaign


def letter(place: int = 1, sequence: int = 0) -> PostalItem:
    return PostalItem.objects.get(place=place, sequence=sequence)
