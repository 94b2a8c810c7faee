"""The playground: facts as plain fields, judged by two versions, and nothing stored."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claimants.eligibility.document import Definition
from claimants.eligibility.facts import FieldKind
from claimants.matters import actions
from claimants.matters.definitions import compiled, table_of
from claimants.matters.models import ClassDefinition, Matter
from intake.desk.fact_lines import LineError, as_lines, read_lines
from intake.desk.forms.playground import FactsForm, data_of
from tests.assessments.versions import NARROWER
from tests.desk.versions import at, words_of
from tests.fixtures.filings import staff_of

FIELDS = {"country": FieldKind.CHOICE, "boxes": FieldKind.NUMBER, "mine": FieldKind.YES_NO}
LATER = {"from": "2023-02", "to": "2023-11", "plan": "career"}


@pytest.fixture
def draft(seed: Matter) -> ClassDefinition:
    return actions.start_draft(matter=seed, by=staff_of(seed, "admin", "administrator"), patch=NARROWER)


@pytest.fixture
def client(seed: Matter, signed_in: Callable[..., Client]) -> Client:
    return signed_in(staff_of(seed, "reader"))


def given(definition: ClassDefinition, **changes: Any) -> dict[str, Any]:
    """The fields as the first person of the table fills them in, but for the changes."""
    law = compiled(definition).definition
    return {**data_of(table_of(definition).rows[0].facts, law), **{f"fact-{k}": v for k, v in changes.items()}}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("2015 – open, country US", [{"from": "2015", "to": "open", "country": "US"}]),
        ("2015-02 - 2016-03-04, boxes 3", [{"from": "2015-02", "to": "2016-03-04", "boxes": 3}]),
        ("2015 to 2016, mine no\n\n? – 2020", [{"from": "2015", "to": "2016", "mine": False}, {"to": "2020"}]),
        ("2015–", [{"from": "2015"}]),
        ("2015 – 2016, country Los Angeles, CA, mine yes",
         [{"from": "2015", "to": "2016", "country": "Los Angeles, CA", "mine": True}]),
        ("none", []),
    ],
)  # fmt: skip
def test_a_line_is_a_row_and_a_row_is_a_line(text: str, rows: list[dict[str, Any]]) -> None:
    assert read_lines(text, FIELDS) == rows
    assert read_lines(as_lines(rows), FIELDS) == rows


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2015", "Row 1: begin with the first and the last day"),
        ("2015 – 2016\nfrom May", "Row 2: begin with"),
        ("2015 – 2016, land US", "Row 1: “land” is no column of this list. Its further columns: country, boxes, mine."),
        ("2015 – 2016, boxes many", "Row 1, boxes: write a whole number."),
        ("2015 – 2016, mine maybe", "Row 1, mine: write yes or no."),
        ("2015 – 2016, country", "Row 1, country: write a value after it, or leave the column out."),
    ],
)
def test_a_line_that_cannot_be_read_says_why(text: str, sentence: str) -> None:
    with pytest.raises(LineError, match=sentence):
        read_lines(text, FIELDS)


def test_every_person_of_the_table_can_be_filled_in_and_read_back(draft: ClassDefinition) -> None:
    law = compiled(draft)
    for row in table_of(draft).rows:
        form = FactsForm(data_of(row.facts, law.definition), definition=law.definition)
        assert form.is_valid(), form.errors
        assert law.explain(form.flat) == (row.outcome, row.criteria, row.flags, row.flags_unknown), row.words


def test_it_starts_from_the_first_person_or_the_one_asked_for(client: Client, draft: ClassDefinition) -> None:
    page = client.get(at(draft, "playground/"))
    assert page.context["played"].here.outcome == "eligible"
    assert "Person 1" in words_of(page)
    assert "Person 2 , like person 1 but for this." in words_of(client.get(at(draft, "playground/?person=2")))
    for nonsense in ("0", "9999", "x", "-1", "９"):
        assert client.get(at(draft, "playground/"), {"person": nonsense}).context["played"]


def test_a_changed_fact_changes_a_criterion_and_the_version_in_force_is_beside_it(
    client: Client, draft: ClassDefinition
) -> None:
    answer = client.get(at(draft, "playground/"), given(draft, premium=as_lines([LATER])))
    page = words_of(answer)
    assert answer.context["played"].here.outcome == "ineligible"
    assert "Version 1, in force now, says: Meets every criterion" in page
    assert "In version 1: Met. You had Premium at some time before September 18, 2024." in page
    same = words_of(client.get(at(draft, "playground/"), given(draft)))
    assert "Version 1, in force now, comes to the same." in same


def test_nothing_known_is_not_known(client: Client, draft: ClassDefinition) -> None:
    empty = dict.fromkeys(given(draft), "")
    played = client.get(at(draft, "playground/"), empty).context["played"]
    assert played.here.outcome == "needs_information"
    assert {one.here.result for one in played.criteria} == {"unknown"}


def test_a_list_may_lack_rows(client: Client, draft: ClassDefinition) -> None:
    less = given(draft, premium="none", **{"premium.more": "on"})
    results = {
        one.here.id: one.here.result for one in client.get(at(draft, "playground/"), less).context["played"].criteria
    }
    assert results["premium_before"] == "unknown"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("inmail_first", "May 2022", "A date is written 2024-09-17"),
        ("inmail_first", "2022-13", "There is no month 13"),
        ("account.from", "open", "From: a start cannot be open"),
        ("account.to", "1999", "The end is before the start"),
        ("premium", "2020", "Row 1: begin with"),
        ("residence", "2020 – 2021, county US", "“county” is no column"),
        ("birth_year", "MCMLXXX", "Expected a whole number"),
        ("birth_year", "9" * 5000, "Expected a whole number"),
        ("inmail", "shouted", "Select a valid choice"),
        ("released", "perhaps", "Select a valid choice"),
        ("account.from", "20\x0012", "Null characters"),
    ],
)
def test_a_mistake_gets_a_sentence_at_its_field(
    client: Client, draft: ClassDefinition, field: str, value: str, sentence: str
) -> None:
    answer = client.get(at(draft, "playground/"), given(draft, **{field: value}))
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert "Correct this; then it is judged" in words_of(answer)
    assert answer.context["form"][field].value() == value


def test_nothing_is_stored_by_trying(client: Client, draft: ClassDefinition) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(at(draft, "playground/"), given(draft))
    written = [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert [sql for sql in written if "django_session" not in sql and not sql.startswith(("BEGIN", "COMMIT"))] == []


def test_a_criterion_that_only_one_version_has_is_marked(client: Client, seed: Matter) -> None:
    draft = actions.start_draft(
        matter=seed, by=staff_of(seed, "admin", "administrator"),
        patch={"criteria": {"inmail_before": None, "grown_up": GROWN_UP}},
    )  # fmt: skip
    page = words_of(client.get(at(draft, "playground/")))
    assert "grown up new" in page
    assert "Left out inmail before" in page


GROWN_UP = {
    "bit": 6, "kind": "include", "test": {"op": "at_most", "fact": "birth_year", "value": 2005},
    "cite": "Order", "quote": "adults", "met": "Yes.", "not_met": "No.", "ask": "When?",
}  # fmt: skip


def test_subclasses_tiers_and_last_days_are_shown(client: Client, seed: Matter) -> None:
    further = {
        "subclasses": {
            "career": {"bit": 0, "label": "Career members", "test": {"op": "is", "fact": "released", "value": False}}
        },
        "tiers": {"all": {"label": "Everyone’s tier"}},
        "deadlines": {"claims": {"by": "2026-12-31", "zone": "America/Los_Angeles"}},
    }
    draft = actions.start_draft(matter=seed, by=staff_of(seed, "admin", "administrator"), patch=further)
    page = words_of(client.get(at(draft, "playground/")))
    for words in ("Career members", "In it", "Everyone’s tier", "December 31, 2026"):
        assert words in page
    page = words_of(client.get(at(draft)))
    for words in (
        "Career members",
        "For everyone else.",
        "By December 31, 2026 (received, days of America/Los_Angeles).",
    ):
        assert words in page


def test_the_form_has_a_field_for_every_fact(seed: Matter) -> None:
    law: Definition = compiled(seed.definitions.get()).definition
    form = FactsForm({}, definition=law)
    assert {name.split(".")[0] for name in form.fields} == {*law.facts, "signed_on"}
