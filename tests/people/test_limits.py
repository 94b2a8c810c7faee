"""Counters: how often something may be tried, and what happens when the shared cache is gone."""

import pytest
import time_machine
from pytest_django import Settings

from claimants.people.limits import Limit, longest_wait, minutes, network, wait_for

TWICE = Limit("test", 2, 900)
NOBODY_LISTENS = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
}


def test_a_limit_says_how_long_to_wait(clock: time_machine.Traveller) -> None:
    assert [wait_for(TWICE, "ana") for _ in range(3)] == [0, 0, 870]
    clock.shift(870)
    assert wait_for(TWICE, "ana") == 0


def test_one_key_does_not_use_up_anothers_limit(clock: time_machine.Traveller) -> None:
    assert [wait_for(TWICE, key) for key in ("ana", "ana", "bob", "bob")] == [0, 0, 0, 0]


def test_a_place_that_cannot_be_told_is_not_counted(clock: time_machine.Traveller) -> None:
    assert {wait_for(TWICE, "") for _ in range(5)} == {0}


def test_the_longest_wait_counts(clock: time_machine.Traveller) -> None:
    once = Limit("test-once", 1, 3600)
    assert longest_wait((TWICE, "ana"), (once, "ana")) == 0
    assert longest_wait((TWICE, "ana"), (once, "ana")) == 3570


def test_without_the_shared_cache_each_process_still_counts(
    clock: time_machine.Traveller, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = NOBODY_LISTENS
    assert [wait_for(TWICE, "the cache is down") for _ in range(3)] == [0, 0, 870]
    assert "this process counts its limits alone" in caplog.text
    assert "the cache is down" not in "".join(record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("seconds,shown", [(1, 1), (60, 1), (61, 2), (870, 15)])
def test_waits_are_told_in_whole_minutes(seconds: int, shown: int) -> None:
    assert minutes(seconds) == shown


@pytest.mark.parametrize(
    "address,counted",
    [("192.0.2.7", "192.0.2.7"), ("2001:db8::1", "2001:db8::/64"), ("::ffff:192.0.2.7", "192.0.2.7")],
)
def test_a_visitor_is_counted_by_their_network(address: str, counted: str) -> None:
    assert network(address) == counted
