"""A test on a statement that the person makes under their signature."""

from typing import Literal

from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problems, Sentence
from claimants.eligibility.vocabulary import Form, Judge, Terms


class Attested(Form):
    """The person makes this `statement`. Its words are part of the definition, and of what is signed."""

    op: Literal["attested"]
    fact: Name
    statement: Sentence

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.YES_NO)

    def facts_used(self) -> set[str]:
        return {self.fact}

    def compiled(self, terms: Terms) -> Judge:
        fact = self.fact
        truths = {None: UNKNOWN, True: TRUE, False: FALSE}
        return lambda flat: truths[flat.get(fact)]

    def reads(self, terms: Terms) -> str:
        return f"the person states: “{self.statement}”"
