"""From what a person typed to an answer in the shape it is kept, or a sentence that says what to change.

Takes what a form posts (`{"year": "2024", "month": "2", "day": ""}`) and what is kept (`"2024-02"`) alike, so
cleaning an answer twice changes nothing.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from claimants.matters import answered_choices, answered_contact, answered_dates, answered_places, answered_text
from claimants.matters.kinds import Kind
from claimants.matters.mistakes import AnswerError

if TYPE_CHECKING:
    from claimants.matters.questions import Question

__all__ = ["AnswerError", "clean", "is_blank", "kept"]

EARLIEST_CLOCK = timedelta(hours=14)
"""How far the first time zone of the world is ahead of UTC: what is today there is not in the future."""


def clean(question: "Question", raw: Any, *, today: date | None = None) -> Any:
    """The answer in the shape it is kept; None for no answer to a question that may stay open.

    Raises AnswerError with a sentence. `today` is the last day that is not in the future.
    """
    if is_blank(raw):
        if question.required:
            raise AnswerError(_ASK_FOR.get(question.kind, "Answer this question."))
        return None
    return _CLEANERS[question.kind](question, raw, today or latest_today())


def kept(question: "Question", answer: Any, today: date | None = None) -> Any:
    """A kept answer if it still fits the question, else None: the question may have changed since."""
    if answer is None:
        return None
    try:
        return clean(question, answer, today=today)
    except AnswerError:
        return None


def is_blank(raw: Any) -> bool:
    """Nothing was typed and nothing was ticked."""
    if isinstance(raw, dict):
        return "rows" not in raw and all(is_blank(part) for part in raw.values())
    if isinstance(raw, list | tuple):
        return all(is_blank(part) for part in raw)
    return raw is None or raw is False or (isinstance(raw, str) and not raw.strip())


def latest_today() -> date:
    """Today, in the time zone where it comes first."""
    return (datetime.now(UTC) + EARLIEST_CLOCK).date()


_CLEANERS: dict[Kind, Callable[["Question", Any, date], Any]] = {
    Kind.YES_NO: answered_choices.yes_no,
    Kind.CHOICE: answered_choices.choice,
    Kind.CHOICES: answered_choices.choices,
    Kind.ATTESTATION: answered_choices.attestation,
    Kind.DATE: answered_dates.one_date,
    Kind.INTERVAL: answered_dates.interval,
    Kind.INTERVALS: answered_dates.intervals,
    Kind.COUNTRY: answered_places.country,
    Kind.US_STATE: answered_places.us_state,
    Kind.POSTAL_ADDRESS: answered_places.postal_address,
    Kind.NUMBER: answered_text.number,
    Kind.TEXT: answered_text.text,
    Kind.LONG_TEXT: answered_text.long_text,
    Kind.NAME: answered_text.name,
    Kind.EMAIL: answered_contact.email,
    Kind.PHONE: answered_contact.phone,
    Kind.PROFILE_URL: answered_contact.profile_url,
}

_ASK_FOR = {
    Kind.YES_NO: "Choose an answer.",
    Kind.CHOICE: "Choose an answer.",
    Kind.CHOICES: "Choose at least one answer.",
    Kind.DATE: "Write a date. The year alone is enough if that is all you know.",
    Kind.INTERVAL: "Say when it started and when it ended.",
    Kind.INTERVALS: "Fill in the list, or say that it is complete as it is.",
    Kind.COUNTRY: "Write the name of a country.",
    Kind.US_STATE: "Choose a state.",
    Kind.NUMBER: "Write a whole number.",
    Kind.NAME: "Write a name.",
    Kind.EMAIL: "Write an e-mail address.",
    Kind.PHONE: "Write a telephone number.",
    Kind.POSTAL_ADDRESS: "Write an address.",
    Kind.ATTESTATION: "Tick the box if you agree with this statement.",
}
