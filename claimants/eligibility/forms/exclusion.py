"""A test on leaving the class: a request to be left out stands."""

from typing import Literal

from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.facts import FactKind
from claimants.eligibility.forms.deadlines import ANY_DAY, deadline_reads
from claimants.eligibility.kleene import FALSE, NEGATED, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms


class RequestedExclusionBy(Form):
    """The person asked in time to be left out of the class, and did not in time ask to come back.

    Of several requests the last of each kind counts. Someone who left again after coming back has not come back.
    """

    op: Literal["requested_exclusion_by"]
    asked: Name
    asked_on: Name
    by: Name
    returned: Name | None = None
    returned_on: Name | None = None
    return_by: Name | None = None

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.asked, FactKind.YES_NO, at=("asked",))
        yield from terms.check_fact(self.asked_on, FactKind.DATE, at=("asked_on",))
        yield from terms.check_deadline(self.by, ("by",))
        back = (self.returned, self.returned_on, self.return_by)
        if self.returned and self.returned_on and self.return_by:
            yield from terms.check_fact(self.returned, FactKind.YES_NO, at=("returned",))
            yield from terms.check_fact(self.returned_on, FactKind.DATE, at=("returned_on",))
            yield from terms.check_deadline(self.return_by, ("return_by",))
        elif any(back):
            yield Problem((), "`returned`, `returned_on` and `return_by` go together; give all or none.")
        for key, name in (("by", self.by), ("return_by", self.return_by)):
            named = terms.deadlines.get(name or "")
            if named is not None and (named.after or named.basis == "postmarked"):
                yield Problem((key,), "this test needs a deadline with a fixed day, `by`, and `basis: received`.")

    def facts_used(self) -> set[str]:
        return {self.asked, self.asked_on, *filter(None, (self.returned, self.returned_on))}

    def compiled(self, terms: Terms) -> Judge:
        left = _made_by(self.asked, self.asked_on, terms.deadlines[self.by])
        if not (self.returned and self.returned_on and self.return_by):
            return left
        back = _made_by(self.returned, self.returned_on, terms.deadlines[self.return_by])

        def judge(flat: Flat) -> int:
            truth = left(flat)
            return truth if truth == FALSE else min(truth, NEGATED[back(flat)])

        return judge

    def reads(self, terms: Terms) -> str:
        left = f"{terms.words(self.asked)}, {deadline_reads(terms.deadlines[self.by], terms)}"
        if not (self.returned and self.return_by):
            return left
        back = deadline_reads(terms.deadlines[self.return_by], terms)
        return f"{left}, and not {terms.words(self.returned)}, {back}"


def _made_by(asked: str, asked_on: str, deadline: Deadline) -> Judge:
    """Whether a request was made, and on a day that is in time."""
    last = (deadline.last_days(None) or ANY_DAY)[0]

    def judge(flat: Flat) -> int:
        made, day = flat.get(asked), flat.get(asked_on)
        if made is False or (day is not None and day[0] > last):
            return FALSE
        return TRUE if made and day is not None and day[1] <= last else UNKNOWN

    return judge
