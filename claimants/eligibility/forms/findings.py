"""Tests on what somebody found: a document that was reviewed, a record that was looked for. Pending is unknown."""

from typing import ClassVar, Literal

from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN, Truth
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Form, Judge, Terms, listed

REVIEWED: dict[str, Truth] = {"accepted": TRUE, "refused": FALSE, "none": FALSE, "pending": UNKNOWN}
"""What a document can be: `none` was sent, or one is `pending` review."""
LOOKED_FOR: dict[str, Truth] = {"matched": TRUE, "none": FALSE, "possible": UNKNOWN}
"""What a search of the defendant's records can give: a `possible` match waits for a person to look."""


class _Finding(Form):
    fact: Name
    findings: ClassVar[dict[str, Truth]]

    def check(self, terms: Terms) -> Problems:
        yield from check_finding(self.fact, self.findings, terms, "fact")

    def facts_used(self) -> set[str]:
        return {self.fact}

    def compiled(self, terms: Terms) -> Judge:
        fact, findings = self.fact, self.findings
        return lambda flat: findings.get(flat.get(fact, ""), UNKNOWN)


class DocumentAccepted(_Finding):
    """A reviewer accepted the document. While the review is pending, this is unknown."""

    op: Literal["document_accepted"]
    findings = REVIEWED

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} is accepted"


class RecordMatch(_Finding):
    """The person was found in the defendant's records. A possible match is unknown until somebody looks."""

    op: Literal["record_match"]
    findings = LOOKED_FOR

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} shows a match"


def check_finding(fact: str, findings: dict[str, Truth], terms: Terms, key: str) -> Problems:
    """The fact must be a choice whose values are findings, and no others."""
    yield from terms.check_fact(fact, FactKind.CHOICE, at=(key,))
    spec = terms.facts.get(fact)
    if spec is not None and spec.kind == FactKind.CHOICE and not set(spec.values or ("",)) <= set(findings):
        yield Problem((key,), f"{fact!r} needs `values` out of these: {listed(findings, 'and')}.")
