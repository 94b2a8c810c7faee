"""What comes due by itself: warnings, reminders, word of a new stage, a clock that was forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from claimants.matters.models import Matter, StageChange
from claimants.matters.stages import Mode, Stage
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.actions import owe, owe_due, owe_for_change, owe_for_stage, send_due
from intake.notices.models import Notice, NoticeState
from intake.review.models import InformationRequest
from tests.factories import ClaimFactory, PersonFactory
from tests.notices.relay import Relay
from tests.notices.situations import add_request, matter_at, reassess

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)


def _draft(days_ago: float, **fields: object) -> Claim:
    touched = NOW - timedelta(days=days_ago)
    return ClaimFactory.create(matter=matter_at(Stage.DISMISSED), touched_at=touched, **fields)


@pytest.mark.parametrize(("days_ago", "owed"), [(0, 0), (22.9, 0), (23, 1), (29.9, 1), (30, 1), (40, 1)])
def test_a_draft_is_warned_a_week_before_it_is_deleted(days_ago: float, owed: int) -> None:
    _draft(days_ago)
    assert owe_due(now=NOW).get("draft_expiring", 0) == owed


def test_a_draft_is_warned_once_and_again_after_it_was_touched(time_machine: TimeMachineFixture) -> None:
    claim = _draft(24)
    time_machine.move_to(NOW)
    assert owe_due() == {"draft_expiring": 1}
    time_machine.move_to(NOW + timedelta(days=1))
    assert owe_due() == {}
    Claim.objects.filter(pk=claim.pk).update(touched_at=NOW + timedelta(days=2))
    time_machine.move_to(NOW + timedelta(days=26))
    assert owe_due() == {"draft_expiring": 1}


def test_a_warning_says_the_day(relay: Relay) -> None:
    _draft(24)
    owe_due(now=NOW)
    send_due()
    text = relay.messages[0].get_body(("plain",)).get_content()
    assert "On May 7, 2030 we will delete what you wrote." in " ".join(text.split())


def test_a_warning_that_comes_late_says_a_day_a_week_off(relay: Relay, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)
    _draft(40)
    owe_due()
    send_due()
    text = " ".join(relay.messages[0].get_body(("plain",)).get_content().split())
    assert "On May 8, 2030 we will delete what you wrote." in text
    assert "never less than a week after this message" in text


def test_many_that_cannot_be_owed_keep_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW)
    monkeypatch.setattr("intake.notices.actions.due.AT_ONCE", 2)
    broken = [_draft(25) for _ in range(3)]
    Matter.objects.filter(pk__in=[one.matter_id for one in broken]).update(document={})
    whole = [_draft(24) for _ in range(3)]
    assert [owe_due().get("draft_expiring", 0) for _ in range(2)] == [2, 1]
    assert {notice.claim for notice in Notice.objects.all()} == set(whole)


def test_a_filed_claim_and_one_on_paper_are_not_warned() -> None:
    _draft(24, submitted=True)
    _draft(24, person=PersonFactory.create(on_paper=True), filed_by=None)
    assert owe_due(now=NOW) == {}


@pytest.mark.parametrize(
    ("days", "days_left", "owed"),
    [(30, 8, 0), (30, 6.9, 1), (30, 0.1, 1), (30, -1, 0), (12, 5, 0), (12, 3.9, 1), (1, 0.2, 0), (2, 0.6, 1)],
)
def test_a_request_is_reminded_of_in_its_last_third_or_week(
    claim: Claim, days: int, days_left: float, owed: int
) -> None:
    add_request(claim, days=days, due_at=NOW + timedelta(days=days_left))
    assert owe_due(now=NOW).get("information_reminder", 0) == owed


def test_a_request_is_reminded_of_once(claim: Claim) -> None:
    add_request(claim, due_at=NOW + timedelta(days=5))
    assert owe_due(now=NOW) == {"information_reminder": 1}
    assert owe_due(now=NOW + timedelta(days=1)) == {}


def test_a_request_whose_clock_ran_anew_is_reminded_of_again(claim: Claim) -> None:
    request = add_request(claim, due_at=NOW + timedelta(days=5))
    assert owe_due(now=NOW) == {"information_reminder": 1}
    InformationRequest.objects.filter(pk=request.pk).update(due_at=NOW + timedelta(days=30))
    assert owe_due(now=NOW + timedelta(days=22)) == {}
    assert owe_due(now=NOW + timedelta(days=24)) == {"information_reminder": 1}
    assert owe_due(now=NOW + timedelta(days=25)) == {}
    assert [notice.cause for notice in Notice.objects.order_by("pk")] == [
        f"due:request:{request.pk}:20300506", f"due:request:{request.pk}:20300531"
    ]  # fmt: skip


def test_a_request_that_lapsed_or_has_no_clock_is_not_reminded_of(claim: Claim) -> None:
    request = add_request(claim)
    assert owe_due(now=NOW) == {}
    InformationRequest.objects.filter(pk=request.pk).update(due_at=NOW + timedelta(days=2), lapsed_at=timezone.now())
    assert owe_due(now=NOW) == {}


def _new_stage(matter: Matter, stage: Stage) -> StageChange:
    Matter.objects.filter(pk=matter.pk).update(stage=stage)
    matter.stage = stage
    return StageChange.objects.create(matter=matter, stage=stage, since="2026-06-01", source="Docket entry 51")


def test_everyone_who_had_filed_is_told_of_a_new_stage_once(claim: Claim) -> None:
    matter = claim.matter
    for state in (State.ACCEPTED, State.ON_FILE, State.DECLINED, State.WITHDRAWN):
        ClaimFactory.create(matter=matter, state=state, submitted_at=claim.submitted_at)
    ClaimFactory.create(matter=matter)
    _new_stage(matter, Stage.FILED)
    assert owe_due() == {"matter_changed": 4}
    assert owe_due() == {}
    ClaimFactory.create(matter=matter, state=State.SUBMITTED, submitted_at=timezone.now())
    assert owe_due() == {}


def test_a_first_loading_and_a_corrected_date_are_no_news(claim: Claim) -> None:
    matter = claim.matter
    Claim.objects.update(submitted_at=timezone.now())
    assert owe_due() == {}
    same = StageChange.objects.create(matter=matter, stage=matter.stage, since="2025-01-31", source="corrected")
    Claim.objects.update(submitted_at=same.recorded_at - timedelta(hours=1))
    assert owe_for_stage(change=same) == 0


def test_a_registration_is_told_of_a_settlement_in_its_own_words(claim: Claim, relay: Relay) -> None:
    _new_stage(claim.matter, Stage.PRELIMINARY_APPROVAL)
    owe_due()
    send_due()
    text = " ".join(relay.messages[0].get_body(("plain",)).get_content().split())
    assert claim.mode == Mode.REGISTRATION
    assert "Your registration is not a claim under the settlement." in text
    assert "Source: Docket entry 51" in text


def test_a_changed_reading_is_told_only_after_release(claim: Claim) -> None:
    notice = owe_for_change(change=reassess(claim))
    assert (notice.kind, notice.state) == ("definition_changed", NoticeState.HELD)


def test_a_clock_that_a_lost_worker_did_not_start_is_started_by_the_sweep(claim: Claim, relay: Relay) -> None:
    request = add_request(claim)
    owe(kind="information_requested", cause="event:5", claim=claim)
    send_due()
    InformationRequest.objects.update(due_at=None)
    owe_due()
    request.refresh_from_db()
    assert request.due_at is not None


def test_one_that_cannot_be_owed_does_not_stop_the_others() -> None:
    broken, whole = _draft(25), _draft(24)
    Matter.objects.filter(pk=broken.matter_id).update(document={})
    Matter.objects.filter(pk=broken.matter_id).update(sha256="f" * 64)
    assert owe_due(now=NOW) == {"draft_expiring": 1}
    assert Notice.objects.get().claim == whole
