"""What a test about notices stands on: claims with everything that a notice can be about, and a relay."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from claimants.matters.stages import MODE_OF, Mode, Stage
from claimants.people.models import User
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.models import Notice
from tests.factories import ClaimFactory
from tests.notices.relay import Relay
from tests.notices.scripted import Scripted
from tests.notices.situations import add_request, decline, matter_at, reassess, reverse_decline, sign

SIGNED_AT = datetime(2026, 3, 2, 17, 5, tzinfo=UTC)


@pytest.fixture
def claim(db: None, claimant: User) -> Claim:
    """A signed registration in a dismissed matter."""
    return _filed(Stage.DISMISSED, Mode.REGISTRATION, claimant)


@pytest.fixture
def claim_in(db: None) -> Callable[..., Claim]:
    """Makes a claim about which every kind of notice has something to say, in a matter at the given stage."""

    def make(stage: Stage, mode: Mode | None = None) -> Claim:
        claim = _filed(stage, mode or MODE_OF[stage], None)
        add_request(claim, due_at=SIGNED_AT + timedelta(days=30))
        decline(claim)
        reverse_decline(claim)
        reassess(claim)
        return claim

    return make


@pytest.fixture
def relay(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    """A real SMTP server, which the settings name."""
    relay = Relay(tmp_path_factory.mktemp("relay"))
    controller = Controller(relay, hostname="127.0.0.1", port=relay.port, enable_SMTPUTF8=True)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
    settings.EMAIL_TIMEOUT = 10
    yield relay
    relay.let_go()
    controller.stop()


@pytest.fixture
def owed(claim: Claim) -> Notice:
    """A notice that waits to be sent."""
    from intake.notices.actions import owe

    return owe(kind="claim_received", cause="event:1", claim=claim)


def _filed(stage: Stage, mode: Mode, user: User | None) -> Claim:
    matter = matter_at(stage)
    people = {"person": user.person, "filed_by": user} if user else {}
    claim = ClaimFactory.create(matter=matter, mode=mode, state=State.IN_REVIEW, submitted_at=SIGNED_AT, **people)
    sign(claim, "Ana López", at=SIGNED_AT)
    return claim


@pytest.fixture
def scripted(settings: Settings) -> Iterator[Callable[..., Scripted]]:
    relays: list[Scripted] = []

    def start(*extensions: str, **answers: str) -> Scripted:
        relay = Scripted(*extensions, **answers)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
        relay.start()
        relays.append(relay)
        return relay

    yield start
    for relay in relays:
        relay.ends()
