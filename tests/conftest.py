"""What every test stands on: the cast, the database a run chose, a closed network, no skipped test."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from redis import Redis

from claimants.common import frozen
from tests import network

pytest_plugins = [
    "tests.fixtures.cast",
    "tests.fixtures.filings",
    "tests.fixtures.browsers",
    "tests.fixtures.mail",
    "tests.fixtures.workers",
]


def pytest_configure() -> None:
    network.close()


def pytest_unconfigure(config: pytest.Config) -> None:
    if settings.REDIS_URL and not hasattr(config, "workerinput"):
        _forget_messages(settings.VAR_DIR.parent.name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database runs in the pass on SQLite alone, what needs PostgreSQL in the other.

    Journeys share one worker, so that two browsers never fight for the cores of a small machine.
    """
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    other = "pure" if on_postgres else "postgres"
    elsewhere = [item for item in items if item.get_closest_marker(other)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Fixtures ask `request.node.failed` when they leave something behind for whoever looks into it."""
    report = _failed_if_skipped((yield))
    item.failed = getattr(item, "failed", False) or report.failed  # type: ignore[attr-defined]
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    return _failed_if_skipped((yield))


def _forget_messages(prefix: str) -> None:
    """Deletes this run's keys, which all begin with the name of its folder, and nobody else's."""
    with Redis.from_url(settings.REDIS_URL) as client:
        keys = list(client.scan_iter(f"{prefix}-*", count=1000))
        if keys:
            client.delete(*keys)


def _failed_if_skipped(
    report: pytest.TestReport | pytest.CollectReport,
) -> pytest.TestReport | pytest.CollectReport:
    """A skipped test tells nobody anything, so here it is a failure."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"A skipped test is a failure here: {report.longrepr}"
    return report


_empty_the_tables = TransactionTestCase._fixture_teardown


def _empty_the_frozen_tables_too(case: TransactionTestCase) -> None:
    """Only the test runner lifts the triggers, to empty the tables after a test that really commits."""
    for alias in case._databases_names(include_mirrors=False):
        frozen.remove(connections[alias])
    _empty_the_tables(case)
    for alias in case._databases_names(include_mirrors=False):
        frozen.install(connections[alias])


TransactionTestCase._fixture_teardown = _empty_the_frozen_tables_too  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _an_empty_cache() -> None:
    """Rate limits live in the cache, and one test's attempts are not another's."""
    cache.clear()
