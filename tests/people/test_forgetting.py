"""What is left of people who have gone, and of those who only began to sign in."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from claimants.people.codes import KEPT_FOR
from claimants.people.forgetting import forget_account, forget_traces
from claimants.people.models import MailboxChange, Person, User
from claimants.people.tasks import clear_sessions
from tests.people.steps import ask_for_code, is_signed_in, newest_code, sign_in

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


def _sessions() -> str:
    return str([session.get_decoded() for session in Session.objects.all()])


def test_a_sign_in_that_was_only_begun_leaves_no_address_and_ends_soon(client: Client) -> None:
    ask_for_code(client, ANA)
    assert ANA not in _sessions()
    left = Session.objects.get().expire_date - timezone.now()
    assert left <= timedelta(seconds=KEPT_FOR)
    assert client.cookies["sessionid"]["max-age"] == KEPT_FOR


def test_whoever_comes_in_stays_as_long_as_ever(client: Client) -> None:
    sign_in(client, ANA)
    assert client.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE
    client.post("/sign-in/", {"email": ANA, "again": "1"})
    assert client.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE
    assert client.post("/sign-in/code/", {"code": newest_code()}).status_code == 302
    assert ANA not in _sessions()


def test_old_sessions_and_those_of_closed_accounts_are_cleared_daily(claimant: User, stranger: User) -> None:
    with time_machine.travel("2026-03-02T09:00:00Z", tick=False) as clock:
        ask_for_code(Client(), ANA)
        clock.shift(KEPT_FOR + 1)
        here, gone = Client(), Client()
        sign_in(here, claimant.email)
        sign_in(gone, stranger.email)
        User.objects.filter(pk=stranger.pk).update(is_active=False)
        assert clear_sessions() == 2
        assert Session.objects.get().session_key == here.session.session_key
        assert clear_sessions() == 0
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert "people.clear_sessions" in tasks


class Refusing(EmailBackend):
    """A mail server that refuses, and says whom."""

    def send_messages(self, messages: object) -> int:
        raise SMTPRecipientsRefused({ANA: (550, b"no such user")})


def test_a_refusal_of_the_mail_server_names_nobody_in_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.conf.settings.EMAIL_BACKEND", f"{__name__}.Refusing")
    assert client.post("/sign-in/", {"email": ANA}).status_code == 503
    assert "could not be sent: SMTPRecipientsRefused." in caplog.text
    assert ANA not in caplog.text + str([record.__dict__ for record in caplog.records])


def test_traces_go_and_what_staff_did_stays(
    client: Client, claimant: User, stranger: User, reviewer: User, second_reviewer: User
) -> None:
    sign_in(client, claimant.email)
    sign_in(others := Client(), stranger.email)
    claimant.refresh_from_db()
    Authenticator.objects.create(user=claimant, type=Authenticator.Type.WEBAUTHN, data={"name": "Ana's phone"})
    done = {"old_email": ANA, "new_email": claimant.email, "reason": "Ana knew.", "proposed_by": reviewer}
    MailboxChange.objects.create(user=claimant, **done, confirmed_by=second_reviewer, confirmed_at=timezone.now())
    MailboxChange.objects.create(user=claimant, **done)
    forget_traces(user=claimant)
    assert not Authenticator.objects.exists()
    change = MailboxChange.objects.get()
    assert (change.proposed_by, change.confirmed_by, change.reason) == (reviewer, second_reviewer, "")
    assert change.old_email == change.new_email == f"erased-{claimant.pk}@erased.invalid"
    assert not is_signed_in(client)
    assert Session.objects.get().session_key == others.session.session_key


def test_an_account_on_which_nothing_hangs_is_deleted(claimant: User) -> None:
    assert forget_account(user=claimant)
    assert not User.objects.exists()
    assert not Person.objects.exists()


def test_an_account_that_a_record_needs_is_emptied_and_closed(claimant: User, reviewer: User) -> None:
    MailboxChange.objects.create(
        user=claimant, old_email=ANA, new_email=ANA, reason="x", proposed_by=reviewer,
        confirmed_by=User.objects.create_user("second@example.org"), confirmed_at=timezone.now(),
    )  # fmt: skip
    assert not forget_account(user=claimant)
    claimant.refresh_from_db()
    assert (claimant.email, claimant.is_active) == (f"erased-{claimant.pk}@erased.invalid", False)
    assert Person.objects.get().user == claimant
