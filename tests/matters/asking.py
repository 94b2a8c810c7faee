"""A question of any kind, and what cleaning an answer to it gives."""

from datetime import date
from typing import Any

from claimants.matters.answers import AnswerError, clean
from claimants.matters.questions import Question

TODAY = date(2026, 11, 23)


def question(kind: str, **keys: Any) -> Question:
    return Question.model_validate({"id": "q", "kind": kind, "label": "Q?", "feeds": "fact:q", **keys})


def cleaned(asked: Question, raw: Any) -> Any:
    """The answer as it is kept. Cleaning what is kept changes nothing, whatever the kind."""
    answer = clean(asked, raw, today=TODAY)
    assert clean(asked, answer, today=TODAY) == answer
    return answer


def sentence_about(asked: Question, raw: Any) -> str:
    """The sentence with which the answer is refused, or nothing when it is kept."""
    try:
        clean(asked, raw, today=TODAY)
    except AnswerError as error:
        return str(error)
    return ""
