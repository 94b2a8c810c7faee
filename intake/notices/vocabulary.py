"""What a kind of notice is made of. The kinds themselves are one small file each in `kinds/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from claimants.matters.stages import Mode, Stage
from intake.filing.models import Claim, EventKind

Context = dict[str, Any]
Given = Mapping[str, Any]

EVERY_STAGE = frozenset(Stage)
UNTIL_CLOSED = EVERY_STAGE - {Stage.CLOSED}
BOTH_MODES = frozenset(Mode)


class Lane(IntEnum):
    """Which notices go first when many wait. Lower goes first."""

    PROMPT = 0
    DATED = 1
    MANY = 5


@dataclass(frozen=True)
class Attachment:
    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `label` is what the page that checks a code says it was. `subject` may hold `{thing}`, `{reference}` and the
    other words of the mode; never a sum; `subjects` holds another one for some `what` of the context. `build` turns
    a claim, and what the caller gives, into the context that
    is frozen when the notice is owed; `requires` names what may not be missing from it. `events` are the kinds of
    event that owe it. `attach` adds a file when the notice is written; `when_accepted` is called once the relay
    has taken it, and may be called twice; `when_returned` once it came back. `still_asks` says whether what it asks
    for still waits for an answer: one that does not is not sent, and one that does is not cancelled while a clock
    waits for it. `is_for_the_mailbox` says that it is meant for whoever reads one mailbox: sent again, it goes to that
    one, although the account may have another by now.
    """

    name: str
    label: str
    subject: str
    build: Callable[[Claim, Given], Context]
    requires: frozenset[str] = frozenset()
    stages: frozenset[Stage] = EVERY_STAGE
    modes: frozenset[Mode] = BOTH_MODES
    lane: Lane = Lane.PROMPT
    events: tuple[EventKind, ...] = ()
    held: bool = False
    is_for_the_mailbox: bool = False
    attach: Callable[[Context], Attachment | None] | None = None
    when_accepted: Callable[[Context, datetime], object] | None = field(default=None)
    when_returned: Callable[[Context], object] | None = field(default=None)
    still_asks: Callable[[Context], bool] | None = field(default=None)
    subjects: Mapping[str, str] = field(default_factory=dict, compare=False)

    def subject_of(self, context: Context) -> str:
        template = self.subjects.get(context.get("what", ""), self.subject)
        return template.format(reference=context["reference"], **context["words"])

    def may_be_sent(self, mode: Mode, stage: Stage) -> bool:
        return mode in self.modes and stage in self.stages
