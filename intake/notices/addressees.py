"""Whom a notice goes to, at which address, and how it may be called to anyone who asks.

Of a notice without a dispatch its payload knows. Of those of a dispatch a later room knows, which registers itself in
`intake/pipeline.py`. Somebody whose data was erased has no address any more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from intake.notices.kinds import KINDS
from intake.notices.models import Notice, NoticePayload

SOME_MESSAGE = "a message about a case"


@dataclass(frozen=True)
class Addressee:
    """`purpose` is empty for correspondence about somebody's own claim."""

    address: str
    label: str
    purpose: str = ""


Source = Callable[[Sequence[Notice]], Mapping[int, Addressee]]
"""The addressees of notices of dispatches, by the id of the notice."""

_sources: list[Source] = []


def register(source: Source) -> None:
    """Says who knows the people of dispatches. Registering again replaces what was there."""
    _sources[:] = [source]


def addressees_of(notices: Sequence[Notice]) -> dict[int, Addressee]:
    """By the id of the notice, for every one of them."""
    own = [notice for notice in notices if notice.dispatch_id is None]
    rows = NoticePayload.objects.filter(pk__in=[notice.pk for notice in own]).values_list("pk", "address")
    addresses = dict(rows)
    found = {notice.pk: Addressee(addresses.get(notice.pk, ""), _label(notice)) for notice in own}
    others = [notice for notice in notices if notice.dispatch_id is not None]
    told = _sources[0](others) if others and _sources else {}
    return found | {notice.pk: told.get(notice.pk, Addressee("", SOME_MESSAGE)) for notice in others}


def addressee_of(notice: Notice) -> Addressee:
    return addressees_of([notice])[notice.pk]


def _label(notice: Notice) -> str:
    kind = KINDS.get(notice.kind)
    return kind.label if kind else SOME_MESSAGE
