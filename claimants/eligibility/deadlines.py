"""Deadlines of a definition by name: the last day, what counts as in time, and whose calendar tells the day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from claimants.eligibility.dates import LAST_DAY, written
from claimants.eligibility.shapes import Closed, Day, Name

Days = Annotated[int, Field(strict=True, ge=0, le=3_660)]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("expected the name of a time zone, such as America/Los_Angeles.") from None
    return name


class After(Closed):
    """So many days after a fact, such as 90 days from mailing."""

    fact: Name
    days: Days


class Deadline(Closed):
    """A last day: fixed (`by`), or counted from a fact (`after`).

    `basis: received` asks when it came; with `grace_days` it may come so much later. `basis: postmarked` asks when it
    was posted; with `grace_days` it must also come within so many days. What came by the last day is in time however
    it was sent. Without a readable postmark the day of receipt counts.
    """

    by: Day | None = None
    after: After | None = None
    basis: Literal["received", "postmarked"] = "received"
    zone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    grace_days: Days | None = None

    @model_validator(mode="after")
    def _has_one_last_day(self) -> "Deadline":
        if (self.by is None) == (self.after is None):
            raise ValueError("expected either `by` or `after`, and not both")
        return self

    @property
    def extra_days(self) -> int:
        """How much later than the last day it may come, if it is otherwise in time."""
        if self.basis == "postmarked":
            return LAST_DAY if self.grace_days is None else self.grace_days
        return 0

    def last_days(self, since: tuple[int, int] | None) -> tuple[int, int] | None:
        """The earliest and the latest day that the last day can be; None if nothing is known of it."""
        late = (self.grace_days or 0) if self.basis == "received" else 0
        if self.by is not None:
            return self.by.toordinal() + late, self.by.toordinal() + late
        if since is None or self.after is None:
            return None
        return since[0] + self.after.days + late, since[1] + self.after.days + late

    def day_of(self, moment: datetime) -> date:
        """The day on which a moment falls, in the deadline's zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def closes(self, last: date) -> datetime:
        """The first moment that is too late, if that is the last day."""
        return datetime.combine(last + timedelta(days=1), time(), ZoneInfo(self.zone)).astimezone(UTC)

    def reads(self, words: str = "") -> str:
        """By January 3, 2020 (postmarked, America/Los_Angeles); `words` says what an `after` counts from."""
        day = (
            f"by {written(self.by)}" if self.by else f"within {self.after.days if self.after else 0} days after {words}"
        )
        grace = f", with {self.grace_days} days of grace" if self.grace_days else ""
        return f"{day} ({self.basis}{grace}, days of {self.zone})"
