"""Two versions of a definition compared: what is said of the change."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from claimants.eligibility.difference import Change, changed_criteria, changed_flags, difference, reads_same_facts
from claimants.eligibility.document import Definition
from tests.eligibility.amendments import amendments
from tests.eligibility.definitions import documents
from tests.eligibility.table import OPEN, YES
from tests.eligibility.test_agreement import by_lot
from tests.eligibility.versions import BETWEEN, Amend, rule_of, versions


@settings(by_lot, max_examples=150)
@given(amendments())
def test_whatever_differs_is_told(both: tuple) -> None:
    old, new = (Definition.model_validate(version) for version in both)
    found = difference(old, new)
    assert bool(found) == (old != new)
    told = {change.id for change in found if change.where in ("criterion", "flag")}
    assert changed_criteria(old, new) | changed_flags(old, new) <= told
    assert all(text == "" or text.endswith((".", "”.")) for change in found for text in change[4:5])


@settings(by_lot, max_examples=30)
@given(documents())
def test_a_version_does_not_differ_from_itself(plain: dict) -> None:
    definition = Definition.model_validate(plain)
    assert difference(definition, definition) == ()
    assert changed_criteria(definition, definition) == frozenset()
    assert reads_same_facts(definition, definition)


def _told(amend: Amend) -> list[Change]:
    return list(difference(*versions(amend)))


def test_a_changed_period_is_told_again_at_every_rule_that_uses_it() -> None:
    changes = _told(lambda d: d["periods"]["september"].update(to=date(2024, 10, 1)))
    assert [(change.where, change.id, change.says) for change in changes] == [
        ("period", "september", "This period changed."),
        ("criterion", "c1", "Its words are the same, but the period september that it uses changed."),
        ("flag", "abroad", "Its words are the same, but the period september that it uses changed."),
        ("subclass", "lived", "Its words are the same, but the period september that it uses changed."),
    ]
    assert changes[0][5:] == (
        "September 1, 2024 through September 30, 2024, both included.",
        "September 1, 2024 through October 1, 2024, both included.",
    )
    assert changes[1].after == (
        "Met if some day of residence with country in the list home is from September 1, 2024 through October 1, 2024."
    )


def test_a_changed_list_is_told_by_what_came_and_what_went() -> None:
    changes = _told(lambda d: d["lists"].update(insiders=["counsel", "other"]))
    assert changes[0][4:] == (
        "This list changed.",
        "2 values. No longer in it: court.",
        "2 values. New in it: other.",
    )
    assert [(change.where, change.id) for change in changes[1:]] == [("part", "insiders"), ("part", "rest")]


@pytest.mark.parametrize(
    "amend, change",
    [
        (
            lambda d: rule_of(d, 0).update(value=False),
            ("criterion", "c0", "rule", "changed", "Its rule changed.",
             "Met if released is yes.", "Met if released is no."),
        ),
        (
            lambda d: d["criteria"][4].update(kind="include"),
            ("criterion", "c4", "rule", "changed", "Its rule changed.",
             "Left out if role is court or counsel.", "Met if role is court or counsel."),
        ),
        (
            lambda d: d["criteria"].pop(0),
            ("criterion", "c0", "", "removed", "This criterion is no longer there.", "Met if released is yes.", ""),
        ),
        (
            lambda d: d["flags"].append({"id": "new", "bit": 9, "test": YES, "raised": "Look."}),
            ("flag", "new", "", "added", "This flag is new.", "", "Raised if released is yes."),
        ),
        (
            lambda d: d["criteria"][0].update(quote="who were told"),
            ("criterion", "c0", "quote", "changed", "The words quoted for it changed.", "quote 0", "who were told"),
        ),
        (
            lambda d: d["criteria"][0].update(bit=9),
            ("criterion", "c0", "bit", "changed", "Its bit changed, so its result is stored in another place.",
             "Bit 0.", "Bit 9."),
        ),
        (
            lambda d: d.update(provisional=False),
            ("provisional", "", "provisional", "changed", "Whether the definition is provisional changed.",
             "It is provisional: counsel or a court has yet to confirm it.", "It is confirmed, no longer provisional."),
        ),
        (
            lambda d: d["facts"]["second"].update(label="the second time"),
            ("fact", "second", "label", "changed", "It has another name in sentences.",
             "“second”.", "“the second time”."),
        ),
        (
            lambda d: d["facts"].update(extra={"kind": "intervals", "fields": {"seats": "number"}}),
            ("fact", "extra", "", "added", "This fact is new.", "",
             "A list of times, each with its first and last day, and with seats (number)."),
        ),
        (
            lambda d: d["deadlines"]["claims"].update(by="2024-12-01"),
            ("deadline", "claims", "", "changed", "This deadline changed.",
             "By September 15, 2024 (received, days of America/Los_Angeles).",
             "By December 1, 2024 (received, days of America/Los_Angeles)."),
        ),
        (
            lambda d: d["periods"].update(since={"from": "2024-01-01", "to": "open"}),
            ("period", "since", "", "added", "This period is new.", "",
             "Any day from January 1, 2024 on, that day included."),
        ),
        (
            lambda d: d["lists"].update(home=["PR", "US", "GU"]),
            ("list", "home", "order", "changed", "It holds the same values in another order. That changes no result.",
             "US, PR, GU.", "PR, US, GU."),
        ),
        (
            lambda d: d["tiers"].insert(0, {"id": "early", "label": "Early", "test": OPEN}),
            ("tier", "early", "", "added", "This tier is new.", "",
             "For people of whom this holds: role is court or counsel."),
        ),
        (
            lambda d: d["criteria"].reverse(),
            ("criterion", "", "order", "changed", "They stand in another order.",
             "c0, c1, c2, c3, c4.", "c4, c3, c2, c1, c0."),
        ),
    ],
)  # fmt: skip
def test_one_difference_is_told_once_in_words(amend: Amend, change: tuple) -> None:
    assert _told(amend) == [change]


def test_a_test_changed_together_with_what_it_uses_says_both() -> None:
    def amend(plain: dict[str, Any]) -> None:
        plain["criteria"][3]["test"] = {"op": "not", "of": BETWEEN}
        plain["periods"]["autumn"]["to"] = "open"

    changes = _told(amend)
    assert changes[1].says == "Its rule changed, and so did the period autumn that it uses."
