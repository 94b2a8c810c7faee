"""Owing a notice: once for its cause, with its words frozen, and one message to wake a worker."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from claimants.common.exceptions import Refused
from claimants.matters.stages import Stage
from intake.celery import app
from intake.filing.models import Claim, ClaimEvent, EventKind
from intake.notices.actions import owe, owe_for_event, send_again, send_due
from intake.notices.models import Notice, NoticeState
from intake.notices.wakeup import wake
from tests.factories import ClaimFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_same_cause_owes_one_notice_however_often_it_is_owed(claim: Claim) -> None:
    first = owe(kind="withdrawn", cause="event:7", claim=claim)
    assert owe(kind="withdrawn", cause="event:7", claim=claim) == first
    assert owe(kind="withdrawn", cause="event:8", claim=claim) != first
    assert Notice.objects.count() == 2


def test_what_is_owed_already_is_not_refused_when_the_matter_has_closed(claim: Claim) -> None:
    first = owe(kind="accepted", cause="event:7", claim=claim)
    claim.matter.stage = Stage.CLOSED
    assert owe(kind="accepted", cause="event:7", claim=claim) == first


def test_the_words_are_those_of_the_moment_it_was_owed(claim: Claim, mailoutbox: list[Any]) -> None:
    owe(kind="withdrawn", cause="event:7", claim=claim)
    type(claim.matter).objects.update(caption="Something Else v. Other")
    send_due()
    assert claim.matter.caption in mailoutbox[0].body
    assert "Something Else" not in mailoutbox[0].body


def test_the_address_is_that_of_the_moment_it_was_owed(claim: Claim, mailoutbox: list[Any]) -> None:
    owe(kind="withdrawn", cause="event:7", claim=claim)
    type(claim.filed_by).objects.filter(pk=claim.filed_by_id).update(email="elsewhere@example.org")
    send_due()
    assert mailoutbox[0].to == ["claimant@example.org"]


def test_it_is_counted_with_the_group_of_providers_that_takes_its_address(claim: Claim) -> None:
    first = owe(kind="withdrawn", cause="event:7", claim=claim)
    assert (first.destination, claim.filed_by.email) == ("other", "claimant@example.org")
    assert owe(kind="withdrawn", cause="event:8", claim=claim, address="ana@googlemail.com").destination == "gmail"
    type(claim.filed_by).objects.update(email="ana@hotmail.co.uk")
    Notice.objects.filter(pk=first.pk).update(state=NoticeState.FAILED)
    again = send_again(notice=first, reason="a new mailbox", by=UserFactory.create(staff=True))
    assert again.destination == "outlook"


def test_each_notice_has_a_code_of_its_own(claim: Claim) -> None:
    codes = {owe(kind="withdrawn", cause=f"event:{n}", claim=claim).code for n in range(20)}
    assert len(codes) == 20


def test_a_code_that_another_notice_has_is_drawn_again(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = owe(kind="withdrawn", cause="event:7", claim=claim)
    lots = iter([taken.code, taken.code, "0000-0000"])
    monkeypatch.setattr("intake.notices.actions.owing.new_reference", lambda: next(lots))
    assert owe(kind="withdrawn", cause="event:8", claim=claim).code == "0000-0000"
    assert Notice.objects.count() == 2


def test_a_new_cause_that_is_owed_already_owes_nothing_more(claim: Claim) -> None:
    event = _event(claim, EventKind.WITHDRAWN)
    assert owe_for_event(claim, event) == owe_for_event(claim, event)
    assert Notice.objects.count() == 1


def test_an_event_owes_what_its_kind_says(claim: Claim) -> None:
    made = owe_for_event(claim, _event(claim, EventKind.WITHDRAWN))
    assert [notice.kind for notice in made] == ["withdrawn"]
    assert made[0].cause.startswith("event:")
    assert owe_for_event(claim, _event(claim, EventKind.NOTED)) == []


def test_a_claim_filed_on_paper_owes_nothing_by_mail() -> None:
    claim = ClaimFactory.create(submitted=True, person=PersonFactory.create(on_paper=True), filed_by=None)
    assert owe_for_event(claim, _event(claim, EventKind.WITHDRAWN)) == []
    with pytest.raises(Refused, match="filed on paper"):
        owe(kind="withdrawn", cause="event:7", claim=claim)


def test_a_definition_change_waits_for_a_person_to_release_it(claim_in: Callable[..., Claim]) -> None:
    notice = owe(kind="definition_changed", cause="change:1", claim=claim_in(Stage.DISMISSED))
    assert notice.state == NoticeState.HELD
    assert send_due() == {}


def test_one_transaction_wakes_the_worker_once(
    claim: Claim, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(3):
            owe(kind="withdrawn", cause=f"event:{number}", claim=claim)
    assert callbacks == [wake]


def test_an_undone_transaction_owes_nothing(claim: Claim) -> None:
    with transaction.atomic():
        owe(kind="withdrawn", cause="event:1", claim=claim)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_broker_that_is_away_is_no_business_of_whoever_owes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(app, "send_task", refuse)
    wake()


def _event(claim: Claim, kind: EventKind) -> ClaimEvent:
    return ClaimEvent.objects.create(
        claim=claim, sequence=claim.events.count() + 1, kind=kind, at=claim.started_at, text="{}", hash="0"
    )
