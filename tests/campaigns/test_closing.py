"""Closing a campaign strands nobody: what follows is done first, and what comes later still leads to a letter."""

import pytest

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns import actions
from intake.campaigns.models import Campaign, CampaignState, PostalItem, UnknownRule
from intake.notices.models import Dispatch, DispatchState, Notice
from tests.campaigns.listed import administrator_of, move, notices_of, running
from tests.campaigns.test_following import ONE, TWO, bounce, fail
from tests.campaigns.test_unknowns import lose
from tests.notices.reporting import HAPPENED_AT

pytestmark = pytest.mark.django_db


def close(campaign: Campaign) -> Campaign:
    return actions.close(campaign=campaign, by=administrator_of(campaign))


def test_a_letter_that_follows_is_owed_before_it_closes(reviewer: User) -> None:
    campaign = running(reviewer, [ONE])
    fail(notices_of(campaign)[0])
    assert close(campaign).state == CampaignState.CLOSED
    assert PostalItem.objects.get().place == 1


def test_it_is_not_closed_while_somebody_is_written_to_at_the_next_address(reviewer: User) -> None:
    campaign = running(reviewer, [TWO])
    bounce(notices_of(campaign)[0])
    by = administrator_of(campaign)
    with pytest.raises(Refused, match="written to at their next address first: 1"):
        actions.close(campaign=campaign, by=by)
    assert Notice.objects.filter(sequence=1, state="queued").exists()
    with pytest.raises(Refused, match="1 messages are not finished yet"):
        actions.close(campaign=campaign, by=by)
    move(notices_of(campaign, sequence=1)[0], "accepted", accepted_at=HAPPENED_AT)
    assert actions.close(campaign=campaign, by=by).state == CampaignState.CLOSED


@pytest.mark.parametrize("rule", [UnknownRule.RESEND_ONCE, UnknownRule.POST])
def test_it_is_not_closed_while_its_rule_has_something_to_decide(reviewer: User, rule: UnknownRule) -> None:
    campaign = running(reviewer, [ONE])
    Campaign.objects.update(unknown_rule=rule)
    lose(notices_of(campaign)[0])
    with pytest.raises(Refused, match="whether they were sent: 1. The rule .* decides about them by itself"):
        close(campaign)


def test_what_waits_for_a_person_may_be_decided_after_it_closed(reviewer: User) -> None:
    campaign = running(reviewer, [ONE])
    lose(notices_of(campaign)[0])
    assert close(campaign).state == CampaignState.CLOSED


def test_what_comes_back_after_it_closed_leads_to_a_letter_and_to_no_message(reviewer: User) -> None:
    campaign = running(reviewer, [TWO, ["x@example.org"]])
    first, second = notices_of(campaign)
    for notice in (first, second):
        move(notice, "accepted", accepted_at=HAPPENED_AT)
    close(campaign)
    assert actions.follow_up() == {}
    bounce(Notice.objects.get(pk=first.pk))
    assert actions.follow_up() == {"next_address": 0, "by_post": 1}
    assert PostalItem.objects.get().place == 1
    assert Notice.objects.count() == 2
    assert not any(actions.follow_up().values())


def test_nothing_follows_after_it_was_cancelled(reviewer: User) -> None:
    campaign = running(reviewer, [ONE])
    move(notices_of(campaign)[0], "accepted", accepted_at=HAPPENED_AT)
    Dispatch.objects.update(state=DispatchState.CANCELLED)
    Campaign.objects.update(state=CampaignState.CANCELLED)
    bounce(notices_of(campaign)[0])
    assert actions.follow_up() == {}
