"""The letters of a campaign: how many are where, what is late, and what came back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from intake.campaigns.actions import overdue
from intake.campaigns.models import Campaign, PostalItem

AT_ONCE = 50
_State = PostalItem.State


@dataclass(frozen=True)
class Letters:
    """`late` and `returned` are the first of them, `late_count` and `returned_count` all."""

    counts: list[tuple[str, int]]
    waiting: int
    late: list[PostalItem]
    late_count: int
    returned: list[PostalItem]
    returned_count: int


def letters_of(campaign: Campaign, now: datetime) -> Letters:
    counted = dict(campaign.postal_items.values_list("state").annotate(number=Count("pk")).order_by())
    late = overdue(campaign, now)
    newer = PostalItem.objects.filter(
        campaign=campaign, place=OuterRef("place"), sequence__gt=OuterRef("sequence")
    )  # fmt: skip
    returned = campaign.postal_items.filter(~Exists(newer), state=_State.RETURNED).order_by("pk")
    return Letters(
        counts=[(str(state.label), counted.get(state.value, 0)) for state in _State],
        waiting=counted.get(_State.WAITING.value, 0),
        late=list(late[:AT_ONCE]),
        late_count=late.count(),
        returned=list(returned[:AT_ONCE]),
        returned_count=returned.count(),
    )
