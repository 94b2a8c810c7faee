"""The file that comes back from the printer or the post: read twice, in any order, with mistakes in it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions import (
    export_batch,
    owe_paper,
    read_posted,
)
from intake.campaigns.models import Campaign, ForwardingAddress, PostalItem
from intake.campaigns.models.campaigns import CampaignQuerySet
from intake.campaigns.pieces import number_of
from tests.campaigns.listed import administrator_of
from tests.campaigns.printed import FRIDAY, answer, letter, rows, two_owed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_friday() -> Iterator[None]:
    """Letters are given to the printer on it, and what became of them is read four weeks later."""
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def campaign(reviewer: User) -> Campaign:
    return two_owed(reviewer)


@pytest.fixture
def printer(campaign: Campaign) -> User:
    return administrator_of(campaign)


def test_the_printers_file_is_written_down_and_a_second_time_changes_nothing(campaign: Campaign, printer: User) -> None:
    export_batch(campaign=campaign, by=printer)
    lines = [f"{campaign.pk}-1-0,mailed,2026-07-06,,TRACK1", f"{campaign.pk}-2-0,RETURNED,2026-07-06,2026-07-20,"]
    read = answer(campaign, printer, *lines)
    assert (read.changed, read.unchanged, read.problems) == (2, 0, [])
    before = list(PostalItem.objects.values())
    again = answer(campaign, printer, *lines)
    assert (again.changed, again.unchanged, again.remailed) == (0, 2, 0)
    assert list(PostalItem.objects.values()) == before
    assert (letter(1).state, letter(1).tracking) == ("mailed", "TRACK1")
    assert (letter(2).state, letter(2).returned_at) == ("returned", datetime(2026, 7, 20, 7, tzinfo=UTC))


def test_a_forwarding_address_is_mailed_to_once(campaign: Campaign, printer: User) -> None:
    export_batch(campaign=campaign, by=printer)
    columns = "piece,status,mailed_at,returned_at,forward_address_1,forward_city,forward_postcode"
    line = f"{campaign.pk}-1-0,returned,2026-07-06,2026-07-20,5 Elm Street,Reno,89501"
    for expected in (1, 0):
        assert answer(campaign, printer, line, columns=columns).remailed == expected
    again = letter(1, sequence=1)
    assert (again.state, ForwardingAddress.objects.get().postal["city"]) == ("waiting", "Reno")
    row = rows(export_batch(campaign=campaign, by=printer)[1])[0]
    assert (row["piece"], row["name"], row["address_1"]) == (number_of(again), "Person 1", "5 Elm Street")
    assert "Oakland" not in row.values()


def test_what_cannot_be_used_is_named_by_its_line_and_the_rest_counts(campaign: Campaign, printer: User) -> None:
    export_batch(campaign=campaign, by=printer)
    owe_paper(campaign, {3: "Later."})
    read = answer(
        campaign, printer,
        "9-9-9,mailed,2026-07-06,,", f"{campaign.pk}-3-0,mailed,2026-07-06,,", f"{campaign.pk}-1-0,lost,,,",
        f"{campaign.pk}-1-0,mailed,06/07/2026,,", f"{campaign.pk}-1-0,returned,,2026-07-20,",
        f"{campaign.pk}-1-0,returned,2026-07-20,2026-07-06,", f"{campaign.pk}-2-0,mailed,2026-02-31,,",
        f"{campaign.pk}-2-0,mailed,2026-07-06,,",
    )  # fmt: skip
    assert [problem.partition(":")[0] for problem in read.problems] == [f"Line {number}" for number in range(2, 9)]
    assert read.changed == 1
    assert letter(1).state == "exported"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("2026-07-02,", "it was mailed before batch 1 was given to the printer"),
        ("2026-08-01,2026-08-02", "a day in it lies after today"),
        ("2026-07-06,2026-08-01", "a day in it lies after today"),
        ("2026-07-03,2026-07-31", ""),
        ("2026-07-03T05:00:00+00:00,", "it was mailed before batch 1"),
    ],
)
def test_days_are_those_of_the_court_and_lie_between_the_printer_and_today(
    campaign: Campaign, printer: User, days: str, sentence: str
) -> None:
    export_batch(campaign=campaign, by=printer)
    read = answer(campaign, printer, f"{campaign.pk}-1-0,returned,{days},")
    assert bool(read.problems) is bool(sentence)
    assert all(f"Line 2: {sentence}" in problem for problem in read.problems)
    assert letter().state == ("exported" if sentence else "returned")


def test_an_address_to_forward_to_that_is_not_whole_is_told_and_not_mailed_to(
    campaign: Campaign, printer: User
) -> None:
    export_batch(campaign=campaign, by=printer)
    columns = "piece,status,mailed_at,returned_at,forward_city"
    read = answer(campaign, printer, f"{campaign.pk}-1-0,returned,2026-07-06,2026-07-20,Reno", columns=columns)
    assert (letter().state, read.changed, read.remailed) == ("returned", 1, 0)
    assert "Mail it again from the page of letters" in read.problems[0]
    assert PostalItem.objects.count() == 2


def test_a_file_is_read_in_chunks_whatever_its_order(
    campaign: Campaign,
    printer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("intake.campaigns.actions.posted._AT_ONCE", 2)
    owe_paper(campaign, {3: "Later."})
    export_batch(campaign=campaign, by=printer)
    lines = [f"{campaign.pk}-{place}-0,mailed,2026-07-06,,T{place}" for place in (3, 1, 2, 1)]
    read = answer(campaign, printer, "nothing,mailed,,,", *lines, "1-99999999999-0,mailed,,,")
    assert (read.changed, read.unchanged) == (3, 1)
    assert [problem.partition(":")[0] for problem in read.problems] == ["Line 2", "Line 7"]
    assert [item.tracking for item in PostalItem.objects.order_by("place")] == ["T1", "T2", "T3"]


def test_the_campaign_is_held_for_its_log_alone(
    campaign: Campaign, printer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_batch(campaign=campaign, by=printer)
    seen: list[str] = []
    hold = CampaignQuerySet.hold

    def watched(self: CampaignQuerySet, held: Campaign) -> Campaign:
        seen.append(letter().state)
        return hold(self, held)

    monkeypatch.setattr(CampaignQuerySet, "hold", watched)
    answer(campaign, printer, f"{campaign.pk}-1-0,mailed,2026-07-06,,")
    assert seen == ["mailed"]


@pytest.mark.parametrize(
    "file", [b"", b"\xff\xfe\x00", b"who,what\n1,2\n", b'piece,status\n"un', b"piece;status\n1;mailed\n", b"\x00" * 50]
)
def test_a_file_that_is_none_is_a_sentence(campaign: Campaign, printer: User, file: bytes) -> None:
    with pytest.raises(Refused):
        read_posted(campaign=campaign, file=file, by=printer)
