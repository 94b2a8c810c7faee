"""One report of what became of a message, as it is kept: without addresses, and in letters every database takes."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from intake.notices.models import MailEvent
from intake.notices.reply_texts import without_addresses

_LONGEST_ID = 200
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True)
class Heard:
    """`about` is the code of a notice, `notice:` and its number, or the Message-ID of the message."""

    provider: str
    provider_event_id: str
    kind: str
    about: str
    happened_at: datetime
    status: str = ""
    ground: str = ""
    said: str = ""
    is_flagged: bool = False

    def as_event(self) -> MailEvent:
        """The row, not saved yet."""
        return MailEvent(
            provider=_storable(self.provider)[:40],
            provider_event_id=_in_its_place(_storable(self.provider_event_id)),
            kind=self.kind,
            about=_storable(self.about)[:300],
            status=_storable(self.status)[:12],
            ground=self.ground[:12],
            said=without_addresses(_storable(self.said))[:500],
            happened_at=self.happened_at,
            is_flagged=self.is_flagged,
        )


def _storable(text: str) -> str:
    return _UNSTORABLE.sub(" ", str(text)).strip()


def _in_its_place(event_id: str) -> str:
    """Itself, or its digest when it is too long to be told apart by what fits."""
    if 0 < len(event_id) <= _LONGEST_ID:
        return event_id
    return hashlib.sha256(event_id.encode()).hexdigest()
