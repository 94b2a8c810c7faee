"""The page that checks a code answers for notices of campaigns as for all others."""

import pytest
from django.test import Client

from claimants.people.models import User
from intake.campaigns.actions import follow_up
from intake.campaigns.models import Recipient
from intake.notices.models import Notice
from intake.notices.proof import proof_of
from tests.campaigns.listed import move, notices_of, running
from tests.notices.reporting import HAPPENED_AT, came_back

pytestmark = pytest.mark.django_db


def sent(by: User, purpose: str = "court_notice") -> Notice:
    campaign = running(by, [["ana@example.org", "ana@elsewhere.example"]], purpose=purpose)
    return move(notices_of(campaign)[0], "accepted", accepted_at=HAPPENED_AT)


@pytest.mark.parametrize(
    ("purpose", "label"),
    [("court_notice", "a notice that a court ordered"), ("update", "an update about a case")],
)
def test_a_code_of_a_campaign_says_what_it_was_and_masks_the_address(
    reviewer: User, client: Client, purpose: str, label: str
) -> None:
    notice = sent(reviewer, purpose)
    page = client.post("/notices/verify/", {"code": notice.code}).content.decode()
    assert label in page
    assert "a•••@e•••.org" in page
    assert "ana@" not in page


def test_one_that_came_back_stays_confirmed_beside_its_successor(reviewer: User) -> None:
    notice = sent(reviewer)
    before = proof_of(notice.code)
    came_back(notice)
    follow_up()
    assert proof_of(notice.code) == before
    again = Notice.objects.get(sequence=1)
    assert proof_of(again.code) is None
    proof = proof_of(move(again, "accepted", accepted_at=HAPPENED_AT).code)
    assert proof is not None
    assert proof.address == "a•••@e•••.example"


def test_one_that_was_refused_before_it_was_sent_is_not_confirmed(reviewer: User) -> None:
    notice = notices_of(running(reviewer, [["ana@example.org"]]))[0]
    move(notice, "failed")
    assert proof_of(notice.code) is None
    move(notice, "superseded")
    assert proof_of(notice.code) is None


def test_a_line_that_was_never_there_shows_no_address(reviewer: User) -> None:
    notice = sent(reviewer)
    Notice.objects.filter(pk=notice.pk).update(cause=notice.cause.rpartition(":")[0] + ":77")
    assert not Recipient.objects.filter(place=77).exists()
    proof = proof_of(notice.code)
    assert proof is not None
    assert proof.address == ""
