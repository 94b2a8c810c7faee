"""A test on an event that counts only from its own day on."""

from typing import Literal

from claimants.eligibility.dates import written
from claimants.eligibility.facts import FactKind
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN
from claimants.eligibility.shapes import Day, Name, Problems
from claimants.eligibility.vocabulary import Flat, Form, Judge, Terms


class EventEffective(Form):
    """It happened (`fact` is yes), and no later than `as_of`. What happened later has no effect on that day."""

    op: Literal["event_effective"]
    fact: Name
    happened_on: Name
    as_of: Day

    def check(self, terms: Terms) -> Problems:
        yield from terms.check_fact(self.fact, FactKind.YES_NO)
        yield from terms.check_fact(self.happened_on, FactKind.DATE, at=("happened_on",))

    def facts_used(self) -> set[str]:
        return {self.fact, self.happened_on}

    def compiled(self, terms: Terms) -> Judge:
        fact, happened_on, last = self.fact, self.happened_on, self.as_of.toordinal()

        def judge(flat: Flat) -> int:
            happened, day = flat.get(fact), flat.get(happened_on)
            if happened is False or (day is not None and day[0] > last):
                return FALSE
            return TRUE if happened and day is not None and day[1] <= last else UNKNOWN

        return judge

    def reads(self, terms: Terms) -> str:
        return f"{terms.words(self.fact)} was so by {written(self.as_of)}, going by {terms.words(self.happened_on)}"
