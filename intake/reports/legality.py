"""What the rows of one place must have in common, whoever wrote them. Pure: a place in, sentences out."""

from collections.abc import Iterator

from intake.reports.places import Place, number_in
from intake.reports.sheets import Row
from intake.reports.tally import CAME_TO

OUTCOMES = {"accepted", "waited", "deferred", "failed", "unknown"}
ARRIVALS = {"", "delivered", "bounced", "complained"}
FINAL = {"accepted", "failed"}
SETTLED = {"resolved", "reported"}
_SET_ASIDE = ("failed", "0")
"""Given up before any attempt at it: it could not be written, or workers were lost over it."""
_NEEDS = {"accepted": {"accepted", "reported"}, "resolved": {"resolved"}, "unknown": {"unknown"}}
_NOT_AFTER_ACCEPTANCE = {"held", "queued", "leased", "attempting", "failed", "unknown", "cancelled"}


def faults(place: Place) -> Iterator[str]:
    """Everything about a place that cannot have happened, each with its file and line."""
    for index, notice in enumerate(place.notices):
        if notice["sequence"] != str(index):
            yield f"{_at('notices.csv', notice)}: message {index} of this place is absent, or stands elsewhere"
        yield from _faults_of_notice(place, notice)
    known = {(notice["sequence"], notice["code"]) for notice in place.notices}
    for name, rows in (("attempts.csv", place.attempts), ("events.csv", place.events)):
        for row in rows:
            if (row["sequence"], row["code"]) not in known:
                yield f"{_at(name, row)}: it belongs to no message in notices.csv"
    numbers = [number_in(letter, "sequence", "postal.csv") for letter in place.postal]
    if numbers != sorted(set(numbers)):
        yield f"{_at('postal.csv', place.postal[-1])}: one letter of this place stands twice, or out of order"


def _faults_of_notice(place: Place, notice: Row) -> Iterator[str]:
    attempts, where = place.attempts_of(notice), _at("notices.csv", notice)
    phases = {row["phase"] for row in attempts}
    if notice["state"] not in CAME_TO or notice["arrival"] not in ARRIVALS:
        yield f"{where}: there is no state “{notice['state']}” with the arrival “{notice['arrival']}”"
    if notice["rows_of_attempts"] != str(len(attempts)):
        yield f"{where}: it says {notice['rows_of_attempts']} rows of attempts, and attempts.csv has {len(attempts)}"
    needed = _NEEDS.get(notice["state"])
    if needed and not needed & phases:
        yield f"{where}: it is “{notice['state']}”, and no attempt of it says so"
    if notice["state"] in _NOT_AFTER_ACCEPTANCE and "accepted" in phases and "reported" not in phases:
        yield f"{where}: it is “{notice['state']}”, though an attempt of it was accepted"
    if notice["state"] != "superseded" and bool(notice["accepted_utc"]) != (notice["state"] == "accepted"):
        yield f"{where}: it has a time of acceptance exactly when it was accepted, and here that is not so"
    if notice["arrival"] and not place.events_of(notice):
        yield f"{where}: it is “{notice['arrival']}”, and nothing in events.csv reported that"
    yield from _faults_of_order(attempts)


def _faults_of_order(attempts: list[Row]) -> Iterator[str]:
    """Intent before outcome, numbers that go up, and nothing after what was final but a person's word."""
    begun: set[str] = set()
    ended: set[str] = set()
    last = 0
    for row in attempts:
        phase, number, where = row["phase"], row["number"], _at("attempts.csv", row)
        if phase == "intent":
            if number in begun or number_in(row, "number", "attempts.csv") < last:
                yield f"{where}: this attempt was begun already"
            begun.add(number)
            last = int(number)
        elif phase in OUTCOMES:
            if number not in begun and (phase, number) != _SET_ASIDE:
                yield f"{where}: “{phase}” without an intent before it"
            if number in ended:
                yield f"{where}: “{phase}” after this attempt had ended"
            ended |= {number} if phase in FINAL else set()
        elif phase not in SETTLED:
            yield f"{where}: there is no phase “{phase}”"


def _at(name: str, row: Row) -> str:
    return f"{name} line {row.line}"
