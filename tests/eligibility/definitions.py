"""Definitions drawn by lot, over nine days in September 2024."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

CALENDAR = [date(2024, 9, 12) + timedelta(days=number) for number in range(9)]
PLACES = ["US", "PR", "CA"]
PLANS = ["career", "business"]
FACTS: dict[str, Any] = {
    "residence": {"kind": "intervals", "fields": {"country": "choice", "rented": "yes_no"}},
    "premium": {"kind": "intervals", "fields": {"plan": "choice"}},
    "account": {"kind": "interval"},
    "first": {"kind": "date"},
    "second": {"kind": "date"},
    "role": {"kind": "choice", "values": ["none", "court", "counsel", "other"]},
    "released": {"kind": "yes_no"},
    "messages": {"kind": "number"},
    "birth_year": {"kind": "number"},
}
WHERE = {
    "residence": [
        {"country": "US"},
        {"country": ["US", "CA"]},
        {"country": {"list": "home"}},
        {"rented": True},
        {"country": {"list": "home"}, "rented": False},
    ],
    "premium": [{"plan": "career"}, {"plan": ["career", "business"]}],
}

days = st.sampled_from(CALENDAR)
intervals_facts = st.sampled_from(["residence", "premium", "account"])


@st.composite
def periods(draw: st.DrawFn) -> dict[str, Any]:
    first, last = sorted([draw(days), draw(days)])
    ends = draw(st.sampled_from(["both", "both", "from", "to", "neither"]))
    return {"from": first if ends in ("both", "from") else "open", "to": last if ends in ("both", "to") else "open"}


def _where(fact: str) -> st.SearchStrategy[dict[str, Any]]:
    choices: list[dict[str, Any]] = [{}, *({"where": where} for where in WHERE.get(fact, []))]
    return st.sampled_from(choices)


@st.composite
def interval_tests(draw: st.DrawFn) -> dict[str, Any]:
    operator = draw(st.sampled_from(["overlaps", "covers", "count_at_least", "overlap_together"]))
    period = draw(st.sampled_from(["p", "q", "started"] if operator == "covers" else ["p", "q"]))
    if operator == "covers":
        period = "started"
    if operator == "overlap_together":
        facts = draw(st.permutations(["residence", "premium", "account"]))[: draw(st.integers(2, 3))]
        where = {fact: draw(_where(fact)).get("where") for fact in facts}
        where = {fact: condition for fact, condition in where.items() if condition}
        return {"op": operator, "facts": facts, "period": period, **({"where": where} if where else {})}
    fact = draw(st.sampled_from(["residence", "premium"]) if operator == "count_at_least" else intervals_facts)
    test = {"op": operator, "fact": fact, **draw(_where(fact))}
    if operator == "count_at_least":
        return {**test, "n": draw(st.integers(1, 3)), **draw(st.sampled_from([{}, {"period": period}]))}
    return {**test, "period": period}


def _on_dates() -> st.SearchStrategy[dict[str, Any]]:
    fact = st.sampled_from(["first", "second", "signed_on"])
    operators = st.sampled_from(["before", "on_or_before", "after", "on_or_after"])
    return st.one_of(
        st.fixed_dictionaries({"op": operators, "fact": fact, "date": days}),
        st.fixed_dictionaries({"op": st.just("between"), "fact": fact, "period": st.sampled_from(["p", "q"])}),
        st.fixed_dictionaries(
            {"op": st.just("elapsed"), "since": st.sampled_from(["first", "second"]), "days": st.integers(1, 5)}
        ),
        st.fixed_dictionaries({"op": st.just("age_under"), "fact": st.just("birth_year"), "years": st.integers(1, 30)}),
    )


def _on_values() -> st.SearchStrategy[dict[str, Any]]:
    values = st.lists(st.sampled_from(["none", "court", "counsel"]), min_size=1, max_size=2, unique=True)
    membership = st.sampled_from(["in", "not_in"])
    return st.one_of(
        st.fixed_dictionaries({"op": st.just("is"), "fact": st.just("released"), "value": st.booleans()}),
        st.fixed_dictionaries({"op": membership, "fact": st.just("role"), "values": values}),
        st.fixed_dictionaries({"op": membership, "fact": st.just("role"), "list": st.just("insiders")}),
        st.fixed_dictionaries(
            {
                "op": st.sampled_from(["at_least", "at_most"]),
                "fact": st.just("messages"),
                "value": st.integers(2001, 2004),
            }
        ),
    )


leaves = st.one_of(interval_tests(), interval_tests(), _on_dates(), _on_values())


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"op": st.sampled_from(["all", "any"]), "of": several}),
        st.fixed_dictionaries({"op": st.just("not"), "of": inner}),
        several.flatmap(
            lambda of: st.fixed_dictionaries(
                {"op": st.just("at_least_k"), "k": st.integers(1, len(of)), "of": st.just(of)}
            )
        ),
    )


tests = st.recursive(leaves, _compound, max_leaves=4)


def criterion(number: int, test: dict[str, Any], kind: str = "include") -> dict[str, Any]:
    said = {key: f"{key} {number}" for key in ("cite", "quote", "met", "not_met", "ask")}
    return {"id": f"c{number}", "bit": number, "kind": kind, "test": test, **said}


@st.composite
def documents(draw: st.DrawFn, of: st.SearchStrategy[dict[str, Any]] = tests) -> dict[str, Any]:
    drawn = draw(st.lists(of, min_size=1, max_size=4))
    started = {**draw(periods()), "from": CALENDAR[draw(st.integers(0, 3))]}
    if started["to"] != "open" and started["to"] < started["from"]:
        started["to"] = started["from"]
    return {
        "version": 1,
        "provisional": True,
        "source": "drawn by lot",
        "text": "whoever is drawn",
        "facts": FACTS,
        "periods": {"p": draw(periods()), "q": draw(periods()), "started": started},
        "lists": {"home": ["US", "PR"], "insiders": ["court", "counsel"]},
        "criteria": [
            criterion(number, test, draw(st.sampled_from(["include", "exclude"]))) for number, test in enumerate(drawn)
        ],
    }
