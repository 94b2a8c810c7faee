"""Tests on one value: is (yes or no), in, not in, at least, at most."""

from typing import Literal

from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems, Values, Whole, YesNo, doubles
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms, listed


class _OnValue(Form):
    fact: Name

    def facts_used(self) -> set[str]:
        return {self.fact}


class Is(_OnValue):
    """The answer is yes, or no, as `value` says."""

    op: Literal["is"]
    value: YesNo

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.YES_NO)

    def compiled(self, terms: Terms) -> Judge:
        fact = self.fact
        truths = {None: UNKNOWN, self.value: TRUE, not self.value: FALSE}
        return lambda flat: truths[flat.get(fact)]

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} is {'yes' if self.value else 'no'}"


class In(_OnValue):
    """The value is one of `values` or of the `list`; or, for `not_in`, none of them."""

    op: Literal["in", "not_in"]
    values: Values | None = None
    list: Name | None = None

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.CHOICE, FactKind.TEXT)
        if (self.values is None) == (self.list is None):
            yield Problem((), "expected either `values` or `list`, and not both.")
        elif self.list is not None:
            yield from terms.check_list(self.list)
        elif self.values is not None:
            if again := doubles(self.values):
                yield Problem(("values",), f"{again[0]!r} is named twice.")
            declared = terms.facts[self.fact].values if self.fact in terms.facts else None
            for number, value in enumerate(self.values):
                if declared and value not in declared:
                    expected = ", ".join(declared)
                    yield Problem(("values", number), f"{value!r} is not a value of {self.fact!r}. Values: {expected}.")

    def compiled(self, terms: Terms) -> Judge:
        fact = self.fact
        values = frozenset(self.values or terms.lists[self.list or ""])
        inside, outside = (TRUE, FALSE) if self.op == "in" else (FALSE, TRUE)

        def judge(flat: Flat) -> int:
            value = flat.get(fact)
            return UNKNOWN if value is None else inside if value in values else outside

        return judge

    def reads(self, terms: Terms) -> str:
        verb = "is" if self.op == "in" else "is not"
        if self.list is not None:
            return f"{terms.words(self.fact)} {verb} in the list {self.list.replace('_', ' ')}"
        return f"{terms.words(self.fact)} {verb} {listed(self.values or ())}"


class AtLeast(_OnValue):
    """The number is `value` or more; or, for `at_most`, `value` or less."""

    op: Literal["at_least", "at_most"]
    value: Whole

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.NUMBER)

    def compiled(self, terms: Terms) -> Judge:
        fact, bound = self.fact, self.value

        def at_least(flat: Flat) -> int:
            number = flat.get(fact)
            return UNKNOWN if number is None else TRUE if number >= bound else FALSE

        def at_most(flat: Flat) -> int:
            number = flat.get(fact)
            return UNKNOWN if number is None else TRUE if number <= bound else FALSE

        return at_least if self.op == "at_least" else at_most

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} is {self.op.replace('_', ' ')} {self.value}"
