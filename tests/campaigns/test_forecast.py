"""When the last notice leaves, and how a new sender warms up: tables."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.campaigns.caps import Caps
from intake.campaigns.forecast import Forecast, GroupLimit, forecast
from intake.campaigns.warm_up import STEPS, Day, cap_of, objection_to_step, step_after

pytestmark = pytest.mark.pure

MONDAY = datetime(2026, 12, 7, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    "counts, caps, limits, takes",
    [
        ({}, Caps(), {}, timedelta()),
        ({"gmail": 3_600}, Caps(per_second=1), {}, HOUR),
        ({"gmail": 1_800, "other": 1_800}, Caps(per_second=1), {}, HOUR),
        ({"gmail": 3_600, "other": 36}, Caps(), {"gmail": GroupLimit(per_second=1)}, HOUR),
        ({"gmail": 2_500}, Caps(per_second=1, per_day=1_000), {}, 2 * DAY + timedelta(seconds=500)),
        ({"gmail": 2_500}, Caps(per_second=1), {"gmail": GroupLimit(per_day=1_000)}, 2 * DAY + timedelta(seconds=500)),
        ({"gmail": 7_000}, Caps(per_second=1), {"gmail": GroupLimit(step=0)}, 2 * DAY + timedelta(seconds=4_000)),
        ({"gmail": 100_000}, Caps(per_second=1), {}, DAY + timedelta(seconds=13_600)),
        ({"gmail": 1_000_000}, Caps(per_second=100), {"gmail": GroupLimit(step=6)}, 3 * DAY + 100 * MINUTE),
    ],
)  # fmt: skip
def test_the_last_notice_leaves_when_the_limits_let_it(
    counts: dict[str, int], caps: Caps, limits: dict[str, GroupLimit], takes: timedelta
) -> None:
    assert forecast(counts, caps, limits, start=MONDAY).last == MONDAY + takes


def test_each_group_has_its_own_end() -> None:
    limits = {"gmail": GroupLimit(per_day=1_000)}
    found = forecast({"gmail": 2_000, "other": 10}, Caps(per_second=10), limits, start=MONDAY)
    assert found.groups["other"] == MONDAY + timedelta(seconds=2)
    assert found.groups["gmail"] == MONDAY + DAY + timedelta(seconds=100)
    assert found.days == 2


def test_what_was_taken_today_is_gone_today_alone() -> None:
    counts, gmail = {"gmail": 1_500}, GroupLimit(per_day=1_000, taken=900)
    found = forecast(counts, Caps(per_second=1), {"gmail": gmail}, start=MONDAY + 12 * HOUR)
    assert found.last == MONDAY + 2 * DAY + timedelta(seconds=400)
    found = forecast(counts, Caps(per_second=1, per_day=1_000), {}, start=MONDAY + 12 * HOUR, today=100)
    assert found.last == MONDAY + 2 * DAY + timedelta(seconds=400)
    assert forecast({"gmail": 1}, Caps(), {"gmail": GroupLimit(step=0, taken=1_200)}, start=MONDAY).days == 2


def test_with_a_limit_of_nothing_it_never_ends() -> None:
    found = forecast({"gmail": 1, "other": 1}, Caps(), {"gmail": GroupLimit(per_day=0)}, start=MONDAY)
    assert (found.last, found.groups["gmail"]) == (None, None)
    assert found.groups["other"] is not None
    assert found.is_late(MONDAY + 10_000 * DAY)
    assert not found.is_late(None)


def test_late_is_after_the_deadline() -> None:
    assert not Forecast(MONDAY).is_late(MONDAY)
    assert Forecast(MONDAY + HOUR).is_late(MONDAY)


def test_the_steps_rise_and_the_last_is_followed_by_no_limit() -> None:
    assert STEPS == (1_000, 2_000, 4_000, 8_000, 15_000, 25_000, 50_000, 100_000, 250_000)
    assert [cap_of(step) for step in (0, 8, 9)] == [1_000, 250_000, None]
    assert cap_of(None) is None


@pytest.mark.parametrize(
    "day, objects",
    [
        (Day(sent=1_000, hard=19, complaints=0, deferrals=49), ""),
        (Day(sent=1_000, hard=20), "did not exist"),
        (Day(sent=1_000, complaints=1), "complained"),
        (Day(sent=1_000, deferrals=50), "put off"),
        (Day(sent=499), "Too few"),
        (Day(sent=0), "Too few"),
    ],
)
def test_a_day_that_goes_well_leads_to_the_next_step(day: Day, objects: str) -> None:
    said = objection_to_step(0, day)
    assert (objects in said) if objects else (said == "")
    assert step_after(0, day) == (0 if objects else 1)


def test_after_the_last_step_the_warming_up_is_over() -> None:
    assert step_after(len(STEPS) - 1, Day(sent=250_000)) is None
    assert step_after(None, Day(sent=0)) is None
