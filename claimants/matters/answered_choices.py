"""Answers that are chosen: yes or no, one of several, several of several, a ticked statement."""

from datetime import date
from typing import TYPE_CHECKING, Any

from claimants.matters.kinds import UNSURE
from claimants.matters.mistakes import AnswerError

if TYPE_CHECKING:
    from claimants.matters.questions import Question

_NOT_OFFERED = "That answer is not one of those offered. Choose one of the answers below."


def yes_no(question: "Question", raw: Any, today: date) -> str:
    if raw in ("yes", "no") or (raw == UNSURE and question.unsure):
        return str(raw)
    raise AnswerError(_NOT_OFFERED)


def choice(question: "Question", raw: Any, today: date) -> str:
    if isinstance(raw, str) and (question.option(raw) or (raw == UNSURE and question.unsure)):
        return raw
    raise AnswerError(_NOT_OFFERED)


def choices(question: "Question", raw: Any, today: date) -> list[str]:
    """The chosen values, each once, in the order in which they are offered."""
    ticked = [raw] if isinstance(raw, str) else raw
    if not isinstance(ticked, list | tuple):
        raise AnswerError(_NOT_OFFERED)
    chosen = [value for value in ticked if value != ""]
    if any(question.option(value) is None for value in chosen):
        raise AnswerError("One of the ticked answers is not offered. Choose from the answers below.")
    picked = [option for option in question.options if option.value in chosen]
    alone = next((option for option in picked if option.alone), None)
    if alone is not None and len(picked) > 1:
        raise AnswerError(f"“{alone.label}” cannot be ticked together with other answers. Keep one or the other.")
    return [option.value for option in picked]


def attestation(question: "Question", raw: Any, today: date) -> bool:
    if raw is True or raw in ("yes", "on", "true"):
        return True
    raise AnswerError("Tick the box if you agree with this statement.")
