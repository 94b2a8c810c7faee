"""Why a message was not taken: the grounds, and which enhanced status code (RFC 3463, RFC 5248) stands for which.

One table for both ways in which word of it comes: a relay's answer, and a delivery report days later.
"""

import re
from enum import Enum


class Ground(Enum):
    """What lies behind an answer, and so what may follow from it."""

    ACCEPTED = "accepted"
    PROVIDER = "provider"
    """Our own relay is away, or does not let us in: its breaker opens, and no message is to blame."""
    THROTTLE = "throttle"
    """We are too fast or not known yet: the rate for that destination is halved."""
    TEMPORARY = "temporary"
    FULL = "full"
    ADDRESS = "address"
    """There is nobody at this address. The only ground on which an address is given up."""
    POLICY = "policy"
    """They do not want it from us: the destination pauses, and the address is never blamed."""
    CONTENT = "content"
    """What the message is, and so every one of its kind will be refused: the campaign stops."""
    SILENCE = "silence"
    UNRECOGNISED = "unrecognised"
    """Read by the first digit alone: for a person."""


_STATUSES = (
    (r"4\.1\.\d+", Ground.TEMPORARY),
    (r"4\.2\.1", Ground.THROTTLE),
    (r"4\.2\.2", Ground.FULL),
    (r"4\.[34]\.\d+", Ground.TEMPORARY),
    (r"4\.5\.3", Ground.THROTTLE),
    (r"4\.7\.\d+", Ground.THROTTLE),
    (r"5\.1\.(1|2|3|6|10)", Ground.ADDRESS),
    (r"5\.1\.[78]", Ground.POLICY),  # the sender's address: ours
    (r"5\.2\.1", Ground.ADDRESS),
    (r"5\.2\.2", Ground.FULL),
    (r"5\.(2\.3|3\.4)", Ground.CONTENT),
    (r"5\.4\.7", Ground.TEMPORARY),  # a relay behind ours tried for days and gave up
    (r"5\.6\.7", None),  # an address in letters that this one relay cannot carry says nothing about the others
    (r"5\.6\.\d+", Ground.CONTENT),
    (r"5\.7\.\d+", Ground.POLICY),
)
_COMPILED = [(re.compile(pattern), ground) for pattern, ground in _STATUSES]


def ground_of_status(status: str) -> Ground | None:
    """The ground of an enhanced code such as `5.1.1`; None for one that leaves it open, such as `5.0.0`."""
    return next((ground for pattern, ground in _COMPILED if pattern.fullmatch(status)), None)


def softened(status: str) -> str:
    """The same detail as something that passes: `5.7.1` as `4.7.1`."""
    return f"4{status[1:]}"
