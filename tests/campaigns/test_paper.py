"""Letters: owed with a day, given to the printer in numbered batches, and what the post brings back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.actions import (
    batch_again,
    export_batch,
    give_address,
    give_up,
    mail_again,
    overdue,
    owe_paper,
    why_batch_differs,
)
from intake.campaigns.log import details_of, verify_chain
from intake.campaigns.models import Campaign, ForwardingAddress, PostalBatch, PostalItem, Recipient
from intake.campaigns.pieces import safe_cell
from intake.notices.models import NoticeState
from tests.campaigns.listed import POSTAL, administrator_of, lifted, move, notices_of
from tests.campaigns.printed import FRIDAY, answer, bare, letter, rows, two_owed

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


def test_a_letter_is_owed_once_for_a_line(campaign: Campaign) -> None:
    assert owe_paper(campaign, {1: "Again.", 3: "New."}) == 1
    assert PostalItem.objects.count() == 3


def test_a_batch_has_a_number_and_says_who_made_it(campaign: Campaign, printer: User) -> None:
    batch, text = export_batch(campaign=campaign, by=printer)
    assert (batch.number, batch.items, batch.by) == (1, 2, printer)
    first = rows(text)[0]
    assert first["piece"] == f"{campaign.pk}-1-0"
    assert first["code"] == notices_of(campaign)[0].code
    assert (first["name"], first["address_1"], first["postcode"]) == ("Person 1", "1 Main Street", "94607")
    assert {item.state for item in PostalItem.objects.all()} == {"exported"}
    assert batch_again(campaign=campaign, number=1, by=printer) == text
    with pytest.raises(Refused, match="No letter"):
        export_batch(campaign=campaign, by=printer)
    owe_paper(campaign, {3: "Later."})
    assert export_batch(campaign=campaign, by=printer)[0].number == 2


def test_only_who_runs_the_matter_gives_letters_to_the_printer(campaign: Campaign, reviewer: User) -> None:
    with pytest.raises(Refused, match="Your role"):
        export_batch(campaign=campaign, by=reviewer)
    with pytest.raises(Refused, match="Your role"):
        answer(campaign, reviewer, "1-1-0,mailed,2026-07-06,,")
    assert not PostalBatch.objects.exists()


def test_a_line_without_postal_address_is_not_given_to_the_printer(reviewer: User) -> None:
    campaign = bare(reviewer)
    by = administrator_of(campaign)
    batch, _ = export_batch(campaign=campaign, by=by)
    assert batch.items == 1
    assert (letter(1).state, letter(1).batch) == ("waiting", None)
    assert details_of(campaign.events.get())["without_address"] == 1
    with pytest.raises(Refused, match="No letter with a postal address waits for the printer. 1 wait for an address"):
        export_batch(campaign=campaign, by=by)


def test_letters_without_an_address_do_not_block_those_behind_them(
    reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.campaigns.actions.paper._MOST_IN_A_BATCH", 1)
    campaign = bare(reviewer)
    assert export_batch(campaign=campaign, by=administrator_of(campaign))[0].items == 1
    assert letter(2).state == "exported"


@pytest.mark.parametrize("is_given_up", [False, True])
def test_a_letter_without_an_address_is_given_one(reviewer: User, is_given_up: bool) -> None:
    campaign = bare(reviewer)
    by = administrator_of(campaign)
    if is_given_up:
        give_up(item=letter(1), reason="Two registers.", by=by)
    with pytest.raises(Refused, match="Give the address that the letter should go to"):
        give_address(item=letter(1), postal={"address_1": "5 Elm Street", "city": " ", "country": "US"}, by=by)
    with pytest.raises(Refused, match="Your role"):
        give_address(item=letter(1), postal=POSTAL, by=reviewer)
    found = give_address(item=letter(1), postal={**POSTAL, "address_2": " "}, by=by)
    assert (found.state, ForwardingAddress.objects.get().postal) == ("waiting", POSTAL)
    with pytest.raises(Refused, match="has an address already"):
        give_address(item=letter(1), postal=POSTAL, by=by)
    with pytest.raises(Refused, match="has an address already"):
        give_address(item=letter(2), postal=POSTAL, by=by)
    assert {row["name"] for row in rows(export_batch(campaign=campaign, by=by)[1])} == {"Person 1", "Person 2"}
    assert campaign.events.filter(kind="letter_addressed").count() == 1


def test_of_somebody_erased_no_address_is_kept(reviewer: User) -> None:
    campaign = bare(reviewer)
    with lifted():
        Recipient.objects.filter(place=1).delete()
    with pytest.raises(Refused, match="was erased"):
        give_address(item=letter(1), postal=POSTAL, by=administrator_of(campaign))


def test_a_person_who_was_given_up_and_found_is_mailed_to_again(campaign: Campaign, printer: User) -> None:
    export_batch(campaign=campaign, by=printer)
    answer(campaign, printer, f"{campaign.pk}-1-0,returned,2026-07-06,2026-07-20,")
    give_up(item=letter(), reason="Two registers.", by=printer)
    assert mail_again(item=letter(), postal=POSTAL, by=printer).sequence == 1


def test_a_batch_taken_again_is_the_one_on_record_whatever_became_known_since(
    campaign: Campaign, printer: User
) -> None:
    batch, text = export_batch(campaign=campaign, by=printer)
    answer(campaign, printer, f"{campaign.pk}-1-0,returned,2026-07-06,2026-07-20,")
    mail_again(item=letter(), postal={**POSTAL, "city": "Reno"}, by=printer)
    second, moved = export_batch(campaign=campaign, by=printer)
    assert [row["city"] for row in rows(moved)] == ["Reno"]
    for number, as_given in ((batch.number, text), (second.number, moved)):
        again = batch_again(campaign=campaign, number=number, by=printer)
        assert again == as_given
        assert why_batch_differs(campaign=campaign, number=number, text=again) == ""
    assert "Tell an engineer" in why_batch_differs(campaign=campaign, number=1, text=moved)


def test_a_batch_of_which_somebody_was_erased_says_so(campaign: Campaign, printer: User) -> None:
    export_batch(campaign=campaign, by=printer)
    with lifted():
        Recipient.objects.filter(place=1).delete()
    again = batch_again(campaign=campaign, number=1, by=printer)
    assert [row["name"] for row in rows(again)] == ["Person 2"]
    assert "1 of its 2 letters was erased" in why_batch_differs(campaign=campaign, number=1, text=again)


def test_the_code_on_a_letter_is_confirmed_once_it_was_printed(
    campaign: Campaign, printer: User, client: Client
) -> None:
    first, second, third = notices_of(campaign)
    move(first, NoticeState.FAILED)
    move(second, NoticeState.ACCEPTED, accepted_at=FRIDAY)
    assert "We have not sent a message with this code" in _verified(client, first.code)
    export_batch(campaign=campaign, by=printer)
    assert "As a letter, given to our printer</dt>" in _verified(client, first.code)
    assert "July 3, 2026" in _verified(client, first.code)
    assert "<dt>Sent" not in _verified(client, first.code)
    assert "<dt>Sent</dt>" in _verified(client, second.code)
    assert "As a letter" in _verified(client, second.code)
    assert "We have not sent a message with this code" in _verified(client, third.code)


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n@"])
def test_no_cell_is_a_formula(begins: str) -> None:
    cell = safe_cell(f'{begins}HYPERLINK("http://example.org")\x00')
    assert cell.startswith("'")
    assert not set("\r\n\x00\t") & set(cell)
    assert safe_cell("12 Elm St") == "12 Elm St"


def test_a_letter_that_came_back_is_searched_for_or_given_up_with_a_reason(campaign: Campaign, printer: User) -> None:
    with pytest.raises(Refused, match="Only a letter that came back"):
        mail_again(item=letter(), postal=POSTAL, by=printer)
    export_batch(campaign=campaign, by=printer)
    answer(
        campaign,
        printer,
        f"{campaign.pk}-1-0,returned,2026-07-06,2026-07-20,",
        f"{campaign.pk}-2-0,returned,2026-07-06,,",
    )
    with pytest.raises(Refused, match="Give the address"):
        mail_again(item=letter(), postal={"address_1": " "}, by=printer)
    assert mail_again(item=letter(), postal=POSTAL, by=printer).sequence == 1
    with pytest.raises(Refused, match="It is owed once more already"):
        mail_again(item=letter(), postal={**POSTAL, "city": "Reno"}, by=printer)
    assert ForwardingAddress.objects.get().postal["city"] == "Oakland"
    with pytest.raises(Refused, match="Say how"):
        give_up(item=letter(2), reason="", by=printer)
    assert give_up(item=letter(2), reason="Skip trace found nobody.", by=printer).state == "exhausted"
    answer(campaign, printer, f"{campaign.pk}-2-0,mailed,2026-07-06,,")
    assert letter(2).state == "exhausted"


def test_a_letter_is_overdue_after_its_working_days(campaign: Campaign, printer: User) -> None:
    due = letter().due_at
    assert due == datetime(2026, 7, 18, 6, 59, 59, tzinfo=UTC)
    assert list(overdue(campaign, due)) == []
    assert len(overdue(campaign, due + timedelta(seconds=1))) == 2
    export_batch(campaign=campaign, by=printer)
    answer(campaign, printer, f"{campaign.pk}-1-0,mailed,2026-07-06,,")
    assert [item.place for item in overdue(campaign, due + timedelta(days=1))] == [2]


def test_a_batch_is_never_changed(campaign: Campaign, printer: User) -> None:
    batch, _ = export_batch(campaign=campaign, by=printer)
    batch.items = 99
    with pytest.raises(Exception, match="frozen"), transaction.atomic():
        batch.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostalItem.objects.create(campaign=campaign, place=7, state="exported")


def test_every_act_on_letters_is_in_the_log_of_the_campaign(campaign: Campaign, printer: User) -> None:
    export_batch(campaign=campaign, by=printer)
    for place in (1, 2):
        answer(campaign, printer, f"{campaign.pk}-{place}-0,returned,2026-07-06,2026-07-20,")
    mail_again(item=letter(), postal=POSTAL, by=printer)
    give_up(item=letter(2), reason="Nobody knows where they went.", by=printer)
    events = list(campaign.events.all())
    assert [event.kind for event in events] == [
        "letters_exported", "letters_reported", "letters_reported", "letter_mailed_again", "letter_given_up",
    ]  # fmt: skip
    assert {event.actor for event in events} == {printer}
    assert not any(word in event.text for event in events for word in ("Main", "Oakland", "Person", "Nobody"))
    campaign.refresh_from_db()
    assert list(verify_chain(campaign)) == []


def _verified(client: Client, code: str) -> str:
    return client.post("/notices/verify/", {"code": code}).content.decode()
