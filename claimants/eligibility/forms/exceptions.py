"""A rule and its exception."""

from typing import TYPE_CHECKING, Literal

from claimants.eligibility.kleene import FALSE, NEGATED
from claimants.eligibility.shapes import Problems
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms

if TYPE_CHECKING:
    from claimants.eligibility.vocabulary import Node


class Unless(Form):
    """The test holds, and the exception does not."""

    op: Literal["unless"]
    test: "Node"
    exception: "Node"

    def parts(self) -> tuple[Form, ...]:
        return self.test, self.exception

    def check(self, terms: Terms) -> Problems:
        for problem in self.test.check(terms):
            yield problem.under("test")
        for problem in self.exception.check(terms):
            yield problem.under("exception")

    def facts_used(self) -> set[str]:
        return self.test.facts_used() | self.exception.facts_used()

    def compiled(self, terms: Terms) -> Judge:
        test, exception = self.test.compiled(terms), self.exception.compiled(terms)

        def judge(flat: Flat) -> int:
            truth = test(flat)
            return truth if truth == FALSE else min(truth, NEGATED[exception(flat)])

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{self.test.reads(terms)}, unless {self.exception.reads(terms)}"
