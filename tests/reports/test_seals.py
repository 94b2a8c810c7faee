"""What was tried is sealed by the hour, so that an attempt altered behind the triggers is noticed."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claimants.common import frozen
from intake.notices.models import NoticeAttempt
from intake.reports.models import AttemptSeal
from intake.reports.seals import HORIZON, seal_attempts, verify_seals
from intake.reports.tasks import seal
from tests.reports.situations import ACCEPTED, finished_campaign

pytestmark = pytest.mark.django_db


def _let_time_pass(by: timedelta = HORIZON) -> None:
    frozen.remove(connection)
    for row in AttemptSeal.objects.all():
        AttemptSeal.objects.filter(pk=row.pk).update(at=row.at - by)
    frozen.install(connection)


def _sealed() -> None:
    """Everything that there is, under a seal: one notes it, the next goes up to there."""
    seal_attempts()
    _let_time_pass()
    seal_attempts()


def test_a_seal_goes_up_to_what_was_noted_a_while_before() -> None:
    finished_campaign(((ACCEPTED,),), letters=())
    first = seal_attempts()
    newest = NoticeAttempt.objects.latest("pk").pk
    assert first is not None
    assert (first.count, first.to_pk, first.noted_pk) == (0, 0, newest)
    assert seal_attempts() is None
    _let_time_pass()
    finished_campaign(((ACCEPTED,),), letters=())
    second = seal_attempts()
    assert second is not None
    assert (second.after_pk, second.to_pk, second.count) == (0, newest, 2)
    assert second.noted_pk > newest
    assert list(verify_seals()) == []


def test_without_anything_new_there_is_no_new_seal() -> None:
    assert seal_attempts() is None
    finished_campaign(((ACCEPTED,),), letters=())
    _sealed()
    _let_time_pass()
    seal()
    assert AttemptSeal.objects.count() == 2


def test_a_row_that_says_it_is_old_does_not_slip_under_a_seal() -> None:
    """A worker's clock may be hours behind; only numbers that were given out before count."""
    finished_campaign(((ACCEPTED,),), letters=())
    _sealed()
    notice = NoticeAttempt.objects.earliest("pk").notice
    NoticeAttempt.objects.create(notice=notice, number=9, phase="resolved", at="2020-01-01T00:00Z")
    assert list(verify_seals()) == []


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (lambda rows: rows.update(reply="250 all is well"), "was altered since"),
        (lambda rows: rows.delete(), "4 were sealed, and 3 are there"),
    ],
)
def test_an_attempt_altered_behind_the_triggers_breaks_its_seal(
    spoil: object, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    finished_campaign(((ACCEPTED,), (ACCEPTED,)), letters=())
    _sealed()
    assert list(verify_seals()) == []
    frozen.remove(connection)
    assert callable(spoil)
    spoil(NoticeAttempt.objects.filter(pk=NoticeAttempt.objects.latest("pk").pk))
    frozen.install(connection)
    with pytest.raises(CommandError):
        call_command("verify_log")
    assert sentence in capsys.readouterr().err


def test_a_seal_that_was_taken_out_breaks_the_chain() -> None:
    finished_campaign(((ACCEPTED,),), letters=())
    _sealed()
    _let_time_pass()
    finished_campaign(((ACCEPTED,),), letters=())
    seal_attempts()
    frozen.remove(connection)
    AttemptSeal.objects.filter(pk=AttemptSeal.objects.order_by("pk")[1].pk).delete()
    frozen.install(connection)
    assert any("does not go on from the one before" in finding.sentence for finding in verify_seals())
