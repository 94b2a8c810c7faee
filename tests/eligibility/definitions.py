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
    "bought": {"kind": "intervals", "fields": {"boxes": "number", "plan": "choice"}},
    "paper": {"kind": "choice", "values": ["accepted", "refused", "none", "pending"]},
    "record": {"kind": "choice", "values": ["matched", "none", "possible"]},
    "told": {"kind": "yes_no"},
}
DEADLINES: dict[str, Any] = {
    "claims": {"by": date(2024, 9, 15), "zone": "America/Los_Angeles"},
    "forgiving": {"by": date(2024, 9, 14), "grace_days": 2},
    "posted": {"by": date(2024, 9, 14), "basis": "postmarked", "grace_days": 2},
    "posted_any_time": {"by": date(2024, 9, 15), "basis": "postmarked"},
    "after_first": {"after": {"fact": "first", "days": 3}},
    "posted_after_first": {"after": {"fact": "first", "days": 1}, "basis": "postmarked", "grace_days": 1},
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
    "bought": [{"plan": "career"}],
}

WIDE = {"from": CALENDAR[0], "to": CALENDAR[-1]}

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


@st.composite
def quantity_tests(draw: st.DrawFn) -> dict[str, Any]:
    operator = draw(st.sampled_from(["days_at_least", "sum_at_least", "capped_quantity"]))
    if operator == "days_at_least":
        fact = draw(intervals_facts)
        period = draw(st.sampled_from([{}, {"period": "wide"}]))
        return {"op": operator, "fact": fact, "n": draw(st.integers(1, 9)), **draw(_where(fact)), **period}
    test = {"op": operator, "fact": "bought", "field": "boxes", **draw(_where("bought"))}
    test |= draw(st.sampled_from([{}, {"period": "p"}, {"period": "q"}]))
    if operator == "capped_quantity":
        cap = draw(st.integers(1, 5))
        return {
            **test,
            "each": draw(st.sampled_from(["month", "year"])),
            "cap": cap,
            "value": draw(st.integers(1, cap)),
        }
    return {**test, "value": draw(st.integers(1, 8))}


def _of_procedure() -> st.SearchStrategy[dict[str, Any]]:
    """Deadlines, requests, effects, findings, proof, statements."""
    asked = {"op": "requested_exclusion_by", "asked": "released", "asked_on": "first", "by": "claims"}
    back = {"returned": "told", "returned_on": "second", "return_by": "forgiving"}
    by_post = {"op": "deadline", "received": "second", "postmarked": "signed_on"}
    return st.one_of(
        st.fixed_dictionaries(
            {"op": st.just("deadline"), "name": st.sampled_from(["claims", "forgiving", "after_first"])},
            optional={"received": st.just("second")},
        ),
        st.fixed_dictionaries(
            {
                **{key: st.just(value) for key, value in by_post.items()},
                "name": st.sampled_from(["posted", "posted_any_time", "posted_after_first"]),
            },
            optional={"no_postmark": st.just("told")},
        ),
        st.sampled_from([asked, {**asked, **back}]),
        st.fixed_dictionaries(
            {"op": st.just("event_effective"), "fact": st.just("told"), "happened_on": st.just("first"), "as_of": days}
        ),
        st.fixed_dictionaries(
            {
                "op": st.just("proof_required_above"),
                "fact": st.just("messages"),
                "limit": st.integers(2001, 2004),
                "document": st.just("paper"),
            }
        ),
        st.sampled_from(
            [
                {"op": "document_accepted", "fact": "paper"},
                {"op": "record_match", "fact": "record"},
                {"op": "attested", "fact": "told", "statement": "I bought it for myself."},
            ]
        ),
    )


leaves = st.one_of(interval_tests(), interval_tests(), quantity_tests(), _of_procedure(), _on_dates(), _on_values())


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"op": st.sampled_from(["all", "any"]), "of": several}),
        st.fixed_dictionaries({"op": st.just("not"), "of": inner}),
        st.fixed_dictionaries({"op": st.just("unless"), "test": inner, "exception": inner}),
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
        "periods": {"p": draw(periods()), "q": draw(periods()), "started": started, "wide": WIDE},
        "deadlines": DEADLINES,
        "lists": {"home": ["US", "PR"], "insiders": ["court", "counsel"]},
        "criteria": [
            criterion(number, test, draw(st.sampled_from(["include", "exclude"]))) for number, test in enumerate(drawn)
        ],
    }
