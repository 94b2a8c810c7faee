"""What a definition declares, each in a sentence: facts, periods, lists and deadlines."""

from datetime import date

from claimants.eligibility.dates import written
from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.facts import FactKind, FactSpec
from claimants.eligibility.shapes import Period
from claimants.eligibility.vocabulary import Terms, listed

MOST_VALUES_SHOWN = 60

_KINDS = {
    FactKind.DATE: "A date",
    FactKind.INTERVAL: "One time, with its first and last day",
    FactKind.INTERVALS: "A list of times, each with its first and last day",
    FactKind.CHOICE: "A choice",
    FactKind.YES_NO: "Yes or no",
    FactKind.NUMBER: "A whole number",
    FactKind.TEXT: "A text",
}


def fact_reads(spec: FactSpec) -> str:
    """A list of times, each with its first and last day, and with country (choice)."""
    fields = [f"{name.replace('_', ' ')} ({kind.replace('_', ' ')})" for name, kind in spec.fields.items()]
    further = f", and with {listed(fields, 'and')}" if fields else ""
    values = f": {_shown(spec.values)}" if spec.values else ""
    return f"{_KINDS[spec.kind]}{further}{values}."


def period_reads(period: Period) -> str:
    """April 4, 2011 through October 18, 2012, both included."""
    begins, ends = period.from_, period.to
    if isinstance(begins, date) and isinstance(ends, date):
        if begins == ends:
            return f"{written(begins)} alone."
        return f"{written(begins)} through {written(ends)}, both included."
    if isinstance(begins, date):
        return f"Any day from {written(begins)} on, that day included."
    return f"Any day through {written(ends)}, that day included." if isinstance(ends, date) else "Any day."


def deadline_reads(deadline: Deadline, terms: Terms) -> str:
    words = deadline.reads(terms.words(deadline.after.fact) if deadline.after else "")
    return f"{words[0].upper()}{words[1:]}."


def list_reads(values: tuple[str, ...]) -> str:
    return f"{_shown(values)}."


def list_compared(values: tuple[str, ...], other: tuple[str, ...], missing: str) -> str:
    """How many values, and which of them `other` lacks. `missing` says what that makes of them."""
    lacking = tuple(value for value in values if value not in set(other))
    return f"{_counted(len(values))}. {missing}: {_shown(lacking) if lacking else 'none'}."


def _counted(number: int) -> str:
    return "1 value" if number == 1 else f"{number:,} values"


def _shown(values: tuple[str, ...]) -> str:
    shown = values[:MOST_VALUES_SHOWN]
    return (
        ", ".join(shown) if len(shown) == len(values) else f"{', '.join(shown)} and {len(values) - len(shown):,} more"
    )
