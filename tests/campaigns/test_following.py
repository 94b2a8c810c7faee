"""After an address failed: the next one, then paper, once, and only because of the address."""

import threading
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from claimants.people.models import User
from intake.campaigns import tasks
from intake.campaigns.actions import export_batch, follow_up, following
from intake.campaigns.models import Campaign, CampaignState, PostalItem
from intake.notices.actions import act_on_reports
from intake.notices.actions.dispatching import cancel_dispatch, end_dispatch, pause_dispatch, resume_dispatch
from intake.notices.addresses import digest_of
from intake.notices.grounds import Ground
from intake.notices.models import AddressStatus, Dispatch, Notice, NoticeAttempt, NoticeState
from intake.notices.replies import Fate, Verdict
from intake.notices.suppression import suppress_from
from tests.campaigns.listed import administrator_of, move, notices_of, running
from tests.notices.reporting import HAPPENED_AT, report

pytestmark = pytest.mark.django_db
TWO, ONE = ["a1@example.org", "a2@gmail.com"], ["b1@example.org"]


def fail(notice: Notice, ground: Ground = Ground.ADDRESS) -> None:
    """The relay refused it for good."""
    attempt = NoticeAttempt.objects.create(notice=notice, number=1, phase="failed", code=550, stage="rcpt")
    move(notice, "failed")
    suppress_from(notice, attempt, Verdict(Fate.FAILED, ground=ground))


def bounce(notice: Notice, ground: str = "address", status: str = "5.1.1") -> None:
    move(notice, "accepted", accepted_at=HAPPENED_AT)
    report(notice, "bounced", status=status, ground=ground)
    act_on_reports()


def check_sums(campaign: Campaign) -> dict[str, int]:
    """The counts and the rows say the same, and sum to the list, whatever was sent again."""
    dispatch = Dispatch.objects.get(pk=campaign.dispatch_id)
    rows = Notice.objects.filter(dispatch=dispatch).values_list("state").annotate(number=Count("pk")).order_by()
    states = dict(rows)
    assert dispatch.superseded() == states.pop("superseded", 0)
    assert dispatch.tally() == states
    assert sum(states.values()) == campaign.manifest_rows
    return states


@pytest.mark.parametrize("end", [fail, bounce])
def test_the_next_address_gets_a_notice_of_its_own_in_the_place_of_the_first(reviewer: User, end: object) -> None:
    campaign = running(reviewer, [TWO, ONE])
    first, _ = notices_of(campaign)
    assert callable(end)
    end(first)
    assert follow_up() == {"next_address": 1, "by_post": 0}
    again = notices_of(campaign, sequence=1)[0]
    first.refresh_from_db()
    assert first.state == "superseded"
    assert (again.cause, again.rank, again.destination, again.state) == (first.cause, 1, "gmail", "queued")
    assert again.code != first.code
    assert check_sums(campaign) == {"queued": 2}
    assert not any(follow_up().values())


def test_after_the_last_address_a_letter_is_owed_with_its_day(reviewer: User) -> None:
    campaign = running(reviewer, [TWO])
    fail(notices_of(campaign)[0])
    follow_up()
    bounce(notices_of(campaign, sequence=1)[0])
    for _ in range(3):
        follow_up()
    letter = PostalItem.objects.get()
    assert (letter.place, letter.state, letter.why) == (1, "waiting", "No e-mail address is left that takes our mail.")
    assert letter.due_at is not None
    assert 13 <= (letter.due_at - letter.owed_at).days <= 17
    assert check_sums(campaign) == {"accepted": 1}


@pytest.mark.parametrize("ground", [Ground.POLICY, Ground.CONTENT, Ground.UNRECOGNISED, Ground.THROTTLE])
def test_what_was_refused_for_another_reason_leads_nowhere_else(reviewer: User, ground: Ground) -> None:
    campaign = running(reviewer, [TWO, TWO[1:]])
    first, second = notices_of(campaign)
    fail(first, ground)
    bounce(second, ground.value, "5.7.1")
    follow_up()
    assert check_sums(campaign) == {"failed": 1, "accepted": 1}
    assert not PostalItem.objects.exists()


def test_an_address_at_which_nobody_is_is_left_out_wherever_it_stands(reviewer: User) -> None:
    campaign = running(reviewer, [["a@example.org", "b@example.org", "", "c@example.org"], ["b@example.org"]])
    first, second = notices_of(campaign)
    fail(first)
    fail(second)
    follow_up()
    assert notices_of(campaign, sequence=1)[0].rank == 3
    assert PostalItem.objects.get().place == 2


@pytest.mark.parametrize("stop", [pause_dispatch, cancel_dispatch])
def test_nothing_follows_while_the_dispatch_does_not_run(reviewer: User, stop: object) -> None:
    campaign = running(reviewer, [TWO])
    fail(notices_of(campaign)[0])
    dispatch = Dispatch.objects.get()
    assert callable(stop)
    stop(dispatch, "We look at it.")
    assert follow_up() == {}
    assert Notice.objects.count() == 1
    if stop is pause_dispatch:
        resume_dispatch(dispatch)
        assert follow_up()["next_address"] == 1


