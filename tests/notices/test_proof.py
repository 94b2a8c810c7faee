"""Is this message real? What the page says to anyone, and what it keeps to itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from claimants.common.references import new_reference
from intake.filing.erasure import erase
from intake.filing.models import Claim
from intake.notices.actions import deem_sent, send_again, send_due
from intake.notices.models import Notice
from intake.notices.proof import masked, proof_of
from intake.portal.views.verify import CODES_FROM_A_PLACE
from tests.factories import UserFactory
from tests.notices.relay import DROP, Relay

pytestmark = pytest.mark.django_db
URL = "/notices/verify/"
NOT_OURS = "We have not sent a message with this code"


def _answer(client: Client, code: str) -> str:
    return client.post(URL, {"code": code}).content.decode()


@pytest.fixture
def sent(owed: Notice, relay: Relay) -> Notice:
    send_due()
    owed.refresh_from_db()
    return owed


def test_the_code_in_the_message_is_the_one_the_page_confirms(sent: Notice, relay: Relay, client: Client) -> None:
    assert f"The code of this message is {sent.code}." in relay.messages[0].get_body(("plain",)).get_content()
    page = _answer(client, sent.code)
    assert "Yes, this code is from a message of ours" in page
    assert "a confirmation that signed answers were received" in page
    assert "c•••@e•••.org" in page


def test_the_page_says_nothing_of_the_person_the_case_or_the_reference(sent: Notice, client: Client) -> None:
    assert sent.claim is not None
    page = _answer(client, sent.code)
    for secret in (sent.claim.reference, sent.matter.caption, "claimant@", "example", "Ana"):
        assert secret not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_how_a_code_is_typed_does_not_matter(sent: Notice, client: Client, typed: object) -> None:
    assert callable(typed)
    assert "Yes, this code" in _answer(client, typed(sent.code))


def test_a_code_of_nobody_and_one_not_sent_yet_get_the_same_answer(owed: Notice, client: Client) -> None:
    assert NOT_OURS in _answer(client, new_reference())
    assert NOT_OURS in _answer(client, owed.code)


def test_a_mistyped_code_gets_a_sentence_at_its_field(client: Client) -> None:
    page = _answer(client, "K7QX-PM2X")
    assert "a letter or number seems to be wrong" in page
    assert NOT_OURS not in page


@pytest.mark.parametrize("code", ["", " ", "\x00", "🙂" * 8, "A" * 5000])
def test_nonsense_gets_a_sentence(client: Client, code: str) -> None:
    response = client.post(URL, {"code": code})
    assert response.status_code == 200
    assert "Something needs your attention" in response.content.decode()


def test_a_form_without_its_field_gets_a_sentence(client: Client) -> None:
    assert "Type the code that stands in the message." in client.post(URL).content.decode()


def test_one_that_may_have_been_sent_is_confirmed_as_tried(owed: Notice, relay: Relay, client: Client) -> None:
    relay.at["message"]["claimant@example.org"] = DROP
    send_due()
    page = _answer(client, owed.code)
    assert "Yes, this code" in page
    assert "Sent, or tried" in page


@pytest.mark.parametrize("settle", [deem_sent, send_again])
def test_one_that_may_have_been_sent_stays_confirmed_once_a_person_settled_it(
    owed: Notice, relay: Relay, client: Client, settle: Callable[..., object]
) -> None:
    relay.at["message"]["claimant@example.org"] = [DROP]
    send_due()
    tried = proof_of(owed.code)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        settle(notice=owed, reason="The relay's log shows it.", by=UserFactory.create(staff=True))
    assert tried is not None
    assert proof_of(owed.code) == tried
    assert not tried.is_certain
    assert "Sent, or tried" in _answer(client, owed.code)


def test_one_that_certainly_was_not_sent_is_not_confirmed(owed: Notice, relay: Relay, client: Client) -> None:
    relay.at["rcpt"]["claimant@example.org"] = "550 5.1.1 no such user"
    send_due()
    assert NOT_OURS in _answer(client, owed.code)


def test_the_code_of_someone_erased_still_proves_the_message(sent: Notice, claim: Claim, client: Client) -> None:
    erase(claim=claim, ground="request", by=None)
    page = _answer(client, sent.code)
    assert "Yes, this code" in page
    assert "To an address like" not in page


def test_many_codes_from_one_place_are_slowed(client: Client) -> None:
    for _ in range(CODES_FROM_A_PLACE.times):
        assert client.post(URL, {"code": new_reference()}).status_code == 200
    response = client.post(URL, {"code": new_reference()})
    assert response.status_code == 429
    assert "You have checked many codes" in response.content.decode()


def test_the_page_keeps_nothing_of_what_was_typed(client: Client) -> None:
    response = client.post(URL, {"code": new_reference()})
    assert "no-store" in response["Cache-Control"]
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ana@example.org", "a•••@e•••.org"),
        ("a@b.co.uk", "a•••@b•••.uk"),
        ("root@localhost", "r•••@l•••"),
    ],
)
def test_an_address_shows_only_its_ends(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_no_code_is_no_proof() -> None:
    assert proof_of("") is None
    assert proof_of("' OR 1=1") is None
