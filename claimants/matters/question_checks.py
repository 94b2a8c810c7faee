"""Whether questions make sense by themselves: ids, options, columns, and conditions on earlier questions."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimants.eligibility.shapes import Problem, Problems
from claimants.matters.kinds import (
    CAN_BE_UNSURE,
    CAN_DECIDE_WHAT_IS_SHOWN,
    OPEN,
    UNSURE,
    ColumnKind,
    Kind,
)

if TYPE_CHECKING:
    from claimants.matters.questions import Column, Option, Question, Questionnaire

RESERVED_PAGES = frozenset(
    {"check-answers", "sign", "withdraw", "answer", "receipt", "start", "check", "dispute", "correct"}
)
"""Addresses of a claim's own pages, so no page of questions can have them."""

_WORDS = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAME)
_ONLY_FOR: dict[str, tuple[Kind, ...]] = {
    "options": (Kind.CHOICE, Kind.CHOICES),
    "fields": (Kind.INTERVALS,),
    "unsure": tuple(sorted(CAN_BE_UNSURE)),
    "future": (Kind.DATE, Kind.INTERVAL, Kind.INTERVALS),
    "min": (Kind.NUMBER,),
    "max": (Kind.NUMBER,),
    "max_length": _WORDS,
    "hosts": (Kind.PROFILE_URL,),
    "paths": (Kind.PROFILE_URL,),
}


def problems_of_questions(questionnaire: "Questionnaire") -> Problems:
    """Each problem at its path from the top of the file."""
    pages: dict[str, int] = {}
    earlier: dict[str, Question] = {}
    for number, page in enumerate(questionnaire.pages):
        at = ("questions", "pages", number)
        if page.id in pages:
            yield Problem((*at, "id"), f"page {pages[page.id] + 1} has the id {page.id!r} already; choose another.")
        if page.id in RESERVED_PAGES:
            yield Problem((*at, "id"), f"{page.id!r} is the address of another page; choose another id.")
        pages.setdefault(page.id, number)
        for place, question in enumerate(page.questions):
            here = (*at, "questions", place)
            if question.id in earlier:
                yield Problem((*here, "id"), f"an earlier question has the id {question.id!r}; choose another.")
            for problem in (*_problems_of_kind(question), *_problems_of_condition(question, earlier)):
                yield problem.under(*here)
            earlier.setdefault(question.id, question)


def _problems_of_kind(question: "Question") -> Problems:
    for key, allowed in _ONLY_FOR.items():
        if getattr(question, key) not in ((), None, False) and question.kind not in allowed:
            yield Problem((key,), f"`{key}` is for questions of kind {', '.join(allowed)}; remove it here.")
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        yield from _problems_of_options(question.options)
    if isinstance(question.max, int) and question.min is not None and question.max < question.min:
        yield Problem(("max",), f"the greatest number ({question.max}) is less than the least ({question.min}).")
    seen = {"from", "to"}
    for number, column in enumerate(question.fields):
        if column.id in seen:
            yield Problem(("fields", number, "id"), f"the column {column.id!r} is there already; choose another id.")
        seen.add(column.id)
        for problem in _problems_of_column(column):
            yield problem.under("fields", number)


def _problems_of_column(column: "Column") -> Problems:
    if column.kind == ColumnKind.CHOICE:
        yield from _problems_of_options(column.options)
    elif column.options:
        yield Problem(("options",), f"a column of kind {column.kind} has no options; remove them.")


def _problems_of_options(options: Iterable["Option"]) -> Problems:
    values = [option.value for option in options]
    if len(values) < 2:
        yield Problem(("options",), "a choice needs at least two options, each with `value` and `label`.")
    for number, value in enumerate(values):
        if value in values[:number]:
            yield Problem(("options", number, "value"), f"the value {value!r} is offered twice.")
        if value in (UNSURE, OPEN):
            yield Problem(
                ("options", number, "value"), f"{value!r} has a meaning of its own; use `unsure: true` instead."
            )


def _problems_of_condition(question: "Question", earlier: dict[str, "Question"]) -> Problems:
    condition = question.show_if
    if condition is None:
        return
    before = earlier.get(condition.question)
    if before is None:
        yield Problem(
            ("show_if", "question"),
            f"{condition.question!r} is not an earlier question. Only answers already given can show a question.",
        )
        return
    if before.kind not in CAN_DECIDE_WHAT_IS_SHOWN:
        kinds = ", ".join(sorted(CAN_DECIDE_WHAT_IS_SHOWN))
        yield Problem(
            ("show_if", "question"), f"{before.id!r} is of kind {before.kind}; this works on questions of kind {kinds}."
        )
        return
    offered = _offered(before)
    for value in condition.is_:
        if offered and value not in offered:
            yield Problem(
                ("show_if", "is"), f"{value!r} is never an answer to {before.id!r}. Answers: {', '.join(offered)}."
            )
    if question.decisive and not before.decisive:
        yield Problem(
            ("decisive",), f"the check without an account would need {before.id!r} too; mark that question decisive."
        )


def _offered(question: "Question") -> list[str]:
    """The possible answers, or none where they are too many to list."""
    values = ["yes", "no"] if question.kind == Kind.YES_NO else [option.value for option in question.options]
    return [*values, UNSURE] if values and question.unsure else values
