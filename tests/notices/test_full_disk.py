"""The worker's disk is full at one moment or another: nothing is lost, nothing goes twice, and somebody is told."""

import errno
import os
from collections.abc import Callable

import pytest
from django.db.models.functions import Now

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.notices.actions import reap, send_due
from intake.notices.models import Notice, NoticeState, Provider, Sweep
from intake.notices.queue import BATCH
from tests.notices.dispatches import dispatch_to
from tests.notices.relay import Relay

pytestmark = pytest.mark.django_db
WRITES = 1 + 3 * 4
"""One for the batch, and three for each message: turned to, handed over, answered."""
A_BATCH = 1 + 3 * BATCH


@pytest.fixture
def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """`fill_the_disk(3)`: from its third line on, no note is taken."""
    write, written = os.write, [0]

    def fill(at: int) -> None:
        def refuse(file: int, line: bytes) -> int:
            written[0] += 1
            if written[0] >= at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(file, line)

        monkeypatch.setattr(os, "write", refuse)

    return fill


@pytest.mark.parametrize(
    "at, number",
    [*((at, 4) for at in range(1, WRITES + 1)), *((A_BATCH + more, BATCH + 2) for more in range(-1, 4))],
)
def test_a_disk_that_fills_up_loses_and_doubles_nothing(
    at: int, number: int, matter: Matter, administrator: User, relay: Relay, fill_the_disk: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    addresses = [f"person{place:02d}@example.org" for place in range(number)]
    dispatch = dispatch_to(addresses, matter=matter, owner=administrator)
    fill_the_disk(at)
    send_due()
    before = len(relay.messages)
    monkeypatch.undo()
    assert before == number or Sweep.objects.filter(said__contains="disk takes no notes").exists()
    assert not Provider.objects.filter(closed_until__gt=Now()).exists()
    reap()
    Notice.objects.filter(state=NoticeState.QUEUED).update(not_before=Now())
    send_due()
    assert sorted(message["To"] for message in relay.messages) == addresses
    assert dispatch.tally() == {NoticeState.ACCEPTED: number}
