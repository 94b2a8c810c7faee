"""What a mail relay's answer means. Pure: an answer in, a verdict and a waiting time out.

Standards: RFC 5321 for the first digit, RFC 3463 for the enhanced code, RFC 1047 for why silence after the final
dot can be read by nobody. Where the two codes differ in their first digit the milder one stands: an address is
given up, and a message is failed, only when nothing in the answer speaks against it.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cached_property

from intake.notices.grounds import Ground, ground_of_status, softened
from intake.notices.reply_texts import asks_to_slow_down, ground_of_text, without_addresses


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
    def is_acceptance(self) -> bool:
        """The relay has taken the message: from here on it is theirs."""
        return self.stage is Stage.MESSAGE and self.code is not None and 200 <= self.code < 300

    @property
    def is_of_the_relay(self) -> bool:
        """Our own relay is away, or does not let us in: it would say so of every message, and took none."""
        is_refused = self.code in _SIGN_IN_FIRST and self.stage is not Stage.MESSAGE
        return self.stage is Stage.CONNECT or is_refused

    @cached_property
    def said(self) -> str:
        """What may be kept for ever: the answer without the addresses that relays like to repeat."""
        return without_addresses(self.text)[:500]

    @property
    def status(self) -> str | None:
        """The enhanced code, such as `5.1.1`, if the answer holds one."""
        return find_status(self.text, self.code)


@dataclass(frozen=True)
class Verdict:
    fate: Fate
    wait: timedelta = timedelta()
    ground: Ground = Ground.UNRECOGNISED
    is_flagged: bool = False
    """The ground came from words or from the first digit, or the answer contradicts itself: a person may look."""


@dataclass(frozen=True)
class Reading:
    """Why a refusal was spoken, before anybody asks how often it was tried."""

    ground: Ground
    is_permanent: bool
    is_flagged: bool


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
SPREAD = 0.2
SPREAD_OF_A_WHILE = 0.5

_LEADING = re.compile(r"\s*(?:\d{3}[ -]+)*#?([245]\.[0-7]\.\d{1,3})(?![\d.]*\d)")
_ANYWHERE = re.compile(r"(?<![\d.])([245]\.[0-7]\.\d{1,3})(?!\d|\.\d)")
_CLOSING = 421
_SIGN_IN_FIRST = {530, 534, 535, 538}
_NOT_THE_ADDRESS = {Ground.FULL, Ground.THROTTLE, Ground.CONTENT, Ground.POLICY}
_ABOUT_US = {Ground.POLICY, Ground.CONTENT, Ground.THROTTLE}


def judge(reply: Reply, *, deferrals: int, age: timedelta, jitter: float = 0.0) -> Verdict:
    """The verdict on one answer. `deferrals` counts earlier ones; `age` is since the first attempt.

    `jitter` between -1 and 1 shortens or lengthens the wait, so that what failed together is not tried together.
    """
    reading = _read(reply)
    fate, wait = _fate(reply, reading, deferrals, age)
    spread = SPREAD_OF_A_WHILE if wait == A_WHILE else SPREAD
    wait *= 1 + spread * max(-1.0, min(1.0, jitter))
    return Verdict(fate, wait, reading.ground, reading.is_flagged)


def read_refusal(code: int | None, status: str | None, text: str, *, is_about_us: bool = False) -> Reading:
    """The ground of a refusal by its basic code, its enhanced code and its words, in this order of trust.

    Relays' answers and delivery reports are both read by this. `is_about_us`: it was spoken before the recipient
    was named, so it cannot be about them.
    """
    digits = {min(code // 100, 5)} if code else set()
    digits |= {int(status[0])} & {4, 5} if status else set()
    is_permanent = bool(digits) and 4 not in digits
    if status and not is_permanent:
        status = softened(status)
    by_code = ground_of_status(status) if status else None
    by_text = ground_of_text(text, is_permanent=is_permanent)
    if by_text is Ground.ADDRESS and code is None:
        by_text = None
    ground = _weighed(by_code, by_text, is_too_fast=asks_to_slow_down(text), is_security=code == 552)
    if status is None and code == _CLOSING and ground in {Ground.TEMPORARY, Ground.UNRECOGNISED}:
        ground = Ground.THROTTLE
    if is_about_us and is_permanent and ground not in _ABOUT_US:
        ground = Ground.POLICY
    contradicts = len(digits) > 1 or (by_code is Ground.POLICY and by_text is Ground.ADDRESS)
    return Reading(ground, is_permanent, is_flagged=contradicts or ground is not by_code)


def find_status(text: str, code: int | None = None) -> str | None:
    """The enhanced code in an answer: the one it begins with, else one of the basic code's class, else the first.

    Addresses of machines and numbers of versions are not codes.
    """
    if leading := _LEADING.match(text):
        return leading[1]
    found = _ANYWHERE.findall(text[:4000])
    return next((status for status in found if code and status[0] == str(code)[0]), found[0] if found else None)


def _read(reply: Reply) -> Reading:
    if reply.stage is Stage.CONNECT:
        return Reading(Ground.PROVIDER, is_permanent=False, is_flagged=False)
    if reply.code is None:
        return Reading(Ground.SILENCE, is_permanent=False, is_flagged=False)
    if reply.is_acceptance:
        return Reading(Ground.ACCEPTED, is_permanent=True, is_flagged=False)
    if reply.code < 400:
        return Reading(Ground.UNRECOGNISED, is_permanent=False, is_flagged=True)
    if reply.code in _SIGN_IN_FIRST and reply.stage is not Stage.MESSAGE:
        return Reading(Ground.PROVIDER, is_permanent=False, is_flagged=False)
    return read_refusal(reply.code, reply.status, reply.text, is_about_us=reply.stage is Stage.MAIL)


def _weighed(by_code: Ground | None, by_text: Ground | None, *, is_too_fast: bool, is_security: bool) -> Ground:
    if by_code is None:
        return by_text or Ground.UNRECOGNISED
    if by_code is Ground.ADDRESS and by_text in _NOT_THE_ADDRESS:
        return by_text
    if by_code is Ground.TEMPORARY and is_too_fast:
        return Ground.THROTTLE
    if by_code is Ground.POLICY and by_text is Ground.CONTENT and is_security:
        return Ground.CONTENT  # 552 is the code of size and of attachments, whatever stands behind it
    return by_code


def _fate(reply: Reply, reading: Reading, deferrals: int, age: timedelta) -> tuple[Fate, timedelta]:
    """Before the message itself was begun silence means that nothing was sent; afterwards nobody can know."""
    began = reply.stage in {Stage.DATA, Stage.MESSAGE}
    if reading.ground is Ground.ACCEPTED:
        return Fate.ACCEPTED, timedelta()
    if reading.ground is Ground.SILENCE:
        return _after_silence(began, age)
    if reading.ground is Ground.PROVIDER:
        return Fate.WAIT, A_WHILE
    if reply.stage is Stage.MESSAGE and reply.code is not None and reply.code < 400:
        return Fate.UNKNOWN, timedelta()
    if age > NO_LONGER_THAN or deferrals >= MOST_TRIES:
        return Fate.FAILED, timedelta()
    if reading.ground is Ground.THROTTLE:
        return Fate.WAIT, A_WHILE
    if not reading.is_permanent:
        return Fate.DEFERRED, BACK_OFF[deferrals]
    if reading.ground is Ground.FULL and deferrals == 0:
        return Fate.DEFERRED, UNTIL_TOMORROW
    return Fate.FAILED, timedelta()


def _after_silence(began: bool, age: timedelta) -> tuple[Fate, timedelta]:
    if began:
        return Fate.UNKNOWN, timedelta()
    return (Fate.FAILED, timedelta()) if age > NO_LONGER_THAN else (Fate.WAIT, A_WHILE)
