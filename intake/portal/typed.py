"""What a form brought, question by question, whichever page it came from and whatever is asked there today."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from claimants.matters.answers import AnswerError, clean
from claimants.matters.questions import Question, Questionnaire
from claimants.matters.wording import NOT_ANSWERED, in_words
from intake.portal.forms.posted import Raw, is_blank, posted


@dataclass(frozen=True)
class Typed:
    """One question with what was typed for it. `answer` is None when it was left empty or is a mistake."""

    question: Question
    answer: Any
    words: str
    is_mistake: bool = False


def typed_in(questionnaire: Questionnaire, data: QueryDict, but: Collection[str] = ()) -> list[Typed]:
    """Every question the form held, in their order, without those `but`."""
    named = ({name.partition(".")[0] for name in data} | set(data.getlist("asked"))) - set(but)
    held = ((question, posted(question, data)) for question in questionnaire.questions if question.id in named)
    return [_read(question, raw) for question, raw in held if raw is not None]


def _read(question: Question, raw: Raw) -> Typed:
    if is_blank(raw):
        return Typed(question, None, NOT_ANSWERED)
    try:
        answer = clean(question, raw)
    except AnswerError:
        return Typed(question, None, _as_typed(raw), is_mistake=True)
    return Typed(question, answer, in_words(question, answer))


def _as_typed(raw: Raw) -> str:
    """The pieces that were typed, one after the other."""
    if isinstance(raw, dict):
        return ", ".join(filter(None, map(_as_typed, raw.values())))
    if isinstance(raw, list):
        return ", ".join(filter(None, map(_as_typed, raw)))
    return "" if isinstance(raw, bool) or raw is None else str(raw).strip()
