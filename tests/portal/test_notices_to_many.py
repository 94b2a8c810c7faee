"""What a claimant sees of a notice to many: nothing before it may have left, and then plain words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from intake.filing.models import Claim
from intake.notices.models import Arrival, Notice, NoticeState
from intake.notices.writers import writer_for_dispatches
from intake.portal.messages import NOTICE_WORDS
from tests.campaigns.situations import frozen, staff
from tests.portal.reading import text_of

BEFORE = [NoticeState.HELD, NoticeState.QUEUED, NoticeState.LEASED, NoticeState.CANCELLED]


@pytest.fixture
def own(signed_in: Callable[..., Client], court_claim: Claim) -> Client:
    return signed_in(court_claim.filed_by)


@pytest.fixture
def notice(court_claim: Claim) -> Notice:
    """Frozen, and approved by nobody."""
    campaign = frozen(court_claim.matter, staff(court_claim.matter))
    return campaign.dispatch.notices.get()


def test_before_it_is_sent_nothing_is_told(own: Client, notice: Notice, court_claim: Claim) -> None:
    for state in (notice.state, *BEFORE):
        _stands(notice, state)
        page = text_of(own.get(_at(court_claim)))
        assert notice.code not in page, state
        assert "Campaign" not in page, state
        assert notice.code not in own.get("/account/copy/").content.decode(), state


def test_what_left_is_named_in_plain_words(own: Client, notice: Notice, court_claim: Claim) -> None:
    _stands(notice, NoticeState.ACCEPTED, accepted_at=timezone.now())
    page = text_of(own.get(_at(court_claim)))
    assert "An update about a case: sent," in page
    assert notice.code in page
    (copied,) = [one for one in _copied(own) if one["code"] == notice.code]
    assert (copied["what"], copied["stands"], copied["address"]) == (
        "an update about a case", "sent", court_claim.filed_by.email,
    )  # fmt: skip


def test_the_copy_holds_the_words_of_what_left_as_they_were_sent(
    own: Client, notice: Notice, court_claim: Claim
) -> None:
    first: Any = writer_for_dispatches()([notice])[notice.pk]
    notice.attempts.create(number=1, phase="intent", message_sha256=first.sha256)
    _stands(notice, NoticeState.ACCEPTED, accepted_at=timezone.now(), attempts_made=1)
    (copied,) = [one for one in _copied(own) if one["code"] == notice.code]
    assert copied["subject"] == "About your claim"
    assert copied["text"].startswith("Dear Ana María Núñez,\n\nThe court gave an order about ")
    assert f"The code of this message is {notice.code}." in copied["text"]


def test_words_that_cannot_be_written_as_they_were_sent_are_left_out_and_the_copy_says_why(
    own: Client, notice: Notice, court_claim: Claim
) -> None:
    notice.attempts.create(number=1, phase="intent", message_sha256="0" * 64)
    _stands(notice, NoticeState.ACCEPTED, accepted_at=timezone.now(), attempts_made=1)
    (copied,) = [one for one in _copied(own) if one["code"] == notice.code]
    assert (copied["subject"], copied["text"]) == (None, None)
    assert any("if its text is empty here" in why for why in json.loads(_copy(own))["not_in_this_copy"])


def test_what_came_back_is_not_called_sent(own: Client, notice: Notice, court_claim: Claim) -> None:
    _stands(notice, NoticeState.ACCEPTED, accepted_at=timezone.now(), arrival=Arrival.BOUNCED)
    assert "An update about a case: not delivered;" in text_of(own.get(_at(court_claim)))
    _stands(notice, NoticeState.SUPERSEDED)
    assert "we wrote to another address of yours instead" in text_of(own.get(_at(court_claim)))
    assert any(one["stands"].startswith("not delivered; it came back") for one in _copied(own))


def test_every_state_of_a_message_has_its_words() -> None:
    assert set(NOTICE_WORDS) == set(NoticeState)


def _stands(notice: Notice, state: str, **changes: Any) -> None:
    lease = {"lease_token": "x", "lease_until": timezone.now()} if state == NoticeState.LEASED else {}
    Notice.objects.filter(pk=notice.pk).update(state=state, **lease, **changes)


def _copied(own: Client) -> list[dict[str, Any]]:
    (filed,) = json.loads(_copy(own))["filed"]
    return list(filed["messages"])


def _copy(own: Client) -> str:
    return own.get("/account/copy/").content.decode()


def _at(claim: Claim) -> str:
    return f"/claims/{claim.reference}/"
