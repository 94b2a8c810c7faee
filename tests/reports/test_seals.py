"""What was tried is sealed by the hour, so that an attempt altered behind the triggers is noticed."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from structlog.testing import capture_logs

from claimants.common import frozen
from intake.notices.models import NoticeAttempt
from intake.reports.actions import make_pack
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


def _alter_the_newest_attempt_without_its_seal() -> None:
    """What somebody does who owns the database: the newest seal goes, and with it what would have noticed."""
    frozen.remove(connection)
    AttemptSeal.objects.filter(pk=AttemptSeal.objects.latest("pk").pk).delete()
    NoticeAttempt.objects.filter(pk=NoticeAttempt.objects.latest("pk").pk).update(reply="250 all is well")
    frozen.install(connection)


def test_the_newest_seal_taken_out_is_missed_by_the_head_in_the_log_of_the_worker() -> None:
    finished_campaign(((ACCEPTED,),), letters=())
    _sealed()
    with capture_logs() as logged:
        seal()
    (head,) = [line["head"] for line in logged if line["event"] == "reports.sealed"]
    assert list(verify_seals([head])) == []
    _alter_the_newest_attempt_without_its_seal()
    assert list(verify_seals()) == []
    (finding,) = verify_seals([head.upper()])
    assert str(finding) == f"seal {head}: it is not in the chain; it was removed or altered, with what it covered"


def test_the_command_prints_the_head_and_misses_it_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    finished_campaign(((ACCEPTED,),), letters=())
    _sealed()
    head, missed = AttemptSeal.objects.latest("pk").sha256, "it is not in the chain"
    with pytest.raises(CommandError):  # the rows of the campaign were made directly
        call_command("verify_log", "--seal", head)
    said = capsys.readouterr()
    assert f"Head of the seals over attempts: {head}" in said.out
    assert missed not in said.err
    _alter_the_newest_attempt_without_its_seal()
    with pytest.raises(CommandError):
        call_command("verify_log", "--seal", head)
    assert f"seal {head}: {missed}" in capsys.readouterr().err


def test_a_pack_holds_the_seal_over_its_attempts_and_later_ones_change_nothing(tmp_path: Path) -> None:
    campaign = finished_campaign(((ACCEPTED,),), letters=())
    _sealed()
    head = AttemptSeal.objects.latest("pk").sha256
    first = make_pack(campaign=campaign, into=tmp_path, by=None)
    with zipfile.ZipFile(first.path) as archive:
        assert json.loads(archive.read("campaign.json"))["seal"]["head"] == head
    finished_campaign(((ACCEPTED,),), letters=(), caption="Roe v. Company")
    _let_time_pass()
    _sealed()
    assert AttemptSeal.objects.latest("pk").sha256 != head
    assert make_pack(campaign=campaign, into=tmp_path, by=None).made.sha256 == first.made.sha256
