"""Tests made of tests: all, any, not, at least so many of."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from claimants.eligibility.kleene import FALSE, NEGATED, TRUE, UNKNOWN
from claimants.eligibility.shapes import Problem, Problems
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms

if TYPE_CHECKING:
    from claimants.eligibility.vocabulary import Node

Several = Annotated[tuple["Node", ...], Field(min_length=1, max_length=100)]


class _OfSeveral(Form):
    of: Several

    def parts(self) -> tuple[Form, ...]:
        return self.of

    def check(self, terms: Terms) -> Problems:
        for number, part in enumerate(self.of):
            for problem in part.check(terms):
                yield problem.under("of", number)

    def facts_used(self) -> set[str]:
        return set().union(*(part.facts_used() for part in self.of))

    def _joined(self, link: str, terms: Terms) -> str:
        clauses = [part.reads(terms) for part in self.of]
        return clauses[0] if len(clauses) == 1 else "(" + f"; {link} ".join(clauses) + ")"


class All(_OfSeveral):
    """Every part holds."""

    op: Literal["all"]

    def compiled(self, terms: Terms) -> Judge:
        tests = tuple(part.compiled(terms) for part in self.of)

        def judge(flat: Flat) -> int:
            least = TRUE
            for test in tests:
                truth = test(flat)
                if truth == FALSE:
                    return FALSE
                if truth < least:
                    least = truth
            return least

        return judge

    def reads(self, terms: Terms) -> str:
        return self._joined("and", terms)


class AnyOf(_OfSeveral):
    """Some part holds."""

    op: Literal["any"]

    def compiled(self, terms: Terms) -> Judge:
        tests = tuple(part.compiled(terms) for part in self.of)

        def judge(flat: Flat) -> int:
            greatest = FALSE
            for test in tests:
                truth = test(flat)
                if truth == TRUE:
                    return TRUE
                if truth > greatest:
                    greatest = truth
            return greatest

        return judge

    def reads(self, terms: Terms) -> str:
        return self._joined("or", terms)


class AtLeastK(_OfSeveral):
    """At least `k` of the parts hold."""

    op: Literal["at_least_k"]
    k: Annotated[int, Field(strict=True, ge=1)]

    def check(self, terms: Terms) -> Problems:
        if self.k > len(self.of):
            yield Problem(("k",), f"{self.k} of {len(self.of)} can never hold; expected at most {len(self.of)}.")
        yield from super().check(terms)

    def compiled(self, terms: Terms) -> Judge:
        tests = tuple(part.compiled(terms) for part in self.of)
        k = self.k

        def judge(flat: Flat) -> int:
            certain = possible = 0
            for test in tests:
                truth = test(flat)
                certain += truth == TRUE
                possible += truth != FALSE
            return TRUE if certain >= k else UNKNOWN if possible >= k else FALSE

        return judge

    def reads(self, terms: Terms) -> str:
        return f"at least {self.k} of " + self._joined("or", terms)


class Not(Form):
    """The part does not hold. The opposite of unknown is unknown."""

    op: Literal["not"]
    of: "Node"

    def parts(self) -> tuple[Form, ...]:
        return (self.of,)

    def check(self, terms: Terms) -> Problems:
        for problem in self.of.check(terms):
            yield problem.under("of")

    def facts_used(self) -> set[str]:
        return self.of.facts_used()

    def compiled(self, terms: Terms) -> Judge:
        test = self.of.compiled(terms)
        return lambda flat: NEGATED[test(flat)]

    def reads(self, terms: Terms) -> str:
        return f"not: {self.of.reads(terms)}"
