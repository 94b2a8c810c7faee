"""Answers in words and numbers. Every script and every emoji is kept; what would trick a reader is not."""

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

from claimants.matters.mistakes import AnswerError

if TYPE_CHECKING:
    from claimants.matters.questions import Question

LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 5_000
LONGEST_NAME = 200
MOST_DIGITS = 12

_TURNS_TEXT_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
"""Controls other than tab and new line, halves of characters, and code points that are no characters."""
_UNSEEN = str.maketrans("", "", "\ufeff\u200b\u2060\u00ad")
_NEW_LINE = re.compile("\r\n|[\r\u2028\u2029\u0085\v\f]")
_GROUPED = re.compile(r"[+-]?\d{1,3}([,  ]\d{3})+")


def text(question: "Question", raw: Any, today: date) -> str | None:
    """One line."""
    return _filled(question, line_of(raw, question.max_length or LONGEST_TEXT))


def long_text(question: "Question", raw: Any, today: date) -> str | None:
    """Several lines."""
    return _filled(question, words_of(raw, question.max_length or LONGEST_LONG_TEXT))


def name(question: "Question", raw: Any, today: date) -> dict[str, str] | None:
    """A name as its bearer writes it, in one piece: `{"full": "李 小龙"}`."""
    typed = raw.get("full") if isinstance(raw, dict) else raw
    full = line_of(typed, question.max_length or LONGEST_NAME)
    return {"full": full} if _filled(question, full) else None


def number(question: "Question", raw: Any, today: date) -> int:
    """A whole number, within the question's limits."""
    value = _whole(raw)
    highest = today.year if question.max == "this_year" else question.max
    if question.min is not None and value < question.min:
        raise AnswerError(f"Write a number of {question.min} or more.")
    if highest is not None and value > highest:
        raise AnswerError(f"Write a number of {highest} or less.")
    return value


def line_of(raw: Any, longest: int, part: str = "") -> str:
    """The text on one line, in normal form."""
    return " ".join(words_of(raw, longest, part).split())


def words_of(raw: Any, longest: int, part: str = "") -> str:
    """The text in normal form, its ends trimmed. AnswerError for what a text cannot hold."""
    if not isinstance(raw, str):
        raise AnswerError("Write your answer in words.", part)
    if len(raw) > longest * 4:
        raise AnswerError(_too_long(len(raw), longest), part)
    typed = raw
    if not raw.replace("\n", " ").isprintable():
        typed = _NEW_LINE.sub("\n", raw).translate(_UNSEEN)
        _check_characters(typed, part)
    typed = unicodedata.normalize("NFC", typed)
    trimmed = typed.strip()
    if len(trimmed) > longest:
        raise AnswerError(_too_long(len(trimmed), longest), part)
    return trimmed


def _check_characters(typed: str, part: str) -> None:
    if _TURNS_TEXT_AROUND.search(typed):
        raise AnswerError(
            "Your text holds an invisible mark that turns the order of letters around. Please type the text "
            "again instead of pasting it.",
            part,
        )
    if _NO_TEXT.search(typed):
        raise AnswerError(
            "Your text holds a character that cannot be shown. Please type the text again instead of pasting it.",
            part,
        )


def _too_long(length: int, longest: int) -> str:
    return f"Your text has {length:,} characters; there is room for {longest:,}. Please shorten it."


def _filled(question: "Question", typed: str) -> str | None:
    """The text, or None where only invisible characters were typed and the answer may stay open."""
    if not typed and question.required:
        raise AnswerError("Answer this question.")
    return typed or None


def _whole(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise AnswerError("Write a whole number, such as 3.")
    if isinstance(raw, int):
        digits = str(raw) if abs(raw) < 10**MOST_DIGITS else "9" * (MOST_DIGITS + 1)
    else:
        digits = raw.strip()[: MOST_DIGITS * 2]
        if _GROUPED.fullmatch(digits):
            digits = re.sub(r"[,  ]", "", digits)
    if not re.fullmatch(r"[+-]?\d+", digits):
        raise AnswerError("Write a whole number in digits, such as 3, without words or fractions.")
    if len(digits) > MOST_DIGITS:
        raise AnswerError("This number is too large. Please check it.")
    return int(digits)
