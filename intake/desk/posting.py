"""The letters of a campaign: how many are where, what is late, and what came back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from intake.campaigns.actions import overdue
from intake.campaigns.models import Campaign, PostalItem
from intake.campaigns.postal import with_address

AT_ONCE = 50
_State = PostalItem.State


@dataclass(frozen=True)
class Letters:
    """`late` and the other lists are the first of them, the counts all. `ready` wait and have an address."""

    counts: list[tuple[str, int]]
    waiting: int
    late: list[PostalItem]
    late_count: int
    returned: list[PostalItem]
    returned_count: int
    ready: int
    unaddressed: list[PostalItem]
    unaddressed_count: int
    given_up: list[PostalItem]


def letters_of(campaign: Campaign, now: datetime) -> Letters:
    counted = dict(campaign.postal_items.values_list("state").annotate(number=Count("pk")).order_by())
    late = overdue(campaign, now)
    newer = PostalItem.objects.filter(
        campaign=campaign, place=OuterRef("place"), sequence__gt=OuterRef("sequence")
    )  # fmt: skip
    last = campaign.postal_items.filter(~Exists(newer)).order_by("pk")
    returned = last.filter(state=_State.RETURNED)
    unaddressed = without_address(campaign)
    unaddressed_count, waiting = unaddressed.count(), counted.get(_State.WAITING.value, 0)
    return Letters(
        counts=[(str(state.label), counted.get(state.value, 0)) for state in _State],
        waiting=waiting,
        late=list(late[:AT_ONCE]),
        late_count=late.count(),
        returned=list(returned[:AT_ONCE]),
        returned_count=returned.count(),
        ready=waiting - unaddressed_count,
        unaddressed=list(unaddressed.order_by("pk")[:AT_ONCE]),
        unaddressed_count=unaddressed_count,
        given_up=list(with_address(last.filter(state=_State.EXHAUSTED))[:AT_ONCE]),
    )


def without_address(campaign: Campaign) -> QuerySet[PostalItem]:
    """Those that wait for an address before they can go to the printer."""
    return with_address(campaign.postal_items.filter(state=_State.WAITING)).filter(has_address=False)
