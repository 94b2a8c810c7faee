"""A definition that does not hold together is refused, with a sentence at the path of each thing wrong."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from claimants.eligibility.document import Definition
from claimants.eligibility.problems import problems_of
from tests.eligibility.table import CASES, YES, document

LIVED = {
    "op": "overlap_together",
    "facts": ["residence", "premium"],
    "period": "before_change",
    "where": {"residence": {"country": {"list": "home"}}},
}
ROLE = {"op": "in", "fact": "role", "values": ["court"]}
TESTS = [YES, LIVED, {"op": "all", "of": [{**YES}, {"op": "not", "of": ROLE}]}]

Change = Callable[[dict[str, Any]], Any]


def _problems(change: Change) -> list[tuple[str, str]]:
    plain = copy.deepcopy(document(*TESTS))
    plain["flags"] = [{"id": "young", "bit": 0, "test": copy.deepcopy(YES), "raised": "Look."}]
    change(plain)
    with pytest.raises(ValidationError) as refused:
        Definition.model_validate(plain)
    return [(".".join(map(str, problem.path)), problem.sentence) for problem in problems_of(refused.value)]


def _test(plain: dict[str, Any], number: int = 0) -> dict[str, Any]:
    return plain["criteria"][number]["test"]


@pytest.mark.parametrize(
    "change, path, expected",
    [
        (lambda d: _test(d).update(fact="relased"), "criteria.0.test.fact", "not a declared fact"),
        (lambda d: _test(d).update(fact="first"), "criteria.0.test.fact", "needs a fact of kind yes_no"),
        (lambda d: _test(d).update(op="iss"), "criteria.0.test", "Did you mean 'is'?"),
        (lambda d: _test(d).pop("op"), "criteria.0.test", "lacks `op`"),
        (lambda d: _test(d).update(period="september"), "criteria.0.test.period", "not known here"),
        (lambda d: _test(d).update(value="yes"), "criteria.0.test.value", "expected true or false, found 'yes'"),
        (lambda d: _test(d).pop("value"), "criteria.0.test.value", "missing"),
        (lambda d: _test(d, 1).update(period="may"), "criteria.1.test.period", "'may' is not a period. Periods:"),
        (lambda d: _test(d, 1).update(facts=["premium"]), "criteria.1.test.facts", "at least 2"),
        (lambda d: _test(d, 1).update(facts=["premium", "premium"]), "criteria.1.test.facts", "named twice"),
        (lambda d: _test(d, 1).update(facts=["premium", "first"]), "criteria.1.test.facts.1", "interval or intervals"),
        (
            lambda d: _test(d, 1)["where"]["residence"]["country"].update(list="abroad"),
            "criteria.1.test.where.residence.country.list",
            "'abroad' is not a list. Lists: home, insiders.",
        ),
        (
            lambda d: _test(d, 1)["where"]["residence"].update(city="Bonn"),
            "criteria.1.test.where.residence.city",
            "has no field 'city'. Fields: country, rented.",
        ),
        (
            lambda d: _test(d, 1)["where"]["residence"].update(rented="yes"),
            "criteria.1.test.where.residence.rented",
            "does not fit the field 'rented', which is a yes_no",
        ),
        (
            lambda d: _test(d, 1)["where"]["residence"].update(country=["US", False]),
            "criteria.1.test.where.residence.country",
            "False does not fit",
        ),
        (lambda d: _test(d, 1)["where"].update(account={}), "criteria.1.test.where.account", "at least 1"),
        (
            lambda d: _test(d, 1)["where"].update(account={"x": "y"}),
            "criteria.1.test.where.account",
            "not one of this test's facts",
        ),
        (lambda d: _test(d, 2).update(of=[]), "criteria.2.test.of", "at least 1"),
        (
            lambda d: _test(d, 2)["of"][1]["of"].update(values=["curt"]),
            "criteria.2.test.of.1.of.values.0",
            "'curt' is not a value of 'role'",
        ),
        (
            lambda d: _test(d, 2)["of"][1]["of"].update(values=["court", False]),
            "criteria.2.test.of.1.of.values.1",
            "Put the word in quotes",
        ),
        (lambda d: _test(d, 2)["of"][1]["of"].update(values=[]), "criteria.2.test.of.1.of.values", "at least 1"),
        (lambda d: _test(d, 2)["of"][1]["of"].update(values=["court"] * 2), "criteria.2.test.of.1.of.values", "twice"),
        (lambda d: _test(d, 2)["of"][1]["of"].pop("values"), "criteria.2.test.of.1.of", "either `values` or `list`"),
        (lambda d: _test(d, 2)["of"][1]["of"].update(list="home"), "criteria.2.test.of.1.of", "not both"),
        (lambda d: d["criteria"][1].update(id="c0"), "criteria.1.id", "id 'c0' is already that of 'c0'"),
        (lambda d: d["criteria"][1].update(bit=0), "criteria.1.bit", "bit 0 is already that of 'c0'"),
        (lambda d: d["criteria"][1].update(bit=63), "criteria.1.bit", "expected 62 or less, found 63"),
        (lambda d: d["criteria"][1].update(bit=-1), "criteria.1.bit", "expected 0 or more"),
        (lambda d: d["criteria"][1].update(bit=True), "criteria.1.bit", "expected a whole number, found true"),
        (lambda d: d["criteria"][1].update(kind="maybe"), "criteria.1.kind", "'include' or 'exclude'"),
        (lambda d: d["criteria"][1].update(met=" "), "criteria.1.met", "is blank"),
        (lambda d: d["criteria"][1].update(met="a\x00b"), "criteria.1.met", "control character"),
        (lambda d: d["criteria"][1].pop("ask"), "criteria.1.ask", "missing"),
        (lambda d: d["criteria"][1].update(ID="x"), "criteria.1.ID", "not known here"),
        (lambda d: d.update(criteria=[]), "criteria", "at least 1"),
        (lambda d: d["flags"][0]["test"].update(fact="first"), "flags.0.test.fact", "kind yes_no"),
        (lambda d: d["flags"].append(d["flags"][0]), "flags.1.id", "already that of"),
        (lambda d: d["periods"]["september"].update(to="2024-08-31"), "periods.september", "before it starts"),
        (lambda d: d["periods"]["september"].update(to="2024-02-31"), "periods.september.to", "does not exist"),
        (lambda d: d["periods"]["september"].update(to="2024-09"), "periods.september.to", 'Write "open"'),
        (lambda d: d["periods"]["september"].update(to=None), "periods.september.to", "expected a date"),
        (lambda d: d["lists"].update(home=[]), "lists.home", "at least 1"),
        (lambda d: d["lists"].update(home=["US", "US"]), "lists.home", "'US' is in the list twice"),
        (lambda d: d["lists"].update(home=["US", None]), "lists.home.1", "expected text, found nothing"),
        (lambda d: d["facts"]["first"].update(kind="day"), "facts.first.kind", "expected 'date', 'interval'"),
        (lambda d: d["facts"]["first"].update(values=["x"]), "facts.first", "`values` belong to a choice"),
        (lambda d: d["facts"]["first"].update(fields={"x": "text"}), "facts.first", "`fields` belong to a list"),
        (lambda d: d["facts"]["premium"]["fields"].update(to="text"), "facts.premium", "another name"),
        (lambda d: d["facts"].update(signed_on={"kind": "date"}), "facts.signed_on", "supplied by the portal"),
        (lambda d: d["facts"].update(premium_complete={"kind": "yes_no"}), "facts.premium_complete", "choose another"),
        (lambda d: d["facts"].update({"First": {"kind": "date"}}), "facts.First", "expected a name of small letters"),
        (lambda d: d.update(version=True), "version", "expected a whole number"),
        (lambda d: d.update(provisional="yes"), "provisional", "expected true or false"),
        (lambda d: d.update(text=None), "text", "expected text, found nothing"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_at_its_path(change: Change, path: str, expected: str) -> None:
    problems = _problems(change)
    assert any(found == path and expected in sentence for found, sentence in problems), problems
    assert all(sentence.endswith(".") for _, sentence in problems)


@pytest.mark.parametrize(
    "test, path, expected",
    [
        ({"op": "covers", "fact": "account", "period": "before_change"}, "period", "it has no start"),
        ({"op": "count_at_least", "fact": "account", "n": 2}, "fact", "kind intervals"),
        ({"op": "count_at_least", "fact": "premium", "n": 0}, "n", "1 or more"),
        ({"op": "overlaps", "fact": "account", "period": "two_days", "where": {"a": "x"}}, "where.a", "no field"),
        ({"op": "at_least_k", "k": 3, "of": [YES, YES]}, "k", "at most 2"),
        ({"op": "elapsed", "since": "first"}, "", "more than 0"),
        ({"op": "elapsed", "since": "role", "years": 1}, "since", "kind date"),
        ({"op": "age_under", "fact": "released", "years": 18}, "fact", "date or number"),
        ({"op": "age_under", "fact": "birth_year", "years": 18, "at": "role"}, "at", "kind date"),
        ({"op": "before", "fact": "first", "date": "2024-09"}, "date", "to the day"),
        ({"op": "before", "fact": "account", "date": "2024-09-17"}, "fact", "kind date"),
        ({"op": "at_least", "fact": "messages", "value": 10**13}, "value", "or less"),
        ({"op": "days_at_least", "fact": "account", "period": "two_days", "n": 3}, "n", "can never be reached"),
        ({"op": "days_at_least", "fact": "first", "n": 3}, "fact", "interval or intervals"),
        ({"op": "sum_at_least", "fact": "bought", "field": "plan", "value": 1}, "field", "kind number"),
        (
            {"op": "sum_at_least", "fact": "bought", "field": "boxes", "value": 1, "where": {"boxes": 1}},
            "where.boxes",
            "cannot be a condition",
        ),
        (
            {"op": "capped_quantity", "fact": "bought", "field": "boxes", "period": "september", "each": "month",
             "cap": 2, "value": 3},
            "value",
            "never be reached",
        ),
        ({"op": "attested", "fact": "first", "statement": "So it is."}, "fact", "kind yes_no"),
        ({"op": "document_accepted", "fact": "role"}, "fact", "accepted, refused, none and pending"),
        ({"op": "record_match", "fact": "paper"}, "fact", "matched, none and possible"),
        (
            {"op": "proof_required_above", "fact": "messages", "limit": 5, "document": "record"},
            "document",
            "accepted, refused",
        ),
        (
            {"op": "event_effective", "fact": "told", "happened_on": "told", "as_of": "2024-09-17"},
            "happened_on",
            "kind date",
        ),
        ({"op": "deadline", "name": "never"}, "name", "'never' is not a deadline"),
        ({"op": "deadline", "name": "posted"}, "postmarked", "needs this fact"),
        ({"op": "deadline", "name": "claims", "postmarked": "second"}, "postmarked", "no other takes it"),
        (
            {"op": "requested_exclusion_by", "asked": "told", "asked_on": "first", "by": "after_first"},
            "by",
            "a fixed day",
        ),
        (
            {"op": "requested_exclusion_by", "asked": "told", "asked_on": "first", "by": "claims",
             "returned": "released"},
            "",
            "go together",
        ),
        ({"op": "unless", "test": YES, "exception": {**YES, "fact": "x"}}, "exception.fact", "not a declared fact"),
        ({"op": "unless", "test": {**YES, "op": "iss"}, "exception": YES}, "test", "Did you mean 'is'?"),
        ({"op": "unless", "test": YES, "exception": {**YES, "op": "iss"}}, "exception", "Did you mean 'is'?"),
    ],
)  # fmt: skip
def test_each_operator_says_what_it_needs(test: dict[str, Any], path: str, expected: str) -> None:
    problems = _problems(lambda plain: plain["criteria"][0].update(test=test))
    full = ".".join(filter(None, ["criteria.0.test", path]))
    assert any(found == full and expected in sentence for found, sentence in problems), problems


@pytest.mark.parametrize("deep", [20, 5_000])
def test_a_test_nested_too_deep_is_refused(deep: int) -> None:
    test: dict[str, Any] = YES
    for _ in range(deep):
        test = {"op": "not", "of": test}
    with pytest.raises(ValidationError):
        Definition.model_validate(document(test))


def test_every_problem_is_named_at_once() -> None:
    def change(plain: dict[str, Any]) -> None:
        _test(plain).update(fact="first")
        plain["criteria"][1].update(bit=0)
        plain["lists"].update(home=["US", "US"])

    assert {path for path, _ in _problems(change)} == {"criteria.0.test.fact", "criteria.1.bit", "lists.home"}


def test_a_definition_survives_being_stored_as_json() -> None:
    definition = Definition.model_validate(document(*(case.test for case in CASES[::6])))
    stored = json.loads(definition.model_dump_json(exclude_none=True))
    assert Definition.model_validate(stored) == definition
    assert Definition.model_validate(document(*(case.test for case in CASES[::6]))) == definition


def test_a_definition_knows_which_facts_it_asks_about() -> None:
    definition = Definition.model_validate(document(*TESTS))
    counted_from = {"first"}
    assert definition.facts_used == {"released", "residence", "premium", "role"} | counted_from


def test_a_definition_has_a_schema_that_names_every_operator() -> None:
    schema = json.dumps(Definition.model_json_schema())
    assert all(f'"{case.test["op"]}"' in schema for case in CASES)
