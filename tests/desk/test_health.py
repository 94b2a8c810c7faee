"""How the queue is, whether the site is ready, and addresses that nothing is sent to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.notices import sweeps
from intake.notices.addresses import digest_of
from intake.notices.breaker import open_for
from intake.notices.buckets import pause_destination
from intake.notices.models import AddressStatus, MailEvent, Sweep
from intake.notices.sweeps import note_what_repeats
from intake.notices.tasks import reap
from tests.campaigns.listed import running
from tests.desk.steps import said
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
    assert "never late" in page


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


def test_the_site_is_ready_while_repeated_work_is_done(db: None) -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (
        503, "No worker has done any repeated work yet. Start a worker and the clock.\n",
    )  # fmt: skip
    note_what_repeats(task=reap, state="SUCCESS")
    assert (Client().get("/readyz").status_code, Client().get("/readyz").content) == (200, b"ready\n")
    Sweep.objects.update(at=timezone.now() - timedelta(minutes=3))
    assert "No repeated work was done for 18" in Client().get("/readyz").content.decode()


def test_work_that_failed_stays_late_and_says_why(db: None) -> None:
    note_what_repeats(task=reap, state="SUCCESS")
    before = Sweep.objects.get()
    note_what_repeats(task=reap, state="FAILURE", retval=OSError("full"))
    after = Sweep.objects.get()
    assert (after.at, after.said) == (before.at, "The last run ended with an error (OSError).")


def test_the_site_answers_without_its_database() -> None:
    assert Client().get("/healthz").content == b"ok\n"


def test_an_address_is_found_by_its_whole_and_given_back_by_name(client: Client) -> None:
    status = AddressStatus.objects.create(digest=digest_of("ana@example.org"), reason="no_updates")
    AddressStatus.objects.create(digest=digest_of("wei@example.org"), reason="no_updates")
    assert len(client.get("/desk/addresses/").context["held"]) == 2
    assert list(client.post("/desk/addresses/find/", {"email": "Ana@example.org"}).context["held"]) == [status]
    page = words_of(client.post("/desk/addresses/find/", {"email": "bo@example.org"}))
    assert "Nothing is held against this address." in page
    assert "Say why, in a sentence" in words_of(client.post(f"/desk/addresses/{status.pk}/lift/", {"reason": ""}))
    sent = {"reason": "The person wrote to us."}
    assert "may go to this address again" in said(client.post(f"/desk/addresses/{status.pk}/lift/", sent))
    assert "already" in said(client.post(f"/desk/addresses/{status.pk}/lift/", sent))
    status.refresh_from_db()
    assert (status.lifted_why, status.lifted_by.email) == ("The person wrote to us.", "anna@counsel.example.org")


def _queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/health/")
    return len(asked)


def test_a_notice_to_many_that_runs_is_named_to_those_of_its_matter_only(client: Client, signed_in: SignedIn) -> None:
    campaign = running(UserFactory.create(staff=True), [["ana@example.org"]])
    assert campaign.name not in words_of(client.get("/desk/health/"))
    inside = signed_in(staff_of(campaign.matter, "inside"))
    assert f"{campaign.name} , moved on" in words_of(inside.get("/desk/health/"))
