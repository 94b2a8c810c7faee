"""A pass over everybody on real workers, one of which is killed in the middle: it ends, and comes to the same."""

import time
from datetime import timedelta

import pytest

from claimants.matters.definitions import compiled
from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import User
from intake.assessments import actions, leases
from intake.assessments.actions import working
from intake.assessments.actions.applying import apply_chunk
from intake.assessments.judging import plan
from intake.assessments.models import Assessment, AssessmentChange, Reassessment, ReassessmentChunk
from intake.assessments.proof import verify_runs
from tests.assessments.versions import LATER_PREMIUM, administrators, approve, previewed, proposed
from tests.fixtures.filings import file_claim, new_claimant
from tests.fixtures.workers import Worker
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 6


@pytest.fixture
def people(seed: Matter, monkeypatch: pytest.MonkeyPatch) -> tuple[User, User]:
    """Six people whom the narrower version leaves out, in chunks of one; and who may approve it."""
    monkeypatch.setattr(leases.divide, "__defaults__", (1,))
    for number in range(MANY):
        file_claim(seed, new_claimant(f"person{number}"), premium=LATER_PREMIUM)
    return administrators(seed)


def approved(matter: Matter, people: tuple[User, User]) -> ClassDefinition:
    definition = proposed(matter, people[0])
    run = previewed(definition, people[0])
    until(lambda: is_done(run))  # the worker may have been quicker to lead it
    approve(definition, *people)
    return definition


def is_done(run: Reassessment) -> bool:
    return Reassessment.objects.filter(pk=run.pk, state=Reassessment.State.DONE).exists()


def test_a_worker_does_a_what_if_and_an_apply_that_a_person_asked_for(
    seed: Matter, people: tuple[User, User], worker: Worker
) -> None:
    definition = proposed(seed, people[0])
    run = actions.preview(definition=definition, by=people[0])
    until(lambda: is_done(run))
    approve(definition, *people)
    run = actions.apply(definition=definition, by=people[1])
    until(lambda: is_done(run))
    run.refresh_from_db()
    assert run.note == "The recount equals the what-if."
    assert AssessmentChange.objects.filter(chunk__run=run).count() == MANY


def test_an_apply_whose_leader_was_killed_goes_on_with_another_and_does_nothing_twice(
    seed: Matter, people: tuple[User, User], worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = approved(seed, people)
    run = actions.apply(definition=definition, by=people[0])
    until(lambda: Reassessment.objects.get(pk=run.pk).chunks_done > 0)
    worker.kill()
    lost = Reassessment.objects.get(pk=run.pk)
    ReassessmentChunk.objects.filter(run=run).exclude(state="done").filter(number=MANY).update(
        state="taken", token="a-worker-that-is-gone", taken_until=lost.asked_at
    )
    if not is_done(run):
        monkeypatch.setattr(working, "QUIET", timedelta(0))
        time.sleep(0.05)
        assert actions.sweep() == 1
        actions.lead(Reassessment.objects.get(pk=run.pk))
    run.refresh_from_db()
    assert run.note == "The recount equals the what-if."
    assert AssessmentChange.objects.filter(chunk__run=run).count() == MANY
    assert set(Assessment.objects.values_list("outcome", flat=True)) == {"ineligible"}
    assert list(verify_runs()) == []


def test_a_what_if_whose_leader_was_lost_starts_anew_on_a_new_snapshot(
    seed: Matter, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.preview(definition=proposed(seed, people[0]), by=people[0])

    def lose(run: Reassessment) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        actions.lead(run, watch=lose)
    assert Reassessment.objects.get(pk=run.pk).state == Reassessment.State.RUNNING
    monkeypatch.setattr(working, "QUIET", timedelta(0))
    time.sleep(0.05)
    actions.sweep()
    run = actions.lead(Reassessment.objects.get(pk=run.pk))
    assert run.state == Reassessment.State.DONE
    assert run.counts["matrix"] == {"eligible>ineligible": MANY}


def test_a_chunk_that_somebody_else_took_over_is_not_written_twice(seed: Matter, people: tuple[User, User]) -> None:
    run = actions.apply(definition=approved(seed, people), by=people[0])
    Reassessment.objects.filter(pk=run.pk).update(state=Reassessment.State.RUNNING)
    chunk = leases.take(run)
    assert chunk
    ReassessmentChunk.objects.filter(pk=chunk.pk).update(token="another")
    how = plan(compiled(run.base), compiled(run.definition))
    assert not apply_chunk(run, chunk, how, leases.versions(run))
    assert not AssessmentChange.objects.filter(chunk__run=run).exists()


def test_an_error_stops_a_pass_with_a_sentence_and_writes_nothing_of_its_chunk(
    seed: Matter, people: tuple[User, User]
) -> None:
    definition = approved(seed, people)
    last = Assessment.objects.order_by("-claim_id")[0]
    Assessment.objects.filter(pk=last.pk).update(facts={"premium": 5})
    run = actions.apply(definition=definition, by=people[0])
    with pytest.raises(TypeError):
        actions.lead(run)
    run.refresh_from_db()
    assert run.state == Reassessment.State.FAILED
    assert "TypeError" in run.note
    assert AssessmentChange.objects.filter(chunk__run=run).count() == MANY - 1
    Assessment.objects.filter(pk=last.pk).update(facts=last.facts)
    run = actions.lead(actions.resume(run=run, by=people[0]))
    assert AssessmentChange.objects.filter(chunk__run=run).count() == MANY
    assert list(verify_runs()) == []
