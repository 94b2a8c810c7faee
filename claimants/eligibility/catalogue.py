"""The forms that class definitions need, each with an example in the language of this house.

The examples share the terms below, so that they are checked and read out like any definition's tests.
"""

from typing import Any, NamedTuple

from pydantic import TypeAdapter

from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.facts import SYSTEM_FACTS, FactSpec
from claimants.eligibility.forms import Node
from claimants.eligibility.shapes import Period
from claimants.eligibility.vocabulary import Form, Terms

FACTS: dict[str, dict[str, Any]] = {
    "homes": {"kind": "intervals", "fields": {"state": "choice"}},
    "account": {"kind": "interval"},
    "purchases": {"kind": "intervals", "fields": {"boxes": "number"}},
    "first_purchase": {"kind": "date", "label": "the first purchase"},
    "boxes_claimed": {"kind": "number"},
    "receipt": {"kind": "choice", "values": ["accepted", "refused", "none", "pending"], "label": "the receipt"},
    "records": {"kind": "choice", "values": ["matched", "none", "possible"], "label": "the search of the records"},
    "for_myself": {"kind": "yes_no"},
    "setting_off": {"kind": "yes_no", "label": "the setting off"},
    "setting_off_on": {"kind": "date", "label": "the day it was turned off"},
    "role": {"kind": "choice", "label": "the role of the person or of their close family"},
    "entity": {"kind": "choice", "values": ["person", "company", "government"], "label": "the kind of claimant"},
    "released": {"kind": "yes_no", "label": "the claim was given up"},
    "left": {"kind": "yes_no", "label": "a request to be left out"},
    "left_on": {"kind": "date"},
    "came_back": {"kind": "yes_no", "label": "a request to come back"},
    "came_back_on": {"kind": "date"},
    "postmark": {"kind": "date"},
    "mailed_on": {"kind": "date", "label": "the day of mailing"},
    "birth_year": {"kind": "number"},
}
PERIODS: dict[str, dict[str, str]] = {
    "class_period": {"from": "2011-04-04", "to": "2012-10-18"},
    "record_date": {"from": "2012-06-07", "to": "2012-06-07"},
}
DEADLINES: dict[str, dict[str, Any]] = {
    "claims": {"by": "2020-01-03", "basis": "postmarked", "zone": "America/Los_Angeles"},
    "leaving": {"by": "2019-12-09", "zone": "America/Los_Angeles"},
    "returning": {"by": "2020-01-20", "zone": "America/Los_Angeles"},
    "answer": {"after": {"fact": "mailed_on", "days": 90}, "zone": "America/Los_Angeles"},
}


class Needed(NamedTuple):
    """A form that definitions need, and a test that says it. Without a test, it is not about one claim."""

    name: str
    says: str
    test: dict[str, Any] | None


def _test(op: str, **fields: Any) -> dict[str, Any]:
    return {"op": op, **fields}


_BOUGHT = _test("between", fact="first_purchase", period="class_period")
_LIVED = {"fact": "homes", "period": "class_period", "where": {"state": "IL"}}
_QUANTITY = {"fact": "purchases", "field": "boxes", "period": "class_period"}
_LEFT = {"asked": "left", "asked_on": "left_on", "by": "leaving"}
_BACK = {"returned": "came_back", "returned_on": "came_back_on", "return_by": "returning"}

NEEDED: tuple[Needed, ...] = (
    Needed("is", "a fact is true or false", _test("is", fact="released", value=False)),
    Needed("in, not in", "a value is in a list", _test("not_in", fact="role", values=["court", "defendant"])),
    Needed("resided, any day", "lived there on some day", _test("overlaps", **_LIVED)),
    Needed("resided, so many days", "lived there for 183 days", _test("days_at_least", n=183, **_LIVED)),
    Needed("overlaps", "some day is in the period", _test("overlaps", fact="account", period="class_period")),
    Needed("covers", "held throughout, or on a record date", _test("covers", fact="account", period="record_date")),
    Needed("event between", "happened in the period", _BOUGHT),
    Needed("before, after", "happened on one side of a day", _test("after", fact="first_purchase", date="2011-06-07")),
    Needed("count at least", "so many of them", _test("count_at_least", fact="purchases", n=2, period="class_period")),
    Needed("sum at least", "so much of it in all", _test("sum_at_least", value=10, **_QUANTITY)),
    Needed(
        "capped quantity",
        "so much of it, with a limit for each month",
        _test("capped_quantity", each="month", cap=2, value=12, **_QUANTITY),
    ),
    Needed("attested", "a statement", _test("attested", fact="for_myself", statement="I bought them for my own use.")),
    Needed(
        "proof required above",
        "proof above a quantity",
        _test("proof_required_above", fact="boxes_claimed", limit=5, document="receipt"),
    ),
    Needed("document accepted", "a reviewed document", _test("document_accepted", fact="receipt")),
    Needed("age", "younger than, on a day", _test("age_under", fact="birth_year", years=18)),
    Needed("excluded person", "a role, of the person or of family", _test("in", fact="role", values=["court"])),
    Needed("entity type", "people only, or no governments", _test("in", fact="entity", values=["person", "company"])),
    Needed("prior release", "settled elsewhere", _test("is", fact="released", value=True)),
    Needed("requested exclusion", "left, and did not come back", _test("requested_exclusion_by", **_LEFT, **_BACK)),
    Needed("deadline", "in time, by receipt or by postmark", _test("deadline", name="claims", postmarked="postmark")),
    Needed("relative deadline", "in time, counted from a fact", _test("deadline", name="answer")),
    Needed("record match", "found in the defendant’s records", _test("record_match", fact="records")),
    Needed("one per household", "a single claim for each household or account", None),
    Needed(
        "event effective",
        "counts only from its day on",
        _test("event_effective", fact="setting_off", happened_on="setting_off_on", as_of="2024-09-17"),
    ),
    Needed(
        "all, any, not, at least k, unless",
        "tests made of tests",
        _test("unless", test=_BOUGHT, exception=_test("is", fact="released", value=True)),
    ),
)

TERMS = Terms(
    {**{name: FactSpec.model_validate(spec) for name, spec in FACTS.items()}, **SYSTEM_FACTS},
    {name: Period.model_validate(period) for name, period in PERIODS.items()},
    {},
    {name: Deadline.model_validate(deadline) for name, deadline in DEADLINES.items()},
)
"""What the examples refer to."""


def example(needed: Needed) -> Form:
    """The example as a test."""
    return _NODES.validate_python(needed.test)


_NODES: TypeAdapter[Form] = TypeAdapter(Node)
