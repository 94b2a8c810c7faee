"""Where a letter goes: the whole postal addresses of a line, in the order in which they became known."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from intake.campaigns.models import ForwardingAddress, PostalItem, Recipient

NOT_WHOLE = (
    "Give the address that the letter should go to: the street, the city, and the country or the postal code at least."
)
_WHOLE = Q(postal__has_keys=["address_1", "city"]) & Q(postal__has_any_keys=["postcode", "country"])


def is_whole(postal: Mapping[str, Any]) -> bool:
    """Whether a letter can go there: a street, a city, and a country or a postal code."""

    def has(name: str) -> bool:
        return bool(str(postal.get(name) or "").strip())

    return has("address_1") and has("city") and (has("postcode") or has("country"))


def given(postal: Mapping[str, Any]) -> dict[str, str]:
    """The parts that say something, each on one line."""
    parts = {name: " ".join(str(value).split()) for name, value in postal.items()}
    return {name: value for name, value in parts.items() if value}


def addresses_of(recipient: Recipient | None, told: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The letter with sequence n goes to the n-th of them; none of somebody erased. `told` are those given later.

    The name stays when only the address changed.
    """
    if recipient is None:
        return []
    own = given(recipient.postal or {})
    name = own.get("name") or str(recipient.values.get("name", ""))
    return [{"name": name, **one} for one in (own, *map(given, told)) if is_whole(one)]


def with_address(items: QuerySet[PostalItem]) -> "QuerySet[Any]":
    """Each letter with `has_address`: whether there is one for it to go to."""
    line = {"campaign": OuterRef("campaign"), "place": OuterRef("place")}
    recipients = Recipient.objects.filter(**line)
    told = ForwardingAddress.objects.filter(_WHOLE, **line).order_by().values("place")
    return items.annotate(
        is_known=Exists(recipients),
        own=Exists(recipients.filter(_WHOLE)),
        told=Coalesce(Subquery(told.annotate(number=Count("pk")).values("number")), 0),
    ).annotate(
        has_address=Case(
            When(is_known=False, then=Value(False)),
            When(own=True, told__gte=F("sequence"), then=Value(True)),
            When(told__gt=F("sequence"), then=Value(True)),
            default=Value(False),
        )
    )
