"""No draft is deleted before its person was told a week ago, whatever was out of order in the meantime."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from time_machine import TimeMachineFixture

from claimants.matters.models import Matter
from claimants.people.models import Person, User
from intake.filing import actions, erasure, retention
from intake.filing.log import verify
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices import actions as notices
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus, Notice, NoticeAttempt, NoticeState
from intake.notices.suppression import add_status
from intake.notices.warned import deleted_on
from tests.fixtures.filings import file_claim, staff_of
from tests.notices.relay import Relay

BEGUN = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
Reason = AddressStatus.Reason
MINUTE = timedelta(minutes=1)


@pytest.fixture
def draft(seed: Matter, claimant: User, time_machine: TimeMachineFixture) -> Claim:
    """A draft with an answer, last touched on the first of May."""
    time_machine.move_to(BEGUN, tick=False)
    claim = actions.start(matter=seed, by=claimant)
    actions.save_answers(claim=claim, answers={"birth_year": 1985}, by=claimant)
    Claim.objects.filter(pk=claim.pk).update(touched_at=BEGUN)
    return Claim.objects.with_matter().get()


def _warn(time_machine: TimeMachineFixture, day: float, state: NoticeState) -> Notice:
    """The sweep owes the warning on that day, and it comes to that end at once, by the clock of that day."""
    at = BEGUN + timedelta(days=day)
    time_machine.move_to(at, tick=False)
    assert notices.owe_due() == {"draft_expiring": 1}
    notice = Notice.objects.get(kind="draft_expiring", sequence=0)
    ended: dict[str, object] = {"state": state, "not_before": at}
    if state == NoticeState.ACCEPTED:
        ended["accepted_at"] = at
    elif state in {NoticeState.UNKNOWN, NoticeState.FAILED}:
        NoticeAttempt.objects.create(notice=notice, number=1, phase=state.value, at=at)
    Notice.objects.filter(pk=notice.pk).update(**ended)
    return Notice.objects.get(pk=notice.pk)


def _purged_on(day: float, *, after: timedelta = MINUTE) -> int:
    return retention.purge_drafts(now=BEGUN + timedelta(days=day) + after)


def test_a_draft_that_nobody_was_warned_of_is_not_deleted_and_still_gets_its_warning(
    draft: Claim, time_machine: TimeMachineFixture
) -> None:
    assert _purged_on(31) == _purged_on(400) == 0
    time_machine.move_to(BEGUN + timedelta(days=31))
    assert notices.owe_due() == {"draft_expiring": 1}
    assert _purged_on(400) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.draft["answers"]) == (State.DRAFT, {"birth_year": 1985})


@pytest.mark.parametrize("state", [NoticeState.ACCEPTED, NoticeState.FAILED, NoticeState.UNKNOWN])
def test_a_draft_goes_on_its_day_a_week_after_the_warning_ended(
    draft: Claim, time_machine: TimeMachineFixture, state: NoticeState
) -> None:
    _warn(time_machine, 23, state)
    assert _purged_on(30, after=-MINUTE) == 0
    assert _purged_on(30) == 1
    assert _purged_on(30) == 0
    assert Claim.objects.get().state == State.WITHDRAWN
    assert Claim.objects.get().draft == {}
    assert list(verify()) == []


def test_an_account_that_a_purge_leaves_empty_goes_with_its_last_draft(
    draft: Claim, settlement: Matter, claimant: User, time_machine: TimeMachineFixture
) -> None:
    filed = file_claim(settlement, claimant)
    _warn(time_machine, 23, NoticeState.ACCEPTED)
    erasure.erase(claim=filed, ground="request", by=claimant)
    assert User.objects.filter(email="claimant@example.org").exists()
    assert _purged_on(30) == 1
    assert not User.objects.filter(email="claimant@example.org").exists()
    assert list(verify()) == []


def test_an_account_that_holds_something_else_stays_after_a_purge(
    draft: Claim, settlement: Matter, claimant: User, time_machine: TimeMachineFixture
) -> None:
    file_claim(settlement, claimant)
    _warn(time_machine, 23, NoticeState.ACCEPTED)
    assert _purged_on(30) == 1
    assert User.objects.filter(email="claimant@example.org", is_active=True).exists()


@pytest.mark.parametrize("state", [NoticeState.ACCEPTED, NoticeState.FAILED, NoticeState.UNKNOWN])
def test_after_an_outage_a_draft_goes_a_week_after_the_late_warning(
    draft: Claim, time_machine: TimeMachineFixture, state: NoticeState
) -> None:
    _warn(time_machine, 29, state)
    assert _purged_on(36, after=-MINUTE) == 0
    assert _purged_on(36) == 1


@pytest.mark.parametrize("state", [NoticeState.QUEUED, NoticeState.CANCELLED])
def test_a_warning_that_never_left_the_house_deletes_nothing(
    draft: Claim, time_machine: TimeMachineFixture, state: NoticeState
) -> None:
    _warn(time_machine, 23, state)
    assert _purged_on(60) == 0


def test_one_that_we_could_not_write_deletes_nothing_until_it_is_sent_again(
    draft: Claim, seed: Matter, relay: Relay, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_machine.move_to(BEGUN + timedelta(days=25), tick=False)
    notices.owe_due()
    with monkeypatch.context() as broken:
        broken.setattr("intake.notices.actions.writing.render", lambda notice: 1 / 0)
        for _ in range(3):
            Notice.objects.update(not_before=Now())
            assert notices.send_due() == {"not_written": 1}
    aside = Notice.objects.get()
    assert (aside.state, aside.last_reply[:9]) == (NoticeState.FAILED, "Set aside")
    assert _purged_on(60) == 0
    assert deleted_on(draft, BEGUN + timedelta(days=60)) == BEGUN + timedelta(days=67)
    notices.send_again(notice=aside, reason="it can be written now", by=staff_of(seed, "anna"))
    assert notices.send_due() == {"accepted": 1}
    assert retention.purge_drafts(now=timezone.now() + timedelta(days=8)) == 1


def test_one_to_an_address_that_is_gone_counts_though_it_was_not_offered(
    draft: Claim, relay: Relay, time_machine: TimeMachineFixture
) -> None:
    earlier = _warn(time_machine, 23, NoticeState.FAILED)
    add_status(digest_of("claimant@example.org"), Reason.GONE, attempt=earlier.attempts.get())
    actions.save_answers(claim=draft, answers={"birth_year": 1986}, by=draft.filed_by)
    time_machine.move_to(BEGUN + timedelta(days=48), tick=False)
    assert notices.owe_due() == {"draft_expiring": 1}
    assert notices.send_due() == {"held_back": 1}
    assert retention.purge_drafts(now=BEGUN + timedelta(days=400)) == 1


def test_a_warning_that_is_sent_again_counts_from_its_second_end(
    draft: Claim, seed: Matter, time_machine: TimeMachineFixture
) -> None:
    failed = _warn(time_machine, 23, NoticeState.FAILED)
    time_machine.move_to(BEGUN + timedelta(days=29), tick=False)
    again = notices.send_again(notice=failed, reason="a new address", by=staff_of(seed, "anna"))
    assert _purged_on(31) == 0
    at = BEGUN + timedelta(days=30)
    Notice.objects.filter(pk=again.pk).update(state=NoticeState.ACCEPTED, accepted_at=at)
    assert _purged_on(37, after=-MINUTE) == 0
    assert _purged_on(37) == 1


def test_a_warning_from_before_the_draft_was_touched_again_counts_for_nothing(
    draft: Claim, time_machine: TimeMachineFixture
) -> None:
    _warn(time_machine, 23, NoticeState.ACCEPTED)
    time_machine.move_to(BEGUN + timedelta(days=25))
    actions.save_answers(claim=draft, answers={"birth_year": 1986}, by=draft.filed_by)
    assert _purged_on(60) == 0


def test_a_draft_of_somebody_whom_no_mail_can_reach_goes_after_thirty_days(draft: Claim) -> None:
    Claim.objects.update(filed_by=None)
    Person.objects.update(user=None)
    assert _purged_on(30, after=-MINUTE) == 0
    assert _purged_on(30) == 1
    assert not Claim.objects.exists()


def test_the_page_of_a_draft_says_the_day_as_the_warning_makes_it(
    draft: Claim, time_machine: TimeMachineFixture
) -> None:
    for day, said in [(0, 30), (22, 30), (26, 33), (40, 47)]:
        now = BEGUN + timedelta(days=day)
        assert deleted_on(draft, now) == BEGUN + timedelta(days=said)
    _warn(time_machine, 29, NoticeState.ACCEPTED)
    assert deleted_on(draft, BEGUN + timedelta(days=35)) == BEGUN + timedelta(days=36)
