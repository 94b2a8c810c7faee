"""Random definitions and random claims for them: nine days in September 2024, and much that is not known."""

from datetime import date, timedelta
from math import prod
from typing import Any

from hypothesis import strategies as st

from claimants.eligibility.dates import FIRST_DAY, LAST_DAY, OPEN
from claimants.eligibility.facts import tightened
from tests.eligibility.oracle import FOREVER, Listed, Sketch, Span

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
MOST_WORLDS = 3_000

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


@st.composite
def known_in_part(draw: st.DrawFn) -> tuple[date, ...]:
    """The days that a date can be: often one, sometimes a few in a row."""
    start = draw(st.integers(0, len(CALENDAR) - 1))
    return tuple(CALENDAR[start : start + draw(st.sampled_from([1, 1, 2, 3]))])


@st.composite
def spans(draw: st.DrawFn, fact: str = "account") -> Span:
    starts = draw(st.one_of(known_in_part(), known_in_part(), known_in_part(), st.none()))
    ends = draw(st.one_of(known_in_part(), known_in_part(), known_in_part(), st.none(), st.just((FOREVER,))))
    if draw(st.integers(0, 3)) == 0:
        starts = ends = draw(known_in_part())
    if starts and ends and ends[-1] < starts[0]:
        starts, ends = ends, starts
    fields: dict[str, Any] = {}
    if fact == "residence":
        fields = {
            "country": draw(st.sampled_from([*PLACES, None])),
            "rented": draw(st.sampled_from([True, False, None])),
        }
    if fact == "premium":
        fields = {"plan": draw(st.sampled_from([*PLANS, None]))}
    return Span(starts, ends, fields)


@st.composite
def listed(draw: st.DrawFn, fact: str) -> Listed:
    rows = draw(st.lists(spans(fact), max_size=3))
    return Listed(tuple(rows), draw(st.sampled_from([True, True, False])))


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    sketch: dict[str, Any] = {
        "residence": draw(st.none() | listed("residence")),
        "premium": draw(st.none() | listed("premium")),
        "account": draw(st.none() | spans()),
        "first": draw(st.none() | known_in_part()),
        "second": draw(st.none() | known_in_part()),
        "signed_on": draw(st.none() | known_in_part()),
        "role": draw(st.sampled_from([None, "none", "court", "other"])),
        "released": draw(st.sampled_from([None, True, False])),
        "messages": draw(st.sampled_from([None, 2000, 2002, 2005])),
        "birth_year": draw(st.none() | st.integers(1994, 2026)),
    }
    return _thinned({fact: value for fact, value in sketch.items() if value is not None})


def _thinned(sketch: Sketch) -> Sketch:
    """Without the rows that would make too many worlds to go through."""
    most = MOST_WORLDS
    thin = dict(sketch)
    for fact in ("account", "residence", "premium"):
        value = thin.get(fact)
        kept = []
        for span in value.rows if isinstance(value, Listed) else ():
            if _ways(span) <= most:
                most //= _ways(span)
                kept.append(span)
        if isinstance(value, Listed):
            thin[fact] = Listed(tuple(kept), value.complete)
        elif value is not None:
            most //= _ways(value)
    return thin


def _ways(span: Span) -> int:
    unknown = sum(value is None for value in span.fields.values())
    return prod([len(span.starts or range(11)), len(span.ends or range(11)), 2**unknown])


def flat_of(sketch: Sketch) -> dict[str, Any]:
    """The same facts as the evaluator takes them."""
    flat: dict[str, Any] = {}
    for fact, value in sketch.items():
        if isinstance(value, Listed):
            flat[fact] = [
                [*_bounds(row), {key: item for key, item in row.fields.items() if item is not None}]
                for row in value.rows
            ]
            if not value.complete:
                flat[f"{fact}_complete"] = False
        elif isinstance(value, Span):
            flat[fact] = _bounds(value)
        else:
            flat[fact] = [value[0].toordinal(), value[-1].toordinal()] if isinstance(value, tuple) else value
    return flat


def _bounds(span: Span) -> list[int]:
    starts = [day.toordinal() for day in span.starts] if span.starts else [FIRST_DAY, LAST_DAY]
    ends = [OPEN if day == FOREVER else day.toordinal() for day in span.ends] if span.ends else [FIRST_DAY, OPEN]
    return tightened(starts[0], starts[-1], ends[0], ends[-1])


def filled_in(draw: st.DrawFn, sketch: Sketch, fuller: Sketch) -> Sketch:
    """A claim with more of it known: what `fuller` adds, dates narrowed, fields told, lists completed."""
    filled = {**fuller, **sketch}
    for fact, value in filled.items():
        if isinstance(value, Listed):
            rows = [_narrowed(draw, row) for row in value.rows]
            more = fuller.get(fact)
            if not value.complete and isinstance(more, Listed):
                rows.extend(more.rows)
            filled[fact] = Listed(tuple(rows), value.complete or draw(st.booleans()))
        elif isinstance(value, Span):
            filled[fact] = _narrowed(draw, value)
        elif isinstance(value, tuple):
            filled[fact] = _part_of(draw, value)
    return filled


def _narrowed(draw: st.DrawFn, span: Span) -> Span:
    starts = _part_of(draw, span.starts or tuple(CALENDAR))
    ends = tuple(day for day in span.ends or (*CALENDAR, FOREVER) if day >= starts[0])
    if not ends:
        return span
    told = {
        "country": draw(st.sampled_from(PLACES)),
        "rented": draw(st.booleans()),
        "plan": draw(st.sampled_from(PLANS)),
    }
    fields = {key: told[key] if value is None else value for key, value in span.fields.items()}
    return Span(starts, _part_of(draw, ends), fields)


def _part_of(draw: st.DrawFn, days: tuple[date, ...]) -> tuple[date, ...]:
    """Some days in a row of these."""
    first = draw(st.integers(0, len(days) - 1))
    return days[first : draw(st.integers(first + 1, len(days)))]
