"""When the last notice leaves, by what may leave a second and a day. Pure: counts and limits in, moments out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from math import ceil

from intake.campaigns.caps import Caps
from intake.campaigns.warm_up import cap_of

MOST_DAYS = 3_650
MEASURED_RATE = 50.0
"""Messages a second that are reckoned with where no limit is set: far below what one worker was measured to send."""


@dataclass(frozen=True)
class GroupLimit:
    """What one group of mailbox providers is given a second and a day. `step` is that of its warming up on day one.

    `taken` is what was taken of the first day already.
    """

    per_second: float | None = None
    per_day: int | None = None
    step: int | None = None
    taken: int = 0

    def on_day(self, day: int) -> int | None:
        """What may leave on that day, counted from 0, if all goes well until then."""
        warm = None if self.step is None else cap_of(self.step + day)
        limits = [limit for limit in (self.per_day, warm) if limit is not None]
        most = min(limits, default=None)
        return most if most is None or day else max(most - self.taken, 0)


NO_LIMIT = GroupLimit()


@dataclass(frozen=True)
class Forecast:
    """`groups` says for each when its last notice leaves. None: with these limits it never does."""

    last: datetime | None
    groups: dict[str, datetime | None] = field(default_factory=dict)
    days: int = 0

    def is_late(self, deadline: datetime | None) -> bool:
        return deadline is not None and (self.last is None or self.last > deadline)


def forecast(
    counts: Mapping[str, int],
    caps: Caps,
    limits: Mapping[str, GroupLimit],
    *,
    start: datetime,
    today: int | None = None,
) -> Forecast:
    """Day by day: every group sends what it may; what all of them may together is shared by what each could send.

    A day is one of the clock of `start`. `today` is what may still leave on the first, as far as that is known.
    """
    left = {group: count for group, count in counts.items() if count > 0}
    ends: dict[str, datetime | None] = dict.fromkeys(counts, start)
    day, moment = 0, start
    while left and day < MOST_DAYS:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time.min, moment.tzinfo)
        may = caps if day or today is None else Caps(caps.per_second, today)
        sent = _sent_in(left, may, limits, (midnight - moment).total_seconds(), day)
        for group, (number, seconds) in sent.items():
            left[group] -= number
            if not left[group]:
                ends[group] = moment + timedelta(seconds=ceil(seconds))
                del left[group]
        day, moment = day + 1, midnight
    ends |= dict.fromkeys(left, None)
    known = [end for end in ends.values() if end is not None]
    return Forecast(None if left else max(known, default=start), dict(sorted(ends.items())), day)


def _sent_in(
    left: Mapping[str, int], caps: Caps, limits: Mapping[str, GroupLimit], seconds: float, day: int
) -> dict[str, tuple[int, float]]:
    """By group: how many leave on a day of so many seconds, and how many seconds they take when all take turns."""
    whole = caps.per_second or MEASURED_RATE
    rates = {group: min(limits.get(group, NO_LIMIT).per_second or whole, whole) for group in left}
    could = {group: min(left[group], int(rates[group] * seconds)) for group in left}
    for group in left:
        if (limit := limits.get(group, NO_LIMIT).on_day(day)) is not None:
            could[group] = min(could[group], limit)
    most = int(whole * seconds)
    number = _shared(could, most if caps.per_day is None else min(most, caps.per_day))
    return {
        group: (own, max(own / rates[group], sum(min(own, other) for other in number.values()) / whole))
        for group, own in number.items()
    }


def _shared(could: Mapping[str, int], most: int) -> dict[str, int]:
    """What each gets of `most`: equal parts, and what one does not need goes to the others."""
    if sum(could.values()) <= most:
        return dict(could)
    shares, room = {}, most
    for place, group in enumerate(sorted(could, key=lambda group: (could[group], group))):
        shares[group] = min(could[group], room // (len(could) - place))
        room -= shares[group]
    return shares
