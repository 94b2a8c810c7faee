"""The letters of a campaign: to the printer, back, followed up, given an address or given up."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from claimants.people.models import User
from intake.campaigns.actions import owe_paper
from intake.campaigns.letters import zone_of
from intake.campaigns.models import Campaign, PostalItem, Recipient
from tests.campaigns.listed import administrator_of, lifted, running
from tests.desk.campaigns import at
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.factories import UserFactory

SignedIn = Callable[[User], Client]
PEOPLE = [[f"person{number}@example.org"] for number in range(5)]


@pytest.fixture
def campaign(db: None) -> Campaign:
    return running(UserFactory.create(staff=True), PEOPLE)


@pytest.fixture
def client(campaign: Campaign, signed_in: SignedIn) -> Client:
    return signed_in(administrator_of(campaign))


def test_letters_go_to_the_printer_come_back_and_are_followed_up(campaign: Campaign, client: Client) -> None:
    owe_paper(campaign, {1: "No address.", 2: "No address."})
    PostalItem.objects.filter(place=2).update(due_at=timezone.now() - timezone.timedelta(days=1))
    page = words_of(client.get(at(campaign, "letters/")))
    assert "1 letter should be in the mail by now and is not." in page
    assert "Batch 1 has 2 letters." in said(client.post(at(campaign, "letters/export/")))
    assert "No letter with a postal address waits" in said(client.post(at(campaign, "letters/export/")))
    assert b"1 Main Street" in client.get(at(campaign, "letters/batches/1.csv")).content
    assert "There is no batch 9" in said(client.get(at(campaign, "letters/batches/9.csv")))
    day = timezone.now().astimezone(zone_of(campaign)).date()
    text = f"piece,status,mailed_at,returned_at\n{campaign.pk}-1-0,returned,{day},{day}\nX,mailed,,\n"
    page = words_of(client.post(at(campaign, "letters/read/"), {"report": SimpleUploadedFile("r.csv", text.encode())}))
    assert "1 letters changed, 0 stood so already" in page
    assert "Line 3: “X” is no letter of this campaign." in page
    letter = PostalItem.objects.get(place=1)
    assert "Give this part of the address: city." in words_of(client.post(at(campaign, f"letters/{letter.pk}/again/")))
    moved = {"address_1": "2 Side Street", "city": "Reno", "country": "US"}
    assert "owed once more" in said(client.post(at(campaign, f"letters/{letter.pk}/again/"), moved))
    assert PostalItem.objects.filter(place=1).count() == 2


def test_a_letter_that_waits_for_an_address_is_given_one_or_given_up(campaign: Campaign, client: Client) -> None:
    with lifted():
        Recipient.objects.filter(place__lte=2).update(postal={})
    owe_paper(campaign, dict.fromkeys(range(1, 4), "No address."))
    first, second, _ = PostalItem.objects.order_by("place")
    page = words_of(client.get(at(campaign, "letters/")))
    assert "2 letters have no whole postal address." in page
    assert "Give 1 letter to the printer" in page
    assert "2 wait for an address: give it to them below." in said(client.post(at(campaign, "letters/export/")))
    client.post(at(campaign, f"letters/{second.pk}/give-up/"), {"reason": "Two registers."})
    shown = client.get(at(campaign, "letters/"))
    for letter in (first, second):
        assert f"letters/{letter.pk}/address/" in shown.content.decode()
        given = {"name": "Ana López", "address_1": "2 Side Street", "city": "Reno", "country": "US"}
        assert "has an address" in said(client.post(at(campaign, f"letters/{letter.pk}/address/"), given))
    assert "Batch 2 has 2 letters." in said(client.post(at(campaign, "letters/export/")))
    assert b"Ana L\xc3\xb3pez,2 Side Street" in client.get(at(campaign, "letters/batches/2.csv")).content
    log = words_of(client.get(at(campaign, "log/")))
    assert "gave 1 letters to the printer as batch 1; 2 wait for an address" in log
    assert "gave the letter of line 1 an address" in log


def test_a_batch_of_which_somebody_was_erased_says_so_in_its_name_and_on_the_next_page(
    campaign: Campaign, client: Client
) -> None:
    owe_paper(campaign, {1: "No address.", 2: "No address."})
    client.post(at(campaign, "letters/export/"))
    assert "not-as-printed" not in client.get(at(campaign, "letters/batches/1.csv"))["Content-Disposition"]
    with lifted():
        Recipient.objects.filter(place=1).delete()
    assert "batch-1-not-as-printed.csv" in client.get(at(campaign, "letters/batches/1.csv"))["Content-Disposition"]
    assert "the data behind 1 of its 2 letters was erased since" in words_of(client.get(at(campaign, "letters/")))


def test_the_page_of_letters_says_why_none_goes_to_the_printer_yet(campaign: Campaign, client: Client) -> None:
    owe_paper(campaign, {1: "No address."})
    for state, words in (("approved", "it is started, before"), ("cancelled", "was cancelled, so no letter")):
        Campaign.objects.update(state=state)
        page = words_of(client.get(at(campaign, "letters/")))
        assert words in page
        assert "to the printer</button>" not in client.get(at(campaign, "letters/")).content.decode()
        assert words in said(client.post(at(campaign, "letters/export/")))


def test_a_person_who_is_not_found_is_given_up_with_a_reason(campaign: Campaign, client: Client) -> None:
    owe_paper(campaign, {1: "No address."})
    letter = PostalItem.objects.get()
    assert "Say how you searched" in words_of(client.post(at(campaign, f"letters/{letter.pk}/give-up/")))
    assert "given up" in said(client.post(at(campaign, f"letters/{letter.pk}/give-up/"), {"reason": "Two registers."}))
    letter.refresh_from_db()
    assert (letter.state, letter.why) == (PostalItem.State.EXHAUSTED, "Two registers.")


def administrator(campaign: Campaign) -> User:
    return User.objects.get(email=f"administrator{campaign.pk}@counsel.example.org")
