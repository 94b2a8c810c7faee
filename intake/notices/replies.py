"""What a mail relay's answer means. Pure: an answer in, a verdict and a waiting time out.

Standards: RFC 5321 for the first digit, RFC 3463 for the enhanced code, RFC 1047 for why silence after the final
dot can be read by nobody.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Stage(Enum):
    """How far a message had come when the answer, or the silence, came."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    MESSAGE = "message"


class Fate(Enum):
    ACCEPTED = "accepted"
    WAIT = "wait"
    """Tried again later, and not held against the message: the relay asked us to slow down, or went away."""
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reply:
    """`code` is None when the connection was lost before an answer came."""

    stage: Stage
    code: int | None
    text: str = ""

    @property
    def said(self) -> str:
        """What may be kept for ever: the answer without the addresses that relays like to repeat."""
        return _ADDRESS.sub("(an address)", self.text)[:500]


@dataclass(frozen=True)
class Verdict:
    fate: Fate
    wait: timedelta = timedelta()


BACK_OFF = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=24),
)
MOST_TRIES = len(BACK_OFF)
NO_LONGER_THAN = timedelta(hours=72)
A_WHILE = timedelta(minutes=10)
UNTIL_TOMORROW = timedelta(hours=24)

_ADDRESS = re.compile(r"[^\s<>\"(),;:]+@[^\s<>\"(),;:]+")
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_SLOW_DOWN = re.compile(r"\b(rate|too many|throttl|slow down|try again later|greylist|grey-list)", re.IGNORECASE)
_SLOW_DOWN_CODES = {"4.2.1", "4.5.3"}
_ABOUT_US = re.compile(r"^4\.7\.")


def judge(reply: Reply, *, deferrals: int, age: timedelta) -> Verdict:
    """The verdict on one answer. `deferrals` counts earlier ones; `age` is since the first attempt."""
    if reply.code is None:
        return _judge_silence(reply.stage)
    if reply.stage is Stage.MESSAGE and reply.code < 400:
        return Verdict(Fate.ACCEPTED if 200 <= reply.code < 300 else Fate.UNKNOWN)
    if reply.stage is Stage.CONNECT:
        return Verdict(Fate.WAIT, A_WHILE)
    if reply.code < 500:
        return _judge_temporary(reply, deferrals, age)
    if _enhanced(reply.text) == "5.2.2" and deferrals == 0:
        return Verdict(Fate.DEFERRED, UNTIL_TOMORROW)
    return Verdict(Fate.FAILED)


def _judge_silence(stage: Stage) -> Verdict:
    """Before the message itself was begun nothing can have been sent; afterwards nobody can know."""
    if stage in {Stage.DATA, Stage.MESSAGE}:
        return Verdict(Fate.UNKNOWN)
    return Verdict(Fate.WAIT, A_WHILE)


def _judge_temporary(reply: Reply, deferrals: int, age: timedelta) -> Verdict:
    if age > NO_LONGER_THAN or deferrals >= MOST_TRIES:
        return Verdict(Fate.FAILED)
    if _asks_us_to_wait(reply):
        return Verdict(Fate.WAIT, A_WHILE)
    return Verdict(Fate.DEFERRED, BACK_OFF[deferrals])


def _asks_us_to_wait(reply: Reply) -> bool:
    enhanced = _enhanced(reply.text)
    if enhanced is None:
        return reply.code == 421 or bool(_SLOW_DOWN.search(reply.text))
    return enhanced in _SLOW_DOWN_CODES or bool(_ABOUT_US.match(enhanced))


def _enhanced(text: str) -> str | None:
    found = _ENHANCED.search(text)
    return found.group(0) if found else None