def test_a_campaign_that_is_being_finished_goes_on_by_post_alone(reviewer: User) -> None:
    campaign = running(reviewer, [TWO])
    Campaign.objects.update(state=CampaignState.DRAINING)
    fail(notices_of(campaign)[0])
    assert follow_up() == {"next_address": 0, "by_post": 1}


def test_who_asked_for_paper_gets_paper_and_who_wants_no_updates_gets_none(reviewer: User) -> None:
    campaign = running(reviewer, [TWO, ["c1@example.org", "c2@example.org"]], purpose="update")
    first, second = notices_of(campaign)
    fail(first)
    fail(second)
    for address, reason in ((TWO[1], "prefers_post"), ("c2@example.org", "no_updates")):
        AddressStatus.objects.create(digest=digest_of(address), reason=reason)
    follow_up()
    assert PostalItem.objects.get().place == 1
    assert check_sums(campaign) == {"failed": 2}


def test_the_books_close_with_what_was_superseded_counted_apart(reviewer: User) -> None:
    campaign = running(reviewer, [TWO, ONE])
    first, second = notices_of(campaign)
    bounce(first)
    move(second, "accepted", accepted_at=HAPPENED_AT)
    follow_up()
    move(notices_of(campaign, sequence=1)[0], "accepted", accepted_at=HAPPENED_AT)
    assert end_dispatch(Dispatch.objects.get()) == {"accepted": 2}
    assert check_sums(campaign) == {"accepted": 2}


def test_a_late_report_about_what_was_superseded_moves_no_count(reviewer: User) -> None:
    campaign = running(reviewer, [TWO])
    first = notices_of(campaign)[0]
    bounce(first)
    follow_up()
    for kind in ("delivered", "accepted", "rejected", "complained"):
        report(first, kind)
        act_on_reports()
    first.refresh_from_db()
    assert (first.state, first.arrival) == ("superseded", "complained")
    assert check_sums(campaign) == {"queued": 1}


def test_many_are_followed_in_one_sweep_and_sums_hold(reviewer: User) -> None:
    people = [[f"p{number}@example.org", f"q{number}@example.org"][: 1 + number % 2] for number in range(450)]
    campaign = running(reviewer, people)
    for notice in notices_of(campaign):
        fail(notice)
    assert follow_up() == {"next_address": 225, "by_post": 225}
    assert check_sums(campaign) == {"queued": 225, "failed": 225}
    batch, _ = export_batch(campaign=campaign, by=administrator_of(campaign))
    assert batch.items == 225


def test_a_line_with_a_letter_is_not_looked_at_again(reviewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = running(reviewer, [ONE, TWO, *[["x@example.org"]] * 9])
    for notice in notices_of(campaign):
        fail(notice)
    assert follow_up() == {"next_address": 1, "by_post": 10}
    seen: list[int] = []
    decided = following._decided
    monkeypatch.setattr(
        following, "_decided", lambda campaign, notices: seen.append(len(notices)) or decided(campaign, notices)
    )
    fail(notices_of(campaign, sequence=1)[0])
    assert follow_up() == {"next_address": 0, "by_post": 1}
    assert seen == [1]
    assert not any(follow_up().values())
    assert seen == [1]


def test_a_campaign_with_which_something_is_wrong_does_not_stop_the_others(
    reviewer: User, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = running(reviewer, [ONE]), running(reviewer, [["x@example.org"]])
    for campaign in (broken, sound):
        fail(notices_of(campaign)[0])
    Notice.objects.filter(dispatch=broken.dispatch).update(cause=f"campaign:{broken.pk}:1:odd")
    assert follow_up() == {"next_address": 0, "by_post": 1}
    assert PostalItem.objects.get().campaign == sound
    assert "campaigns.follow_up_failed" in caplog.text


def test_following_up_and_ruling_are_two_tasks() -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.follow_up.name, tasks.rule_unknowns.name} <= scheduled


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_one_successor(reviewer: User) -> None:
    campaign = running(reviewer, [TWO] * 30 + [["x@example.org"]])
    for notice in notices_of(campaign):
        fail(notice)
    found: Counter[str] = Counter()

    def sweep() -> None:
        try:
            found.update(follow_up())
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"next_address": 30, "by_post": 1}
    assert Notice.objects.filter(state=NoticeState.SUPERSEDED).count() == 30
    assert check_sums(campaign) == {"queued": 30, "failed": 1}


def test_a_second_look_at_the_same_rows_makes_nothing_twice(reviewer: User) -> None:
    campaign = running(reviewer, [TWO])
    fail(notices_of(campaign)[0])
    with transaction.atomic():
        follow_up()
    follow_up()
    assert Notice.objects.count() == 2
