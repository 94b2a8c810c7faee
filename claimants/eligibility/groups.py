"""What a definition sorts class members into: subclasses, and award tiers as labels. Neither decides who is in."""

from typing import Annotated

from pydantic import Field

from claimants.eligibility.facts import FactKind
from claimants.eligibility.forms import Node
from claimants.eligibility.shapes import Bit, Closed, Name, Problem, Problems, Sentence, Values
from claimants.eligibility.vocabulary import Terms


class Subclass(Closed):
    """A named test with a bit of its own. A person can be in several."""

    id: Name
    bit: Bit
    label: Sentence
    test: Node


class Part(Closed):
    """One part of a partition: the people whose fact has one of these values."""

    id: Name
    bit: Bit
    label: Sentence
    values: Values | None = None
    list: Name | None = None

    def accepted(self, terms: Terms) -> tuple[str, ...]:
        return terms.lists[self.list] if self.list else self.values or ()


class Partition(Closed):
    """Subclasses told apart by one fact: everyone is in exactly one. The last, without values, takes the rest.

    While the fact is unknown every part is unknown. Two free tests, one the opposite of the other, would not say
    that one of them holds; a partition does.
    """

    fact: Name
    parts: Annotated[tuple[Part, ...], Field(min_length=2, max_length=60)]

    def problems(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.CHOICE)
        spec = terms.facts.get(self.fact)
        taken: dict[str, str] = {}
        for number, part in enumerate(self.parts):
            is_last = number == len(self.parts) - 1
            if is_last != (part.values is None and part.list is None) or (part.values and part.list):
                yield Problem(
                    ("parts", number), "each part but the last has `values` or `list`; the last has neither: the rest."
                )
            elif part.list is not None and part.list not in terms.lists:
                yield from terms.check_list(part.list, ("parts", number, "list"))
            else:
                for value in part.accepted(terms):
                    if value in taken:
                        yield Problem(("parts", number), f"{value!r} belongs to {taken[value]!r} already.")
                    elif spec is not None and spec.values and value not in spec.values:
                        yield Problem(("parts", number), f"{value!r} is not a value of {self.fact!r}.")
                    taken.setdefault(value, part.id)


class Tier(Closed):
    """An award tier: a label, and who belongs to it. The first tier of the list that is met is the person's own.

    The last may have no test: it is for everyone else. Sums of money are no part of a definition.
    """

    id: Name
    label: Sentence
    test: Node | None = None
    ask: Sentence | None = None


def problems_of_tiers(tiers: tuple[Tier, ...]) -> Problems:
    seen: set[str] = set()
    for number, tier in enumerate(tiers):
        if tier.id in seen:
            yield Problem(("tiers", number, "id"), f"id {tier.id!r} is already that of an earlier tier.")
        seen.add(tier.id)
        if tier.test is None and number < len(tiers) - 1:
            yield Problem(
                ("tiers", number, "test"), "only the last tier may do without a test: no later one is reached."
            )
