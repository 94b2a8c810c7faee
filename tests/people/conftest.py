"""The people room is tested at its own door, with a small site behind it."""

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import Settings

NINE = "2026-03-02T09:00:30Z"


@pytest.fixture(autouse=True)
def _a_small_site_behind_the_door(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.people.urls"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock in hand, at the beginning of every window that limits count in."""
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller
