"""Word of a new class definition: owed to those whose result moved, held, and let go by a person, all or in parts."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.assessments.models import Assessment, Reassessment
from intake.celery import app
from intake.decisions.actions import accept
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices import actions
from intake.notices.models import Notice, NoticeRelease, NoticeState
from intake.notices.slices import Slice
from intake.notices.tasks import owe_for_changes
from intake.review.actions import clear_conflict, take
from tests.assessments.versions import LATER_PREMIUM, applied
from tests.factories import ClassDefinitionFactory
from tests.fixtures.filings import file_claim, new_claimant, staff_of

pytestmark = pytest.mark.django_db(transaction=True)

UNSURE = {"rows": [{"from": "2022", "to": "2023-11", "plan": "career"}], "complete": "no"}


@pytest.fixture
def filed(seed: Matter) -> list[Claim]:
    """One who stays in, two who fall out, one of whom was accepted before, and one who withdrew."""
    claims = [file_claim(seed, new_claimant("stays"))]
    claims += [file_claim(seed, new_claimant(name), premium=LATER_PREMIUM) for name in ("one", "two", "gone", "done")]
    Claim.objects.filter(pk=claims[3].pk).update(state=State.WITHDRAWN)
    reviewer = staff_of(seed, "reviewer")
    for act in (take, clear_conflict):
        act(claim=Claim.objects.with_matter().get(pk=claims[4].pk), by=reviewer)
    accept(claim=Claim.objects.with_matter().get(pk=claims[4].pk), note="", by=reviewer)
    Notice.objects.update(state=NoticeState.CANCELLED)
    return claims


@pytest.fixture
def run(seed: Matter, filed: list[Claim]) -> Reassessment:
    return applied(seed)


@pytest.fixture
def administrator(run: Reassessment) -> User:
    return User.objects.get(email="first@counsel.example.org")


def test_only_those_whose_result_moved_and_who_can_be_told_are_owed_word_and_once(
    run: Reassessment, filed: list[Claim]
) -> None:
    assert actions.owe_for_changes(run=run) == run.counts["owed"] == 2
    assert actions.owe_for_changes(run=run) == 0
    held = actions.held_of(run).order_by("claim_id")
    assert [notice.claim_id for notice in held] == [filed[1].pk, filed[2].pk]
    assert all(notice.cause.startswith("change:") for notice in held)
    assert "do not meet at least one point" in held[0].payload.context["reads"]


def test_the_sweep_finds_what_no_message_announced(run: Reassessment) -> None:
    assert actions.owe_due()["definition_changed"] == 2


def test_a_piece_of_work_is_bounded_and_the_next_goes_on_where_it_ended(
    run: Reassessment, filed: list[Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, ...]] = []
    monkeypatch.setattr("intake.notices.actions.changes.MOST", 1)
    monkeypatch.setattr("intake.notices.wakeup._send", lambda task, *words: sent.append(words))
    assert actions.owe_for_changes(run=run) == 1
    ((pk, after),) = sent
    first = Notice.objects.get(kind="definition_changed")
    assert (pk, f"change:{after}") == (run.pk, first.cause)
    owe_for_changes(pk, after)
    assert actions.held_of(run).count() == 2
    owe_for_changes(*sent[-1])
    assert len(sent) == 2


def test_a_sweep_is_bounded_too(run: Reassessment, filed: list[Claim], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.notices.actions.changes.MOST", 1)
    assert actions.owe_due()["definition_changed"] == 1
    assert actions.owe_due()["definition_changed"] == 1
    assert "definition_changed" not in actions.owe_due()


def test_a_run_from_before_the_last_five_is_looked_at(seed: Matter, run: Reassessment) -> None:
    for version in range(3, 9):
        later = ClassDefinitionFactory.create(matter=seed, version=version, status="draft", adopted_at=None)
        Reassessment.objects.create(matter=seed, definition=later, sha256="0" * 64, kind="apply", state="done")
    assert actions.owe_due()["definition_changed"] == 2


def test_word_of_changes_is_owed_where_no_mail_waits_for_it() -> None:
    for task in ("notices.owe_due", "notices.owe_for_changes"):
        assert app.amqp.router.route({}, task)["queue"].name == "passes"


def test_notices_are_let_go_by_slice_and_then_all(run: Reassessment, filed: list[Claim], administrator: User) -> None:
    actions.owe_for_changes(run=run)
    Claim.objects.filter(pk=filed[2].pk).update(state=State.IN_REVIEW)
    part = Slice(old_outcome="eligible", outcome="ineligible", state="in_review", language="en")
    release = actions.release_for_reassessment(run=run, chosen=part, by=administrator)
    assert (release.notices, release.slice["state"], str(Slice())) == (1, "in_review", "everyone")
    assert actions.held_of(run).get().claim_id == filed[1].pk
    actions.release_for_reassessment(run=run, chosen=Slice(), by=administrator)
    assert not actions.held_of(run).exists()
    assert Notice.objects.due().count() == 2
    assert sum(NoticeRelease.objects.values_list("notices", flat=True)) == 2


def test_nothing_is_let_go_twice_by_the_wrong_person_or_too_early(
    run: Reassessment, filed: list[Claim], administrator: User, claimant: User
) -> None:
    actions.owe_for_changes(run=run)
    with pytest.raises(Refused, match="Your role"):
        actions.release_for_reassessment(run=run, chosen=Slice(), by=claimant)
    with pytest.raises(Refused, match="No notice of this choice"):
        actions.release_for_reassessment(run=run, chosen=Slice(outcome="eligible"), by=administrator)
    Reassessment.objects.filter(pk=run.pk).update(state="running")
    run.refresh_from_db()
    with pytest.raises(Refused, match="still being applied"):
        actions.release_for_reassessment(run=run, chosen=Slice(), by=administrator)


def test_what_left_while_a_second_person_let_it_go_stays_where_it_is(run: Reassessment, administrator: User) -> None:
    """The other one let them go a moment earlier, one was cancelled at once, and a worker sends the other."""
    actions.owe_for_changes(run=run)
    sent, cancelled = actions.held_of(run).order_by("pk")

    def overtake(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "notices_notice"') and not overtaken:
            overtaken.append(True)
            Notice.objects.filter(pk=cancelled.pk).update(state=NoticeState.CANCELLED)
            lease = {"lease_token": "another", "lease_until": Now() + timedelta(minutes=5)}
            Notice.objects.filter(pk=sent.pk).update(state=NoticeState.ATTEMPTING, **lease)
        return execute(sql, *rest)

    overtaken: list[bool] = []
    with connection.execute_wrapper(overtake), pytest.raises(Refused, match="No notice of this choice"):
        actions.release_for_reassessment(run=run, chosen=Slice(), by=administrator)


def test_an_accepted_claim_is_judged_anew_only_when_a_person_takes_it_up_again(
    seed: Matter, run: Reassessment, filed: list[Claim]
) -> None:
    assert Assessment.objects.get(claim=filed[4]).left_behind
    take(claim=Claim.objects.with_matter().get(pk=filed[4].pk), by=staff_of(seed, "another"))
    now = Assessment.objects.get(claim=filed[4])
    assert (now.left_behind, now.outcome, now.definition.version) == (False, "ineligible", 2)


def test_the_whole_log_is_whole_after_a_new_definition(run: Reassessment) -> None:
    out = StringIO()
    call_command("verify_log", stdout=out)
    assert "The log is whole" in out.getvalue()
