"""Which results a new version of a definition can change: none too few, and no more than need be."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimants.eligibility.difference import (
    changed_criteria,
    changed_flags,
    reads_same_facts,
    removed_bits,
    removed_flag_bits,
)
from claimants.eligibility.document import Definition
from claimants.eligibility.facts import SYSTEM_FACTS, FactError, flatten
from tests.eligibility.amendments import amendments
from tests.eligibility.claims import flat_of, sketches
from tests.eligibility.table import OPEN
from tests.eligibility.test_agreement import by_lot
from tests.eligibility.versions import Amend, rule_of, versions


@pytest.mark.parametrize(
    "amend, criteria, flags",
    [
        (lambda d: d.update(text="Other words.", source="Elsewhere", version=2, provisional=False), "", ""),
        (lambda d: d["criteria"][1].update(quote="Other.", cite="Dkt. 9", met="Yes.", note="Why."), "", ""),
        (lambda d: d["flags"][0].update(raised="Look again."), "", ""),
        (lambda d: d["facts"]["first"].update(label="the first time"), "", ""),
        (lambda d: d["periods"]["one_day"].update(to="2024-09-18"), "", ""),
        (lambda d: d["lists"].update(home=["GU", "PR", "US"], other=["x"]), "", ""),
        (lambda d: d["criteria"].reverse(), "", ""),
        (lambda d: d["tiers"][0].update(test=OPEN), "", ""),
        (lambda d: d["criteria"].pop(0), "", ""),
        (lambda d: rule_of(d, 0).update(value=False), "c0", ""),
        (lambda d: d["criteria"][4].update(kind="include"), "c4", ""),
        (lambda d: d["criteria"][4].update(bit=44), "c4", ""),
        (lambda d: d["criteria"][4].update(id="c44"), "c44", ""),
        (lambda d: d["criteria"].append({**d["criteria"][0], "id": "c9", "bit": 9}), "c9", ""),
        (lambda d: d["periods"]["september"].update(to="2024-10-01"), "c1", "abroad"),
        (lambda d: d["periods"]["september"].update(to="open"), "c1", "abroad"),
        (lambda d: d["lists"].update(home=["US", "PR"]), "c1", "abroad"),
        (lambda d: d["facts"]["residence"]["fields"].update(city="text"), "c1", "abroad"),
        (lambda d: d["facts"]["role"]["values"].append("judge"), "c4", ""),
        (lambda d: d["facts"]["role"].pop("values"), "c4", ""),
        (lambda d: d["facts"]["role"]["values"].reverse(), "", ""),
        (lambda d: d["facts"]["birth_year"].update(kind="date"), "", "young"),
        (lambda d: d["deadlines"]["after_first"]["after"].update(days=4), "c2", ""),
        (lambda d: d["deadlines"]["after_first"].update(zone="America/Chicago"), "c2", ""),
        (lambda d: d["deadlines"]["after_first"]["after"].update(fact="second"), "c2", ""),
        (lambda d: d["deadlines"]["claims"].update(by="2024-12-01"), "", ""),
        (lambda d: d["flags"][0].update(bit=7), "", "young"),
    ],
)  # fmt: skip
def test_only_what_can_answer_otherwise_counts_as_changed(amend: Amend, criteria: str, flags: str) -> None:
    old, new = versions(amend)
    assert changed_criteria(old, new) == frozenset(filter(None, [criteria]))
    assert changed_flags(old, new) == frozenset(filter(None, [flags]))


@settings(by_lot, max_examples=300)
@given(amendments(), st.lists(sketches(), min_size=1, max_size=3))
def test_what_does_not_count_as_changed_has_the_same_result_on_any_claim(both: tuple, claims: list) -> None:
    _check_the_rest_is_alike(both, claims)


@settings(by_lot, max_examples=200)
@given(amendments(behind_the_tests=True), st.lists(sketches(), min_size=1, max_size=3))
def test_no_change_behind_a_test_is_overlooked(both: tuple, claims: list) -> None:
    _check_the_rest_is_alike(both, claims)


def _check_the_rest_is_alike(both: tuple, claims: list) -> None:
    old, new = (Definition.model_validate(version) for version in both)
    changed = changed_criteria(old, new) | changed_flags(old, new)
    before = {one.id: one for one in [*old.criteria, *old.flags]}
    for now in [*new.criteria, *new.flags]:
        if now.id in changed:
            continue
        then = before[now.id]
        assert (then.bit, getattr(then, "kind", "")) == (now.bit, getattr(now, "kind", ""))
        for sketch in claims:
            flat = flat_of(sketch)
            assert then.test.compiled(old.terms)(flat) == now.test.compiled(new.terms)(flat)


def test_the_bits_that_nothing_has_any_more_are_told_as_a_mask() -> None:
    def amend(plain: dict[str, Any]) -> None:
        plain["criteria"][3]["bit"] = 40
        plain["criteria"][4]["bit"] = 3
        plain["flags"].pop()

    old, new = versions(amend)
    assert removed_bits(old, new) == 1 << 4
    assert removed_flag_bits(old, new) == 1 << 5
    assert (removed_bits(old, old), removed_flag_bits(new, new)) == (0, 0)


RAW = {
    "residence": [{"from": "2023", "to": "open", "country": "US", "rented": True}],
    "role": "court",
    "birth_year": 1990,
    "released": True,
    "first": "2024-09",
}


@pytest.mark.parametrize(
    "amend, alike",
    [
        (lambda d: d["criteria"][0].update(quote="Other."), True),
        (lambda d: d["facts"]["role"].update(label="the role"), True),
        (lambda d: d["facts"]["role"]["values"].reverse(), True),
        (lambda d: d["facts"].update(extra={"kind": "date"}), True),
        (lambda d: d["facts"]["told"].update(kind="text"), True),
        (lambda d: d["criteria"].pop(1), True),
        (lambda d: d["facts"]["role"]["values"].append("judge"), False),
        (lambda d: d["facts"]["role"].pop("values"), False),
        (lambda d: d["facts"]["residence"]["fields"].update(city="text"), False),
        (lambda d: d["facts"]["birth_year"].update(kind="date"), False),
        (lambda d: (d["facts"].update(extra={"kind": "date"}), rule_of(d, 3).update(fact="extra")), False),
        (lambda d: (d["facts"].update(then={"kind": "date"}),
                    d["deadlines"]["after_first"]["after"].update(fact="then")), False),
    ],
)  # fmt: skip
def test_stored_facts_serve_the_new_version_if_it_reads_all_it_uses_alike(amend: Amend, alike: bool) -> None:
    old, new = versions(amend)
    assert reads_same_facts(old, new) is alike
    if alike:
        for fact in new.facts_used - set(SYSTEM_FACTS):
            assert _read(fact, old) == _read(fact, new)


def _read(fact: str, definition: Definition) -> dict[str, Any]:
    try:
        return flatten({fact: RAW.get(fact)}, definition)
    except FactError:
        return {}
