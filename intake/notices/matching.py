"""Which notice a report is about: by its code, by its number, or by the Message-ID that we gave it."""

import re
from collections.abc import Iterable

from django.db.models import Q

from claimants.common.references import normalise
from intake.notices.models import MailEvent, Notice

_MESSAGE_ID = re.compile(r"<?([0-9a-z]{4}-[0-9a-z]{4})\.(\d{1,18})@[^<>@\s]+>?", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"notice:(\d{1,18})", re.ASCII)


def matched(events: Iterable[MailEvent]) -> dict[int, list[MailEvent]]:
    """The events of which the notice is known, by its id."""
    told = [(event, *_names(event.about)) for event in events]
    wanted = Q(pk__in={number for _, number, _ in told if number})
    wanted |= Q(code__in={code for _, _, code in told if code})
    rows = list(Notice.objects.filter(wanted).values_list("pk", "code")) if told else []
    codes, numbers = {code: pk for pk, code in rows}, dict(rows)
    found: dict[int, list[MailEvent]] = {}
    for event, number, code in told:
        notice_id = codes.get(code) if code else number
        if notice_id in numbers and number in {0, notice_id}:
            found.setdefault(notice_id, []).append(event)
    return found


def _names(about: str) -> tuple[int, str]:
    """The number and the code in it. Whoever gives both must give those of one notice."""
    if by_id := _MESSAGE_ID.fullmatch(about):
        return int(by_id[2]), by_id[1].upper()
    if by_number := _NUMBER.fullmatch(about):
        return int(by_number[1]), ""
    return 0, normalise(about) or ""
