"""Counts of a campaign, place by place, that sum to the manifest. Pure.

Mailboxes of our own have a dispatch of their own, so that they are in no count.
"""

from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from intake.reports.derived import unknown_rows
from intake.reports.moments import in_court, moment_of
from intake.reports.places import Place
from intake.reports.sheets import Row

UNFINISHED = {"held", "queued", "leased", "attempting"}
REACHED = ("delivered", "accepted", "complained")
NOTHING_SENT = "no message"
POST_ALONE = "by post alone"
ON_ITS_WAY = {"waiting", "exported"}
STANDINGS = (*REACHED, "unfinished", "unknown", "undeliverable", POST_ALONE, "cancelled", NOTHING_SENT)
"""What a place came to, best first: by e-mail a place is reached when the relay of any message to it said so."""

CAME_TO = {
    "accepted": "accepted",
    "failed": "undeliverable",
    "superseded": "undeliverable",
    "unknown": "unknown",
    "resolved": "unknown",
    "cancelled": "cancelled",
    **dict.fromkeys(UNFINISHED, "unfinished"),
}
"""What a message in each state came to, unless something was reported of it after its acceptance."""


class Tally:
    """Adds up places; `document` is what `counts.json` says."""

    def __init__(self) -> None:
        self.lines = self.messages = self.remails = self.reached_by_post = self.not_reached = 0
        self.tried = self.tried_again = 0
        self.states: Counter[str] = Counter()
        self.all_states: Counter[str] = Counter()
        self.standings: Counter[str] = Counter()
        self.attempts: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.post: Counter[str] = Counter()
        self.unknowns: Counter[str] = Counter()
        self.first = self.last = ""

    def add(self, place: Place) -> None:
        self.all_states.update(notice["state"] for notice in place.notices)
        self.lines += 1
        self.messages += len(place.notices)
        self.remails += max(len(place.notices) - 1, 0)
        tried = {row["sequence"] for row in place.attempts if row["phase"] == "intent"}
        self.tried += len(tried)
        self.tried_again += len(tried & {notice["sequence"] for notice in place.notices[1:]})
        self.states[place.notices[-1]["state"] if place.notices else NOTHING_SENT] += 1
        self.attempts.update(row["phase"] for row in place.attempts)
        self.events.update(row["kind"] for row in place.events)
        self.unknowns.update(row["settled"].partition(":")[0] for row in unknown_rows(place, ""))
        self._add_reach(place)
        self._add_moments(place)

    def document(self, zone: ZoneInfo) -> dict[str, Any]:
        return {
            "lines_ordered": self.lines,
            "lines_by_state_of_their_last_message": dict(self.states),
            "lines_by_what_they_came_to": {name: self.standings[name] for name in STANDINGS},
            "letters_by_state": dict(self.post),
            "lines_not_reached_by_email_but_by_post": self.reached_by_post,
            "lines_reached_by_neither": self.not_reached,
            "messages": self.messages,
            "messages_after_the_first": self.remails,
            "messages_tried": self.tried,
            "messages_tried_after_the_first": self.tried_again,
            "attempts_by_phase": dict(self.attempts),
            "reports_by_kind": dict(self.events),
            "unknown_outcomes": dict(self.unknowns),
            "first_accepted_utc": self.first,
            "first_accepted_court": in_court(moment_of(self.first), zone) if self.first else "",
            "last_accepted_utc": self.last,
            "last_accepted_court": in_court(moment_of(self.last), zone) if self.last else "",
        }

    def unfinished(self) -> list[str]:
        """What is still going on, in words; empty when nothing is."""
        messages = sum(number for state, number in self.all_states.items() if state in UNFINISHED)
        letters = sum(number for state, number in self.post.items() if state in ON_ITS_WAY)
        found = [f"{messages:,} {'message is' if messages == 1 else 'messages are'} not finished"] if messages else []
        if letters:
            found.append(f"{letters:,} {'letter is' if letters == 1 else 'letters are'} not mailed")
        return found

    def _add_reach(self, place: Place) -> None:
        standing = standing_of(place)
        self.standings[standing] += 1
        self.post.update(row["state"] for row in place.postal)
        if standing not in REACHED:
            is_mailed = any(row["state"] == "mailed" for row in place.postal)
            self.reached_by_post += is_mailed
            self.not_reached += not is_mailed

    def _add_moments(self, place: Place) -> None:
        for notice in place.notices:
            if moment := notice["accepted_utc"]:
                self.first = min(self.first or moment, moment)
                self.last = max(self.last, moment)


def standing_of(place: Place) -> str:
    """What the place came to: the best of its messages."""
    found = {_came_to(notice) for notice in place.notices} or {NOTHING_SENT}
    if place.postal and not any(notice["rows_of_attempts"] != "0" for notice in place.notices):
        found -= {"undeliverable", "cancelled", NOTHING_SENT}
        is_taken_back = all(row["state"] == "cancelled" for row in place.postal)
        found.add("cancelled" if is_taken_back else POST_ALONE)
    return next((standing for standing in STANDINGS if standing in found), "unknown")


def _came_to(notice: Row) -> str:
    if notice["state"] == "accepted":
        return {"": "accepted", "bounced": "undeliverable"}.get(notice["arrival"], notice["arrival"])
    return CAME_TO.get(notice["state"], "unknown")
