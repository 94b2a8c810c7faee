"""How the queue is, and whether the site is ready."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery.signals import beat_init
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import User
from claimants.people.tasks import clear_sessions
from intake.notices import sweeps
from intake.notices.breaker import open_for
from intake.notices.buckets import pause_destination
from intake.notices.models import MailEvent, Sweep
from intake.notices.sweeps import note_what_repeats
from intake.notices.tasks import reap, send_due
from intake.review.tasks import lapse_due
from tests.campaigns.listed import running
from tests.desk.versions import words_of
from tests.factories import UserFactory
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]


@pytest.fixture
def client(seed: Matter, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(seed, "anna"))


def test_an_idle_queue_says_so(client: Client) -> None:
    page = words_of(client.get("/desk/health/"))
    assert "Messages that one person waits for none" in page
    assert "None is paused." in page
    assert "has not run yet: no clock was ever started late" in page


def test_whatever_holds_messages_back_is_on_the_page(client: Client) -> None:
    open_for("Connection refused")
    pause_destination("gmail", timezone.now() + timedelta(hours=1), "They refuse our mail on policy.")
    sweeps.note("disk 7f3a", "This worker's disk takes no notes. It sends nothing until there is room.")
    MailEvent.objects.create(provider="p", provider_event_id="1", kind="bounced", happened_at=timezone.now())
    Sweep.objects.create(name="notices.reap", at=timezone.now() - timedelta(minutes=7))
    page = words_of(client.get("/desk/health/"))
    for words in (
        "The mail relay is away.", "Connection refused", "gmail paused until", "They refuse our mail on policy.",
        "takes no notes", "Reports about no message that we know 1", "a lost worker held 7 minutes ago late",
    ):  # fmt: skip
        assert words in page


def test_the_page_asks_the_same_number_of_questions_whatever_there_is(client: Client) -> None:
    client.get("/desk/health/")
    before = _queries_of(client)
    for number in range(5):
        pause_destination(f"group{number}", timezone.now() + timedelta(hours=1), "They refuse our mail.")
        sweeps.note(f"disk {number}", "No room.")
    assert _queries_of(client) == before


def test_work_that_never_ran_says_until_when_it_is_due_and_is_late_when_that_passed(client: Client) -> None:
    beat_init.send(sender=None)
    work = "delete sessions that are over"
    first = Sweep.objects.get(name="expected people.clear_sessions").at
    by = f"{first + timedelta(days=1, minutes=2):%Y-%m-%d %H:%M} UTC"
    assert re.search(rf"{work} has not run yet; first due by {by}(?! late)", words_of(client.get("/desk/health/")))
    note_what_repeats(task=clear_sessions, state="FAILURE", retval=OSError("full"))
    Sweep.objects.filter(name="expected people.clear_sessions").update(at=first - timedelta(days=2))
    beat_init.send(sender=None)
    page = words_of(client.get("/desk/health/"))
    assert re.search(rf"{work} has not run yet; first due by \S+ \S+ UTC late The last run ended with an error", page)
    note_what_repeats(task=clear_sessions, state="SUCCESS")
    assert f"{work} 0 minutes ago" in words_of(client.get("/desk/health/"))


def _ready() -> tuple[int, str]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def test_the_site_is_ready_while_notices_are_sent_and_returned(db: None) -> None:
    look = "Look at the worker of the queue “celery”, and at the clock.\n"
    sends, returns = "No worker has looked for notices to send", "No worker has returned what lost workers held"
    assert _ready() == (503, f"{sends}, so far. {returns}, so far. {look}")
    note_what_repeats(task=reap, state="SUCCESS")
    assert _ready() == (503, f"{sends}, so far. {look}")
    note_what_repeats(task=send_due, state="SUCCESS")
    assert _ready() == (200, "ready\n")
    Sweep.objects.filter(name="notices.reap").update(at=timezone.now() - timedelta(minutes=3))
    assert re.search(rf"{returns}, for 1[78]\d seconds\.", _ready()[1])


def test_other_work_does_not_make_the_site_ready(db: None) -> None:
    for task in (reap, send_due):
        note_what_repeats(task=task, state="SUCCESS")
    Sweep.objects.update(at=timezone.now() - timedelta(minutes=3))
    note_what_repeats(task=lapse_due, state="SUCCESS")
    assert _ready()[0] == 503


def test_work_that_failed_stays_late_and_says_why(db: None) -> None:
    note_what_repeats(task=reap, state="SUCCESS")
    before = Sweep.objects.get()
    note_what_repeats(task=reap, state="FAILURE", retval=OSError("full"))
    after = Sweep.objects.get()
    assert (after.at, after.said) == (before.at, "The last run ended with an error (OSError).")


def test_the_site_answers_without_its_database() -> None:
    assert Client().get("/healthz").content == b"ok\n"


def _queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/health/")
    return len(asked)


def test_a_notice_to_many_that_runs_is_named_to_those_of_its_matter_only(client: Client, signed_in: SignedIn) -> None:
    campaign = running(UserFactory.create(staff=True), [["ana@example.org"]])
    assert campaign.name not in words_of(client.get("/desk/health/"))
    inside = signed_in(staff_of(campaign.matter, "inside"))
    assert f"{campaign.name} , moved on" in words_of(inside.get("/desk/health/"))
