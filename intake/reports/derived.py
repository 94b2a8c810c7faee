"""What follows from other rows of a place: re-mails, and what became of each outcome that nobody knew. Pure.

Made by the same function when a pack is written and when it is checked, so that no row of these tables can be
altered alone.
"""

from collections.abc import Iterator

from intake.reports.places import Place
from intake.reports.sheets import Row, row_of

OPEN = "open"
BY_PERSON, BY_RULE = "settled by a person", "settled by the rule of the campaign"
REPORTED, ANSWERED = "settled by a later report", "answered later"
_SETTLING = {"resolved", "reported"}


def remail_rows(place: Place) -> Iterator[Row]:
    """Every message to a place after its first, with what had become of the one before."""
    for before, notice in zip(place.notices, place.notices[1:], strict=False):
        yield row_of(
            **{name: notice[name] for name in ("place", "sequence", "code", "rank", "state", "arrival")},
            owed_utc=notice["owed_utc"], owed_court=notice["owed_court"],
            after_code=before["code"], after_state=before["state"], after_arrival=before["arrival"],
        )  # fmt: skip


def unknown_rows(place: Place, rule: str) -> Iterator[Row]:
    """Every attempt of which nobody knew, and what settled it: an answer, a report, a person, a rule, or nothing."""
    for notice in place.notices:
        rows = place.attempts_of(notice)
        for index, row in enumerate(rows):
            if row["phase"] == "unknown":
                yield _unknown(row, _settling(row, rows[index + 1 :]), rule)


def _settling(unknown: Row, later: list[Row]) -> Row | None:
    """The row that says how it ended: the answer to the same attempt, a later report, a person or the rule."""
    same = [row for row in later if row["number"] == unknown["number"] and row["phase"] != "unknown"]
    return next(iter(same or [row for row in later if row["phase"] in _SETTLING]), None)


def _unknown(row: Row, settling: Row | None, rule: str) -> Row:
    settled, moments = OPEN, {"settled_utc": "", "settled_court": ""}
    if settling is not None:
        settled = f"{_how(settling)}: {settling['reply'] or settling['phase']}"
        moments = {"settled_utc": settling["at_utc"], "settled_court": settling["at_court"]}
    return row_of(
        **{name: row[name] for name in ("place", "sequence", "code", "number", "at_utc", "at_court")},
        said=row["reply"], settled=settled, by=settling["by"] if settling else "", rule=rule, **moments,
    )  # fmt: skip


def _how(settling: Row) -> str:
    """Nobody stands beside what the rule of the campaign decided."""
    if settling["phase"] == "resolved":
        return BY_PERSON if settling["by"] else BY_RULE
    return REPORTED if settling["phase"] == "reported" else ANSWERED
