"""Working days as the federal courts count them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.campaigns.working_days import end_of_working_day, holidays, is_working_day

pytestmark = pytest.mark.pure
OAKLAND = ZoneInfo("America/Los_Angeles")


def test_the_holidays_of_a_year_are_those_of_the_courts() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19),
        date(2026, 7, 3), date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26),
        date(2026, 12, 25),
    ]  # fmt: skip


def test_a_new_year_on_a_saturday_rests_in_the_old_one() -> None:
    assert not is_working_day(date(2027, 12, 31))
    assert is_working_day(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("moment", "days", "last"),
    [
        (datetime(2026, 7, 2, 18, tzinfo=UTC), 1, date(2026, 7, 6)),
        (datetime(2026, 7, 3, 3, tzinfo=UTC), 1, date(2026, 7, 6)),
        (datetime(2026, 11, 25, 20, tzinfo=UTC), 10, date(2026, 12, 10)),
        (datetime(2026, 3, 2, 12, tzinfo=UTC), 0, date(2026, 3, 2)),
    ],
)
def test_days_are_counted_in_the_zone_of_the_court(moment: datetime, days: int, last: date) -> None:
    end = end_of_working_day(moment, days, OAKLAND)
    assert end.date() == last
    assert (end.hour, end.minute, end.tzinfo) == (23, 59, OAKLAND)
