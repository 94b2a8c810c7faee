"""Returned messages, from a Maildir and from the mail server's pipe: kept, checked to be ours, put away afterwards."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from intake.notices import verp
from intake.notices.actions import hear_returned
from intake.notices.addresses import is_held
from intake.notices.envelopes import sender_of
from intake.notices.models import AddressStatus, MailEvent, Notice
from tests.notices.reporting import accept

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[1] / "data" / "reports"
KEY = "key of the samples"


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> None:
    settings.BOUNCE_KEYS = [KEY, "an older key"]
    settings.BOUNCE_DOMAIN = "bounce.example.org"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def sample(name: str, notice: Notice) -> bytes:
    """The sample, about this notice and no other."""
    ours, theirs = sender_of(notice.pk), verp.address(42, key=KEY.encode(), domain="bounce.example.org")
    raw = (SAMPLES / f"{name}.eml").read_bytes()
    for part in (theirs, theirs.replace("@", "=40")):
        raw = raw.replace(part.partition("@")[0].encode(), ours.partition("@")[0].encode())
    return raw


def read_all(maildir: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("read_bounces", "--mailbox", str(maildir), *options, stdout=out)
    return out.getvalue().strip()


def test_a_mailbox_is_read_and_what_was_read_is_marked(owed: Notice, maildir: Path) -> None:
    accept(owed)
    for name in ("postfix_failed", "vacation_gmail", "answered_by_a_person"):
        (maildir / "new" / f"1700000000.{name}.host").write_bytes(sample(name, owed))
    assert read_all(maildir) == "answered by a machine: 1; for a person: 1; kept: 1"
    owed.refresh_from_db()
    assert owed.arrival == "bounced"
    assert is_held("claimant@example.org", "update") is not None
    assert not list((maildir / "new").iterdir())
    assert {path.name.rpartition(":")[2] for path in (maildir / "cur").iterdir()} == {"2,S"}
    assert read_all(maildir) == "No message has come back."


def test_only_what_was_kept_is_deleted(owed: Notice, maildir: Path) -> None:
    accept(owed)
    (maildir / "new" / "1").write_bytes(sample("postfix_failed", owed))
    (maildir / "cur" / "2:2,F").write_bytes(sample("answered_by_a_person", owed))
    (maildir / "cur" / "3:2,S").write_bytes(sample("postfix_failed", owed))
    assert read_all(maildir, "--delete") == "for a person: 1; kept: 1"
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == ["2:2,FS", "3:2,S"]
    assert not list((maildir / "new").iterdir())


def test_the_same_message_twice_is_kept_once(owed: Notice, maildir: Path) -> None:
    for name in ("1", "2"):
        (maildir / "new" / name).write_bytes(sample("gmail_failed", owed))
    assert read_all(maildir) == "kept: 2"
    assert MailEvent.objects.count() == 1


@pytest.mark.parametrize("name", ["postfix_failed", "complaint_yahoo", "qmail_failure"])
def test_a_forged_return_is_not_believed(owed: Notice, settings: Settings, name: str) -> None:
    raw = sample(name, owed)
    settings.BOUNCE_KEYS = ["a key that its sender did not know"]
    assert hear_returned(raw) == "about no message of ours"
    assert not MailEvent.objects.exists()


def test_words_alone_hold_nothing_against_an_address_and_a_person_looks(owed: Notice, maildir: Path) -> None:
    accept(owed)
    (maildir / "new" / "1").write_bytes(sample("qmail_failure", owed))
    assert read_all(maildir) == "for a person: 1"
    owed.refresh_from_db()
    assert owed.arrival == "bounced"
    assert not AddressStatus.objects.exists()
    assert MailEvent.objects.get().is_flagged


def test_a_complaint_from_a_feedback_loop_is_held_against_the_address(owed: Notice, maildir: Path) -> None:
    accept(owed)
    (maildir / "new" / "1").write_bytes(sample("complaint_yahoo", owed))
    read_all(maildir)
    owed.refresh_from_db()
    assert owed.arrival == "complained"
    assert AddressStatus.objects.get().reason == "complained"


@pytest.mark.parametrize("raw", [b"", b"\x00" * 5000, b"Subject: \xff\xfe\n\n" + b"A" * 3_000_000, b"\r\n\r\n"])
def test_what_cannot_be_read_is_kept_for_a_person(maildir: Path, raw: bytes) -> None:
    (maildir / "new" / "1").write_bytes(raw)
    assert read_all(maildir) == "for a person: 1"
    event = MailEvent.objects.get()
    assert (event.kind, event.is_flagged, event.notice) == ("other", True, None)


def test_a_link_in_the_mailbox_leads_to_no_other_file(maildir: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("else") / "secret"
    secret.write_text("not mail")
    (maildir / "new" / "1").symlink_to(secret)
    assert read_all(maildir) == "No message has come back."


def test_one_message_comes_from_a_pipe(owed: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(owed)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(sample("exim_dsn", owed))))
    out = io.StringIO()
    call_command("read_bounces", "--stdin", stdout=out)
    assert out.getvalue().strip() == "for a person: 1"
    assert MailEvent.objects.get().notice == owed


def test_a_folder_that_is_no_maildir_or_a_missing_key_is_a_sentence(maildir: Path, settings: Settings) -> None:
    with pytest.raises(CommandError, match="is no Maildir"):
        read_all(maildir / "new")
    settings.BOUNCE_KEYS = []
    (maildir / "new" / "1").write_bytes(b"From: a\n\nb")
    with pytest.raises(CommandError, match="set BOUNCE_KEYS"):
        read_all(maildir)
    assert (maildir / "new" / "1").exists()
