"""A test on a deadline of the definition: something came in time."""

from typing import Literal

from claimants.eligibility.dates import FIRST_DAY, LAST_DAY
from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Name, Problem, Problems
from claimants.eligibility.vocabulary import Distance, Flat, Form, Judge, Terms

ANY_DAY = (FIRST_DAY, LAST_DAY)


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

    def distances(self, terms: Terms) -> tuple[Distance, ...]:
        deadline = terms.deadlines[self.name]
        if deadline.after is None:
            return ()
        since, days = deadline.after.fact, deadline.after.days
        terms_of = {self.received: {days, days + (deadline.grace_days or 0)}}
        if self.postmarked:
            terms_of[self.postmarked] = {days}
        return tuple(Distance(since, at, 0, length) for at, lengths in terms_of.items() for length in sorted(lengths))

    def compiled(self, terms: Terms) -> Judge:
        deadline = terms.deadlines[self.name]
        since = deadline.after.fact if deadline.after else ""
        received, postmarked, no_postmark = self.received, self.postmarked or "", self.no_postmark or ""
        extra = deadline.extra_days

        def judge(flat: Flat) -> int:
            last = deadline.last_days(flat.get(since)) or ANY_DAY
            arrived = flat.get(received)  # of which nothing is known may never have arrived
            came = arrived or ANY_DAY
            posted = flat.get(postmarked) or ANY_DAY
            unreadable = flat.get(no_postmark) if no_postmark else False
            by_post = arrived and unreadable is False and posted[1] <= last[0] and came[1] <= last[0] + extra
            if came[1] <= last[0] or by_post:
                return TRUE
            can_be_posted = extra and unreadable is not True and posted[0] <= last[1] and came[0] <= last[1] + extra
            return UNKNOWN if came[0] <= last[1] or can_be_posted else FALSE

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.received)} is in time: {deadline_reads(terms.deadlines[self.name], terms)}"


def deadline_reads(deadline: Deadline, terms: Terms) -> str:
    return deadline.reads(terms.words(deadline.after.fact) if deadline.after else "")
