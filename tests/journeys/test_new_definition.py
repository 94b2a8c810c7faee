"""A court narrows the class: drafted, proposed, previewed, approved by two, applied through a kill, told, replayed."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from claimants.matters.models import Matter
from claimants.people.models import Role
from intake.assessments import leases
from intake.assessments.actions import sweep
from intake.assessments.models import AssessmentChange, Reassessment
from intake.filing.models import Claim
from intake.notices.actions import owe_due
from intake.notices.models import Notice, NoticeState
from tests.assessments.versions import LATER_PREMIUM
from tests.fixtures.filings import file_claim, new_claimant, staff_of
from tests.fixtures.workers import Worker
from tests.journeys.conftest import MakeReviewer
from tests.journeys.looking import look
from tests.journeys.reviewer import Reviewer
from tests.waiting import until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOVING, STAYING = 8, 2


@pytest.fixture
def filed(seed: Matter, monkeypatch: pytest.MonkeyPatch) -> list[Claim]:
    """Ten people, each in a chunk of their own, so that there is a middle to be killed in."""
    monkeypatch.setattr(leases.divide, "__defaults__", (1,))
    moving = [file_claim(seed, new_claimant(f"m{number}"), premium=LATER_PREMIUM) for number in range(MOVING)]
    claims = moving + [file_claim(seed, new_claimant(f"s{number}")) for number in range(STAYING)]
    Notice.objects.update(state=NoticeState.CANCELLED)
    return claims


def test_a_narrower_class_from_the_draft_to_the_word_of_it(
    seed: Matter, filed: list[Claim], at_the_desk: MakeReviewer, start_worker: Callable[[], Worker]
) -> None:
    before = timezone.now()
    first = at_the_desk(staff_of(seed, "first", Role.ADMINISTRATOR), is_in=True)
    second = at_the_desk(staff_of(seed, "second", Role.ADMINISTRATOR), is_in=True)
    worker = start_worker()
    _drafts(first, seed)
    _proposes(first)
    _previews(first)
    _approves(first)
    _approves(second)
    run = _applies_through_a_kill(second, worker, start_worker)
    _releases(second, run)
    _replays(filed[0], before)


def _drafts(who: Reviewer, matter: Matter) -> None:
    who.page.goto(f"{who.site}/desk/matters/{matter.slug}/definitions/")
    who.sees("Class definition of De La Torre")
    who.press("Start a draft from the version in force")
    who.sees("Edit the draft of version 2")
    text = who.page.get_by_label("The definition")
    text.fill(text.input_value().replace("to: '2024-09-17'", "to: '2022-02-31'"))
    who.press("Check and save")
    expect(who.page.get_by_role("alert")).to_contain_text("2022-02-31")
    text.fill(text.input_value().replace("to: '2022-02-31'", "to: '2022-12-31'"))
    who.press("Check and save")
    who.told("The draft of version 2 is saved.")


def _proposes(who: Reviewer) -> None:
    who.follow("Propose it")
    who.sees("Propose version 2")
    who.page.get_by_label("Docket reference of the order").fill("Dkt. 41")
    who.page.get_by_label("Its date").fill("2026-03-02")
    who.press("Propose version 2")
    who.told("Version 2 is proposed. Two people must approve it.")


def _previews(who: Reviewer) -> None:
    who.press("Start a what-if")
    expect(who.page.get_by_role("heading", level=1)).to_contain_text("What-if of version 2")
    expect(who.page.locator("body")).to_contain_text(f"{MOVING} come to another result.", timeout=30_000)
    look(who.page)
    run = Reassessment.objects.get(kind="preview")
    assert run.counts["matrix"] == {"eligible>ineligible": MOVING, "eligible>eligible": STAYING}


def _approves(who: Reviewer) -> None:
    definition = Reassessment.objects.get(kind="preview").definition
    who.page.goto(f"{who.site}/desk/matters/{definition.matter.slug}/definitions/2/")
    who.follow("Read the table of people and approve")
    who.page.get_by_label("I have read this table").check()
    who.press("Approve version 2")
    expect(who.page.locator("body")).to_contain_text(f"{who.user.email} approved it")


def _applies_through_a_kill(who: Reviewer, worker: Worker, start_worker: Callable[[], Worker]) -> Reassessment:
    """The worker is killed as soon as it did something; another goes on, and nothing is done twice."""
    definition = Reassessment.objects.get(kind="preview").definition
    who.page.goto(f"{who.site}/desk/matters/{definition.matter.slug}/definitions/2/")
    who.follow("Put it into force and apply it")
    who.sees("Put version 2 into force")
    who.press("Put version 2 into force")
    expect(who.page.get_by_role("heading", level=1)).to_contain_text("Apply of version 2")
    run = Reassessment.objects.get(kind="apply")
    until(lambda: Reassessment.objects.get(pk=run.pk).chunks_done > 0)
    worker.kill()
    Reassessment.objects.filter(pk=run.pk, state="running").update(beat_at=timezone.now() - 2 * leases.LEASE)
    run.chunks.filter(state="taken").update(taken_until=timezone.now() - leases.LEASE)
    start_worker()
    until(lambda: Reassessment.objects.get(pk=run.pk).state == Reassessment.State.DONE, meanwhile=sweep, seconds=180)
    run.refresh_from_db()
    assert run.note == "The recount equals the what-if."
    assert AssessmentChange.objects.filter(chunk__run=run).count() == MOVING
    return run


def _releases(who: Reviewer, run: Reassessment) -> None:
    owe_due()  # as the clock does every minute: the message may have gone with the worker that was killed
    held = Notice.objects.filter(kind="definition_changed", state=NoticeState.HELD)
    until(lambda: held.count() == MOVING)
    expect(who.page.locator("[data-poll]")).to_have_count(0, timeout=30_000)  # it loads itself anew at the end
    who.page.reload()
    who.sees("Apply of version 2")
    who.press(f"Release {MOVING} notices")
    who.told(f"{MOVING} notices are on the way (everyone).")
    until(lambda: Notice.objects.filter(kind="definition_changed", state=NoticeState.ACCEPTED).count() == MOVING)


def _replays(claim: Claim, before: object) -> None:
    """A third person, at a terminal, without having taken part."""
    then, now = (_replayed(claim, *words) for words in (["--as-of", f"{before:%Y-%m-%dT%H:%M:%S.%f}+00:00"], []))
    assert (then["definition"], then["outcome"], then["agrees"]) == (1, "eligible", True)
    assert (now["definition"], now["outcome"], now["agrees"]) == (2, "ineligible", True)
    said = StringIO()
    call_command("verify_log", stdout=said)
    assert "The log is whole" in said.getvalue()


def _replayed(claim: Claim, *words: str) -> dict[str, object]:
    said = StringIO()
    call_command("replay", claim.reference, *words, stdout=said)
    found: dict[str, object] = json.loads(said.getvalue())
    return found
