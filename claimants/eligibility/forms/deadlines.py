"""Tests on deadlines of the definition: something came in time; a request to be left out stands."""

from typing import Literal

from claimants.eligibility.dates import FIRST_DAY, LAST_DAY
from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, NEGATED, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms

_ANY_DAY = (FIRST_DAY, LAST_DAY)


class InTime(Form):
    """It came, or was posted, by a deadline of the definition, which may count from a fact."""

    op: Literal["deadline"]
    name: Name
    received: Name = "signed_on"
    postmarked: Name | None = None
    no_postmark: Name | None = None

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_deadline(self.name)
        yield from terms.check_fact(self.received, FactKind.DATE, at=("received",))
        if self.no_postmark is not None:
            yield from terms.check_fact(self.no_postmark, FactKind.YES_NO, at=("no_postmark",))
        if self.postmarked is not None:
            yield from terms.check_fact(self.postmarked, FactKind.DATE, at=("postmarked",))
        by_post = self.name in terms.deadlines and terms.deadlines[self.name].basis == "postmarked"
        if self.name in terms.deadlines and by_post != (self.postmarked is not None):
            yield Problem(
                ("postmarked",), "a deadline with `basis: postmarked` needs this fact, and no other takes it."
            )

    def facts_used(self) -> set[str]:
        return {self.received, *filter(None, (self.postmarked, self.no_postmark))}

    def compiled(self, terms: Terms) -> Judge:
        deadline = terms.deadlines[self.name]
        since = deadline.after.fact if deadline.after else ""
        received, postmarked, no_postmark = self.received, self.postmarked or "", self.no_postmark or ""
        extra = deadline.extra_days

        def judge(flat: Flat) -> int:
            last = deadline.last_days(flat.get(since)) or _ANY_DAY
            came = flat.get(received) or _ANY_DAY
            posted = flat.get(postmarked) or _ANY_DAY
            unreadable = flat.get(no_postmark) if no_postmark else False
            if came[1] <= last[0] or (unreadable is False and posted[1] <= last[0] and came[1] <= last[0] + extra):
                return TRUE
            can_be_posted = extra and unreadable is not True and posted[0] <= last[1] and came[0] <= last[1] + extra
            return UNKNOWN if came[0] <= last[1] or can_be_posted else FALSE

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.received)} is in time: {deadline_reads(terms.deadlines[self.name], terms)}"


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


def deadline_reads(deadline: Deadline, terms: Terms) -> str:
    return deadline.reads(terms.words(deadline.after.fact) if deadline.after else "")


def _made_by(asked: str, asked_on: str, deadline: Deadline) -> Judge:
    """Whether a request was made, and on a day that is in time."""
    last = (deadline.last_days(None) or _ANY_DAY)[0]

    def judge(flat: Flat) -> int:
        made, day = flat.get(asked), flat.get(asked_on)
        if made is False or (day is not None and day[0] > last):
            return FALSE
        return TRUE if made and day is not None and day[1] <= last else UNKNOWN

    return judge
