"""The same eight rules in four ways: our language, a plain function by hand, ZEN and CEL, each claim judged by all.

Facts are single values, because the other languages have no months, no open lists and no unknown. A rule answers
True, False or None; for ZEN and CEL an error counts as None, which is kinder to them than they are to a claimant.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import cel
import zen

from claimants.eligibility.document import Definition

Claim = Mapping[str, Any]
Answers = tuple[bool | None, ...]
Engine = Callable[[Claim], Answers]

FIRST, LAST, DUE = date(2020, 1, 1), date(2024, 9, 17), date(2026, 6, 30)
COUNTRIES = ["US", "AS", "GU", "MP", "PR", "VI"]
ROLES = ["court", "defendant", "counsel"]

DOCUMENT: dict[str, Any] = {
    "version": 1, "provisional": True, "source": "A benchmark", "text": "Eight rules.",
    "facts": {
        "premium": {"kind": "interval"}, "country": {"kind": "choice"}, "account": {"kind": "interval"},
        "inmail": {"kind": "yes_no"}, "opted_out": {"kind": "yes_no"}, "role": {"kind": "choice"},
        "released": {"kind": "yes_no"}, "filed_on": {"kind": "date"},
    },
    "periods": {"class_period": {"from": f"{FIRST}", "to": f"{LAST}"}},
    "lists": {"united_states": COUNTRIES},
    "criteria": [
        {"id": name, "bit": bit, "kind": kind, "test": test, "cite": "Order, paragraph 1", "quote": "as ordered",
         "met": "This is met.", "not_met": "This is not met.", "ask": "This is not known."}
        for bit, (name, kind, test) in enumerate([
            ("premium", "include", {"op": "overlaps", "fact": "premium", "period": "class_period"}),
            ("country", "include", {"op": "in", "fact": "country", "list": "united_states"}),
            ("account", "include", {"op": "overlaps", "fact": "account", "period": "class_period"}),
            ("inmail", "include", {"op": "is", "fact": "inmail", "value": True}),
            ("opted_out", "exclude", {"op": "is", "fact": "opted_out", "value": True}),
            ("role", "exclude", {"op": "in", "fact": "role", "values": ROLES}),
            ("released", "exclude", {"op": "is", "fact": "released", "value": True}),
            ("filed_on", "include", {"op": "on_or_before", "fact": "filed_on", "date": f"{DUE}"}),
        ])
    ],
}  # fmt: skip
DEFINITION = Definition.model_validate(DOCUMENT)

_RULES = {
    "zen": [
        f"premium_from <= {LAST.toordinal()} and premium_to >= {FIRST.toordinal()}",
        f"country in {COUNTRIES}",
        f"account_from <= {LAST.toordinal()} and account_to >= {FIRST.toordinal()}",
        "inmail", "not opted_out", f"not (role in {ROLES})", "not released",
        f"filed_on <= {DUE.toordinal()}",
    ],
    "cel": [
        f"premium_from <= {LAST.toordinal()} && premium_to >= {FIRST.toordinal()}",
        f"country in {COUNTRIES}",
        f"account_from <= {LAST.toordinal()} && account_to >= {FIRST.toordinal()}",
        "inmail", "!opted_out", f"!(role in {ROLES})", "!released",
        f"filed_on <= {DUE.toordinal()}",
    ],
}  # fmt: skip


def by_zen() -> Engine:
    """Eight compiled expressions."""
    rules = [zen.compile_expression(rule) for rule in _RULES["zen"]]
    return lambda claim: tuple([_asked(rule.evaluate, claim) for rule in rules])


def by_cel() -> Engine:
    """Eight compiled programs; what is not known is null."""
    rules = [cel.compile(rule) for rule in _RULES["cel"]]
    return lambda claim: tuple([_asked(rule.execute, claim) for rule in rules])


def by_hand(claim: Claim) -> Answers:
    """What somebody would write who knows every rule and minds every unknown."""
    country, role, due = claim["country"], claim["role"], claim["filed_on"]
    out, released = claim["opted_out"], claim["released"]
    return (
        _overlap(claim["premium_from"], claim["premium_to"]),
        None if country is None else country in COUNTRIES,
        _overlap(claim["account_from"], claim["account_to"]),
        claim["inmail"],
        None if out is None else not out,
        None if role is None else role not in ROLES,
        None if released is None else not released,
        None if due is None else due <= DUE.toordinal(),
    )


def claims(number: int) -> list[dict[str, Any]]:
    """Drawn by lot around the edges, each value unknown now and then."""
    lot = Random(1)
    return [_claim(lot) for _ in range(number)]


def facts_of(claim: Claim) -> dict[str, Any]:
    """The same claim as raw facts of our language."""
    facts: dict[str, Any] = {key: claim[key] for key in ("country", "inmail", "opted_out", "role", "released")}
    for name in ("premium", "account"):
        start, end = claim[f"{name}_from"], claim[f"{name}_to"]
        facts[name] = {"from": start and f"{date.fromordinal(start)}", "to": end and f"{date.fromordinal(end)}"}
    due = claim["filed_on"]
    return {**facts, "filed_on": due and f"{date.fromordinal(due)}"}


def _overlap(start: int | None, end: int | None) -> bool | None:
    """Of an interval whose ends may not be known, with the class period: one end within it is enough."""
    if (start is not None and start > LAST.toordinal()) or (end is not None and end < FIRST.toordinal()):
        return False
    if any(day is not None and FIRST.toordinal() <= day <= LAST.toordinal() for day in (start, end)):
        return True
    return None if start is None or end is None else True


def _asked(ask: Callable[[Any], Any], claim: Claim) -> bool | None:
    with suppress(Exception):
        answer = ask(claim)
        return answer if isinstance(answer, bool) else None
    return None


def _claim(lot: Random) -> dict[str, Any]:
    def known(value: Any) -> Any:
        return None if lot.random() < 0.06 else value

    def day(first: date, last: date) -> int:
        return lot.randrange(first.toordinal(), last.toordinal())

    premium, account = day(date(2018, 1, 1), date(2025, 6, 1)), day(date(2010, 1, 1), date(2025, 1, 1))
    return {
        "premium_from": known(premium), "premium_to": known(premium + lot.randrange(30, 1500)),
        "country": known(lot.choice(["US", "US", "US", "PR", "DE"])),
        "account_from": known(account), "account_to": known(account + lot.randrange(300, 6000)),
        "inmail": known(lot.random() < 0.8), "opted_out": known(lot.random() < 0.1),
        "role": known(lot.choice(["none"] * 8 + ROLES)), "released": known(lot.random() < 0.05),
        "filed_on": known(day(date(2026, 1, 1), date(2026, 8, 1))),
    }  # fmt: skip
