"""Boundary cases with the answer written by hand. The oracle must give it too, and no mutant may give them all.

`cases/` holds one file a family of operators; the logic of tests made of tests is a truth table, below.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.eligibility.definitions import DEADLINES, FACTS, criterion

PERIODS = {
    "before_change": {"from": "open", "to": date(2024, 9, 17)},
    "september": {"from": date(2024, 9, 1), "to": date(2024, 9, 30)},
    "from_september": {"from": date(2024, 9, 1), "to": "open"},
    "two_days": {"from": date(2024, 9, 17), "to": date(2024, 9, 18)},
    "one_day": {"from": date(2024, 9, 17), "to": date(2024, 9, 17)},
    "autumn": {"from": date(2024, 9, 1), "to": date(2024, 11, 30)},
}


class Case(NamedTuple):
    says: str
    test: dict[str, Any]
    facts: dict[str, Any]
    result: str


def document(*tests: dict[str, Any], exclude: tuple[int, ...] = ()) -> dict[str, Any]:
    """A definition whose criteria are these tests."""
    return {
        "version": 1,
        "provisional": True,
        "source": "written by hand",
        "text": "whoever the test says",
        "facts": FACTS,
        "periods": PERIODS,
        "lists": {"home": ["US", "PR", "GU"], "insiders": ["court", "counsel"]},
        "deadlines": DEADLINES,
        "criteria": [
            criterion(number, test, "exclude" if number in exclude else "include") for number, test in enumerate(tests)
        ],
    }


def _read() -> list[Case]:
    return [
        Case(case["says"], group["test"], case["facts"], case["result"])
        for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
        for group in yaml.safe_load(path.read_text())
        for case in group["cases"]
    ]


YES: dict[str, Any] = {"op": "is", "fact": "released", "value": True}
NO: dict[str, Any] = {"op": "is", "fact": "released", "value": False}
OPEN: dict[str, Any] = {"op": "in", "fact": "role", "values": ["court", "counsel"]}
PARTS = {"yes": YES, "no": NO, "open": OPEN}

TRUTH_TABLE = """
    all yes           met         any yes           met         not yes           not_met
    all no            not_met     any no            not_met     not no            met
    all open          unknown     any open          unknown     not open          unknown
    all yes yes       met         any yes yes       met         2 yes no yes      met
    all yes no        not_met     any yes no        met         2 yes no no       not_met
    all yes open      unknown     any yes open      met         2 yes open no     unknown
    all no yes        not_met     any no yes        met         2 yes open yes    met
    all no no         not_met     any no no         not_met     2 open open no    unknown
    all no open       not_met     any no open       unknown     2 open no no      not_met
    all open yes      unknown     any open yes      met         3 yes open no     not_met
    all open no       not_met     any open no       unknown     3 yes yes open    unknown
    all open open     unknown     any open open     unknown     3 yes yes yes     met
    unless yes yes    not_met     unless no yes     not_met     unless open yes   not_met
    unless yes no     met         unless no no      not_met     unless open no    unknown
    unless yes open   unknown     unless no open    not_met     unless open open  unknown
"""


def _logic() -> list[Case]:
    words, cases = TRUTH_TABLE.split(), []
    line: list[str] = []
    for word in words:
        if word in ("met", "not_met", "unknown"):
            operator, *names = line
            cases.append(Case(" ".join(line), _joined(operator, names), {"released": True}, word))
            line = []
        else:
            line.append(word)
    return cases


def _joined(operator: str, names: list[str]) -> dict[str, Any]:
    parts = [PARTS[name] for name in names]
    if operator == "not":
        return {"op": "not", "of": parts[0]}
    if operator == "unless":
        return {"op": "unless", "test": parts[0], "exception": parts[1]}
    return (
        {"op": "at_least_k", "k": int(operator), "of": parts} if operator.isdigit() else {"op": operator, "of": parts}
    )


CASES = [*_read(), *_logic()]


class OutcomeCase(NamedTuple):
    says: str
    include: list[dict[str, Any]]
    exclude: list[dict[str, Any]]
    facts: dict[str, Any]
    outcome: str

    @property
    def document(self) -> dict[str, Any]:
        excluding = range(len(self.include), len(self.include) + len(self.exclude))
        return document(*self.include, *self.exclude, exclude=tuple(excluding))


OUTCOMES = [
    OutcomeCase("all met", [YES], [OPEN], {"released": True, "role": "none"}, "eligible"),
    OutcomeCase("one not met", [NO], [OPEN], {"released": True, "role": "none"}, "ineligible"),
    OutcomeCase("an exclusion holds", [YES], [OPEN], {"released": True, "role": "court"}, "ineligible"),
    OutcomeCase("an exclusion may hold", [YES], [OPEN], {"released": True}, "needs_information"),
    OutcomeCase("one may be met", [YES], [OPEN], {"role": "none"}, "needs_information"),
    OutcomeCase("one not met outweighs one unknown", [NO, YES], [OPEN], {"released": True}, "ineligible"),
    OutcomeCase("nothing is known", [YES, NO], [OPEN], {}, "needs_information"),
]
