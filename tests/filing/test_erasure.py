"""What people wrote goes when it must; that it was there, and that it went, stays provable."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.assessments.models import Assessment
from intake.filing import actions, erasure, retention, tasks
from intake.filing.attestation import payload_digest
from intake.filing.log import verify
from intake.filing.models import Claim, ClaimEvent, FactSet, Submission, SubmissionPayload
from intake.filing.states import State
from intake.notices.actions import owe_due
from intake.notices.models import Notice, NoticePayload
from tests.filing.test_log import as_the_owner_of_the_database
from tests.fixtures.filings import file_claim

pytestmark = pytest.mark.django_db


def test_an_erasure_takes_every_word_and_the_log_still_verifies(registration: Claim, claimant: User) -> None:
    erasure.erase(claim=registration, ground="request", by=claimant)
    assert not SubmissionPayload.objects.filter(claim=registration).exists()
    assert not FactSet.objects.filter(claim=registration).exists()
    assert not NoticePayload.objects.filter(claim=registration).exists()
    assert Assessment.objects.get(claim=registration).facts == {}
    assert Submission.objects.filter(claim=registration).count() == 1
    assert [event.kind for event in ClaimEvent.objects.filter(claim=registration)] == ["submitted", "erased"]
    assert list(verify()) == []


def test_an_erasure_takes_the_address_off_the_account(registration: Claim, claimant: User) -> None:
    erasure.erase(claim=registration, ground="request", by=claimant)
    claimant.refresh_from_db()
    assert claimant.email.endswith("@erased.invalid")
    assert not claimant.is_active


def test_the_account_stays_while_another_claim_needs_it(
    registration: Claim, settlement: Matter, claimant: User
) -> None:
    file_claim(settlement, claimant)
    erasure.erase(claim=registration, ground="request", by=claimant)
    claimant.refresh_from_db()
    assert claimant.email == "claimant@example.org"


def test_without_a_recorded_erasure_the_database_keeps_what_was_signed(registration: Claim) -> None:
    rows = SubmissionPayload.objects.filter(claim=registration)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows._raw_delete(rows.db)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(typed_name="Someone Else")


def test_what_was_signed_cannot_vanish_or_change_unnoticed(registration: Claim) -> None:
    rows = SubmissionPayload.objects.filter(claim=registration)
    with as_the_owner_of_the_database():
        rows.update(typed_name="Someone Else")
    assert "submission 1 was altered" in str(next(verify()))
    with as_the_owner_of_the_database():
        rows._raw_delete(rows.db)
    assert "no erasure is on record" in str(next(verify()))


def test_words_altered_together_with_their_digest_do_not_match_the_log(registration: Claim) -> None:
    submission = Submission.objects.select_related("payload").get(claim=registration)
    payload, facts = submission.payload, FactSet.objects.get(claim=registration).facts
    forged = payload_digest(payload.salt, payload.answers, "Other words", payload.typed_name, facts)
    with as_the_owner_of_the_database():
        SubmissionPayload.objects.update(signed_text="Other words")
        Submission.objects.update(digest=forged)
    assert [str(finding).split(": ")[1] for finding in verify()] == [
        "the digest of submission 1 is not the one in the log"
    ]


def test_facts_altered_after_they_were_judged_are_found(registration: Claim) -> None:
    with as_the_owner_of_the_database():
        FactSet.objects.update(facts={"inmail": "none"})
    assert "submission 1 was altered" in str(next(verify()))


def test_what_is_past_its_retention_date_is_erased_and_only_that(
    registration: Claim, settlement: Matter, claimant: User
) -> None:
    kept = file_claim(settlement, claimant)
    past = registration.matter.retain_until + timedelta(days=1)
    Matter.objects.filter(pk=settlement.pk).update(retain_until=past + timedelta(days=900))
    assert retention.erase_past_retention(today=registration.matter.retain_until) == 0
    assert retention.erase_past_retention(today=past) == 1
    assert retention.erase_past_retention(today=past) == 0
    assert list(SubmissionPayload.objects.values_list("claim", flat=True)) == [kept.pk]


def test_nothing_is_erased_while_its_last_day_still_runs_at_some_court(registration: Claim) -> None:
    day = registration.matter.retain_until
    evening = datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZoneInfo("America/Los_Angeles"))
    with time_machine.travel(evening):
        assert tasks.erase_past_retention() == 0
    with time_machine.travel(evening + timedelta(days=1)):
        assert tasks.erase_past_retention() == 1


def test_an_erased_decline_is_closed_for_good(registration: Claim, claimant: User) -> None:
    Claim.objects.filter(pk=registration.pk).update(state=State.DECLINED)
    erasure.erase(claim=Claim.objects.with_matter().get(), ground="request", by=claimant)
    assert Claim.objects.get().state == State.WITHDRAWN


def test_a_court_ordered_destruction_names_its_order(registration: Claim, claimant: User) -> None:
    with pytest.raises(Refused, match="docket reference"):
        erasure.erase(claim=registration, ground="court_order", by=claimant)
    assert SubmissionPayload.objects.filter(claim=registration).exists()


def test_a_draft_touched_within_thirty_days_stays(seed: Matter, claimant: User) -> None:
    draft = actions.start(matter=seed, by=claimant)
    now = timezone.now()
    Claim.objects.filter(pk=draft.pk).update(touched_at=now - timedelta(days=29, hours=23))
    assert retention.purge_drafts(now=now) == 0
    assert Claim.objects.get().state == State.DRAFT


def test_a_purge_never_touches_what_was_submitted(registration: Claim) -> None:
    Claim.objects.filter(pk=registration.pk).update(touched_at=timezone.now() - timedelta(days=400))
    assert retention.purge_drafts(now=timezone.now()) == 0
    assert Claim.objects.get().state == State.SUBMITTED


def warned(draft: Claim) -> None:
    """The draft is old enough for the warning, and the warning was owed."""
    Claim.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - timedelta(days=24))
    owe_due()
    assert Notice.objects.get(claim=draft).kind == "draft_expiring"


def test_a_warned_draft_that_is_thrown_away_keeps_its_empty_row(seed: Matter, claimant: User) -> None:
    draft = actions.start(matter=seed, by=claimant)
    actions.save_answers(claim=draft, answers={"birth_year": 1985}, by=claimant)
    warned(draft)
    actions.withdraw(claim=Claim.objects.with_matter().get(), by=claimant)
    kept = Claim.objects.get()
    assert (kept.state, kept.draft) == (State.WITHDRAWN, {})
    assert not NoticePayload.objects.exists()
    assert list(verify()) == []
    assert User.objects.get(pk=claimant.pk).is_active
    assert actions.start(matter=seed, by=claimant) != kept
