"""Amendments drawn by lot: a definition, and the same one with a few things changed."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.eligibility.definitions import criterion, documents, leaves, periods, tests

Document = dict[str, Any]
Amend = Callable[[st.DrawFn, Document], None]


USING_NAMES: list[Document] = [
    {"op": "in", "fact": "role", "list": "insiders"},
    {"op": "count_at_least", "fact": "residence", "n": 1, "where": {"country": {"list": "home"}}},
    {"op": "overlaps", "fact": "account", "period": "p"},
    {"op": "age_under", "fact": "birth_year", "years": 18},
    {"op": "deadline", "name": "claims"},
]
"""Tests that change with a list, a period, a deadline or a fact behind them."""


@st.composite
def amendments(draw: st.DrawFn, behind_the_tests: bool = False) -> tuple[Document, Document]:
    """Two versions of one definition; or two that differ only in what stands behind the names in their tests."""
    using_names = st.sampled_from(USING_NAMES)
    old = draw(documents(using_names if behind_the_tests else st.one_of(using_names, tests)))
    old["flags"] = [{"id": f"f{n}", "bit": n, "test": draw(leaves), "raised": f"raised {n}"} for n in range(2)]
    new = copy.deepcopy(old)
    for amend in draw(st.lists(st.sampled_from(BEHIND if behind_the_tests else AMENDS), min_size=1, max_size=3)):
        amend(draw, new)
    return old, new


def _one_of(draw: st.DrawFn, document: Document) -> Document:
    return draw(st.sampled_from([*document["criteria"], *document["flags"]]))


def _another_test(draw: st.DrawFn, document: Document) -> None:
    _one_of(draw, document)["test"] = draw(tests)


def _turned_round(draw: st.DrawFn, document: Document) -> None:
    one = draw(st.sampled_from(document["criteria"]))
    one["kind"] = "exclude" if one["kind"] == "include" else "include"


def _moved(draw: st.DrawFn, document: Document) -> None:
    one = _one_of(draw, document)
    one["bit"] = draw(st.integers(20, 40).filter(lambda bit: bit not in _bits(document)))


def _bits(document: Document) -> set[int]:
    return {one["bit"] for one in [*document["criteria"], *document["flags"]]}


def _reworded(draw: st.DrawFn, document: Document) -> None:
    draw(st.sampled_from(document["criteria"]))[draw(st.sampled_from(["quote", "met", "ask"]))] = "Other words."


def _added(draw: st.DrawFn, document: Document) -> None:
    if not any(one["id"] == "c9" for one in document["criteria"]):
        document["criteria"].append(criterion(9, draw(tests)))


def _removed(draw: st.DrawFn, document: Document) -> None:
    if len(document["criteria"]) > 1:
        document["criteria"].remove(draw(st.sampled_from(document["criteria"])))


def _another_period(draw: st.DrawFn, document: Document) -> None:
    document["periods"][draw(st.sampled_from(["p", "q"]))] = draw(periods())


def _another_list(draw: st.DrawFn, document: Document) -> None:
    names = {"home": ["US", "PR", "CA"], "insiders": ["court", "counsel", "other"]}
    name = draw(st.sampled_from(sorted(names)))
    document["lists"] = {
        **document["lists"],
        name: draw(st.lists(st.sampled_from(names[name]), min_size=1, unique=True)),
    }


def _another_deadline(draw: st.DrawFn, document: Document) -> None:
    name = draw(st.sampled_from(["claims", "posted_after_first"]))
    days = {"claims": {"by": date(2024, 9, 17)}, "posted_after_first": {"after": {"fact": "first", "days": 4}}}
    document["deadlines"] = {**document["deadlines"], name: {**document["deadlines"][name], **days[name]}}


def _another_fact(draw: st.DrawFn, document: Document) -> None:
    changes: dict[str, Any] = {
        "role": {"kind": "choice", "values": ["none", "court", "counsel", "other", "judge"]},
        "account": {"kind": "intervals"},
        "birth_year": {"kind": "date"},
        "premium": {"kind": "intervals", "fields": {"plan": "choice", "seats": "number"}},
        "first": {"kind": "date", "label": "the first time"},
    }
    name = draw(st.sampled_from(sorted(changes)))
    document["facts"] = {**document["facts"], name: changes[name]}


BEHIND: list[Amend] = [_another_period, _another_list, _another_deadline, _another_fact]
AMENDS: list[Amend] = [*BEHIND, _another_test, _turned_round, _moved, _reworded, _added, _removed]
