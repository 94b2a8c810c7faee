"""Dates relative to the day of loading: resolved once, in the court's time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from claimants.matters.dates import day_of, moment_of, resolved

PACIFIC = ZoneInfo("America/Los_Angeles")
TODAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    "text, day",
    [
        ("loaded", "2026-01-31"),
        ("loaded + 1 day", "2026-02-01"),
        ("loaded+60 days", "2026-04-01"),
        ("loaded - 2 weeks", "2026-01-17"),
        ("loaded + 1 month", "2026-02-28"),
        ("loaded - 1 year", "2025-01-31"),
        ("loaded + 25 months", "2028-02-29"),
    ],
)
def test_a_relative_day_counts_from_loading(text: str, day: str) -> None:
    assert day_of(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "2026-01-31", "loaded + x days", "loaded + 99999 days", "unloaded", 5, None])
def test_anything_else_is_not_relative(text: object) -> None:
    assert day_of(text, TODAY) is None


def test_years_beyond_the_calendar_are_no_day() -> None:
    assert day_of("loaded + 9999 years", TODAY) is None


@pytest.mark.parametrize(
    "text, basis, moment",
    [
        ("2026-07-01", "received", "2026-07-01T23:59:59-07:00"),
        ("2026-12-01", "postmarked", "2026-12-01T23:59:59-08:00"),
        ("2026-12-01 10:30", "held", "2026-12-01T10:30:00-08:00"),
        ("loaded + 60 days", "received", "2026-04-01T23:59:59-07:00"),
        ("loaded + 60 days at 10:00", "held", "2026-04-01T10:00:00-07:00"),
    ],
)
def test_a_deadline_ends_with_its_day_where_the_court_sits(text: str, basis: str, moment: str) -> None:
    found = moment_of(text, basis, TODAY, PACIFIC)
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize("text", ["2026-07-01", "loaded + 3 days"])
def test_a_hearing_needs_a_time_of_day(text: str) -> None:
    assert moment_of(text, "held", TODAY, PACIFIC) is None


def test_the_day_of_loading_is_the_courts_day() -> None:
    """Early on 2 March in UTC it is still 1 March in California."""
    document = {"court_time_zone": "America/Los_Angeles", "stages": [{"since": "loaded"}]}
    assert resolved(document, datetime(2026, 3, 2, 5, 0, tzinfo=UTC))["stages"] == [{"since": "2026-03-01"}]
    assert document["stages"] == [{"since": "loaded"}]


@pytest.mark.parametrize(
    "document",
    [{}, {"court_time_zone": 5}, {"court_time_zone": "UTC", "dates": "x", "stages": [1], "privacy": []}],
)
def test_a_document_that_is_wrong_elsewhere_passes_through(document: dict[str, object]) -> None:
    assert resolved(document, datetime(2026, 3, 2, tzinfo=UTC)) == document
