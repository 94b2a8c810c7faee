"""A test on proof that is needed only above a quantity."""

from typing import Literal

from claimants.eligibility.facts import FactKind
from claimants.eligibility.forms.findings import REVIEWED, check_finding
from claimants.eligibility.kleene import TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problems, Whole
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms


class ProofRequiredAbove(Form):
    """The number is not above the limit, or a reviewer accepted the document that proves it."""

    op: Literal["proof_required_above"]
    fact: Name
    limit: Whole
    document: Name

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.NUMBER)
        yield from check_finding(self.document, REVIEWED, terms, "document")

    def facts_used(self) -> set[str]:
        return {self.fact, self.document}

    def compiled(self, terms: Terms) -> Judge:
        fact, limit, document = self.fact, self.limit, self.document

        def judge(flat: Flat) -> int:
            number = flat.get(fact)
            if number is not None and number <= limit:
                return TRUE
            proof = REVIEWED.get(flat.get(document, ""), UNKNOWN)
            return UNKNOWN if number is None and proof != TRUE else proof

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} is at most {self.limit}, or {terms.words(self.document)} is accepted"
