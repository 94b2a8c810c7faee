"""From an answer, in the shape it is kept, to the raw facts that the class definition reads."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from claimants.matters.kinds import UNSURE, Kind

if TYPE_CHECKING:
    from claimants.matters.questions import Question


def facts_of(question: "Question", answer: Any) -> dict[str, Any]:
    """The facts in one answer. What the person is not sure of is left out: absent means unknown."""
    if question.kind == Kind.CHOICES:
        return {option.fact.removeprefix("fact:"): option.value in answer for option in question.options if option.fact}
    if question.fact is None:
        return {}
    if question.kind == Kind.INTERVALS:
        return _list(question, question.fact, answer)
    value = _READERS.get(question.kind, _unless_unsure)(answer)
    return {} if value is None else {question.fact: value}


def _unless_unsure(answer: Any) -> Any:
    return None if answer == UNSURE else answer


def _yes_no(answer: Any) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


def _interval(answer: Mapping[str, Any]) -> dict[str, Any] | None:
    span = {end: _unless_unsure(answer.get(end)) for end in ("from", "to")}
    return None if span == {"from": None, "to": None} else span


def _list(question: "Question", fact: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    columns = [column.id for column in question.fields]
    rows = [
        {
            "from": _unless_unsure(row.get("from")),
            "to": _unless_unsure(row.get("to")),
            **{column: row[column] for column in columns if row.get(column) not in (None, UNSURE)},
        }
        for row in answer["rows"]
    ]
    return {fact: rows} if answer.get("complete") == "yes" else {fact: rows, f"{fact}_complete": False}


_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.YES_NO: _yes_no,
    Kind.ATTESTATION: lambda answer: True if answer else None,
    Kind.INTERVAL: _interval,
}
