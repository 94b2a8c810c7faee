"""How fast a campaign may go, whatever the providers would take."""

from dataclasses import dataclass

from claimants.common.exceptions import Refused


@dataclass(frozen=True)
class Caps:
    """At most so many messages a second and a day; None is no limit."""

    per_second: float | None = None
    per_day: int | None = None


NO_CAPS = Caps()
MOST_REMAIL_DAYS = 250


def check_caps(caps: Caps) -> None:
    if caps.per_second is not None and not 0 < caps.per_second <= 10_000:
        raise Refused("A limit a second is more than 0 and at most 10,000. Leave it empty for none.")
    if caps.per_day is not None and caps.per_day < 1:
        raise Refused("A limit a day is at least 1. Leave it empty for none.")
