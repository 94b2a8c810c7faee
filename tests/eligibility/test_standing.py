"""Subclasses, award tiers and deadlines: where a class member stands, apart from whether they are one."""

import copy
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import compile_definition
from claimants.eligibility.facts import flatten
from claimants.eligibility.problems import problems_of
from claimants.eligibility.standing import Standing
from tests.eligibility.table import NO, YES, document

PARTS = [
    {"id": "of_the_court", "bit": 3, "label": "The court", "values": ["court"]},
    {"id": "of_counsel", "bit": 4, "label": "Counsel", "values": ["counsel"]},
    {"id": "everyone_else", "bit": 5, "label": "Everyone else"},
]
TIERS = [
    {"id": "proved", "label": "Proved", "test": {"op": "document_accepted", "fact": "paper"}, "ask": "Send a receipt."},
    {"id": "recorded", "label": "Recorded", "test": {"op": "record_match", "fact": "record"}, "ask": "Wait for us."},
    {"id": "said", "label": "Said"},
]


def _plain() -> dict[str, Any]:
    plain = document(YES)
    plain["subclasses"] = [
        {"id": "known", "bit": 0, "label": "Known", "test": {"op": "record_match", "fact": "record"}},
        {"id": "kept", "bit": 62, "label": "Kept", "test": NO},
    ]
    plain["partition"] = {"fact": "role", "parts": copy.deepcopy(PARTS)}
    plain["tiers"] = copy.deepcopy(TIERS)
    return plain


def _standing(**facts: Any) -> Standing:
    law = compile_definition(Definition.model_validate(_plain()))
    return law.standing(flatten(facts, law.definition))


@pytest.mark.parametrize(
    "facts, certain, unknown",
    [
        ({"record": "matched", "released": False, "role": "court"}, 1 | 1 << 62 | 1 << 3, 0),
        ({"record": "none", "released": True, "role": "other"}, 1 << 5, 0),
        ({"record": "possible", "released": True, "role": "counsel"}, 1 << 4, 1),
        ({}, 0, 1 | 1 << 62 | 1 << 3 | 1 << 4 | 1 << 5),
    ],
)
def test_a_subclass_has_a_bit_of_its_own(facts: dict[str, Any], certain: int, unknown: int) -> None:
    standing = _standing(**facts)
    assert (standing.subclass_mask, standing.subclass_unknown_mask) == (certain, unknown)


@pytest.mark.parametrize("role", ["none", "court", "counsel", "other"])
def test_everyone_is_in_exactly_one_part_of_a_partition(role: str) -> None:
    assert (_standing(role=role).subclass_mask >> 3).bit_count() == 1


@pytest.mark.parametrize(
    "paper, record, tier, ask",
    [
        ("accepted", None, ("proved", False), ()),
        ("pending", "matched", ("recorded", True), ("Send a receipt.",)),
        ("refused", "matched", ("recorded", False), ()),
        ("pending", "possible", ("said", True), ("Send a receipt.", "Wait for us.")),
        ("none", "none", ("said", False), ()),
    ],
)
def test_the_first_tier_that_is_met_wins(paper: str, record: str | None, tier: tuple[str, bool], ask: tuple) -> None:
    found = _standing(paper=paper, record=record).tier
    assert found is not None
    assert ((found.id, found.at_least), found.ask) == (tier, ask)


def test_no_tier_is_told_while_none_is_certain() -> None:
    plain = _plain()
    plain["tiers"] = TIERS[:2]
    law = compile_definition(Definition.model_validate(plain))
    assert law.standing({"paper": "pending", "record": "none"})[3:5] == (None, ("proved",))
    assert law.standing({"paper": "none", "record": "none"})[3:5] == (None, ())


def test_standing_changes_nothing_about_who_is_in_the_class() -> None:
    bare, full = (compile_definition(Definition.model_validate(plain)) for plain in (document(YES), _plain()))
    for facts in ({"released": True}, {"released": False}, {}, {"released": True, "paper": "pending"}):
        assert bare.judge(facts) == full.judge(facts)


def test_the_last_day_of_each_deadline_is_told() -> None:
    days = _standing(first="2024-09").deadlines
    assert days["forgiving"] == (date(2024, 9, 16).toordinal(),) * 2
    assert days["after_first"] == (date(2024, 9, 4).toordinal(), date(2024, 10, 3).toordinal())
    assert _standing().deadlines["after_first"] is None


def test_half_past_eleven_at_night_in_california_is_still_that_day() -> None:
    deadline = Deadline.model_validate({"by": "2026-06-30", "zone": "America/Los_Angeles"})
    moment = datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert deadline.day_of(moment) == date(2026, 6, 30)
    assert moment < deadline.closes(date(2026, 6, 30)) == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)


def test_a_definition_reads_out_its_groups_and_deadlines() -> None:
    prose = Definition.model_validate(_plain()).reads()
    assert "- Everyone else: role is anything else." in prose
    assert "- Said: everyone else." in prose
    assert "- claims: by September 15, 2024 (received, days of America/Los_Angeles)." in prose
    assert "- after first: within 3 days after first (received, days of UTC)." in prose


Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    "change, path, expected",
    [
        (lambda d: d["subclasses"][1].update(bit=0), "subclasses.1.bit", "already that of 'known'"),
        (lambda d: d["subclasses"][0]["test"].update(fact="x"), "subclasses.0.test.fact", "not a declared fact"),
        (lambda d: d["partition"]["parts"][0].update(bit=62), "partition.parts.0.bit", "already that of 'kept'"),
        (lambda d: d["partition"]["parts"][1].update(values=["court"]), "partition.parts.1", "belongs to"),
        (lambda d: d["partition"]["parts"][1].update(values=["curt"]), "partition.parts.1", "not a value of 'role'"),
        (lambda d: d["partition"]["parts"][1].pop("values"), "partition.parts.1", "each part but the last"),
        (lambda d: d["partition"]["parts"][2].update(values=["none"]), "partition.parts.2", "the last has neither"),
        (lambda d: d["partition"].update(fact="first"), "partition.fact", "kind choice"),
        (lambda d: d["tiers"][1].update(id="proved"), "tiers.1.id", "an earlier tier"),
        (lambda d: d["tiers"][0].pop("test"), "tiers.0.test", "only the last tier"),
        (lambda d: d["tiers"][0]["test"].update(op="accepted"), "tiers.0.test", "not an operator"),
        (lambda d: d["deadlines"].update(x={"zone": "UTC"}), "deadlines.x", "either `by` or `after`"),
        (lambda d: d["deadlines"].update(x={"by": "2024-09-17", "zone": "Mars"}), "deadlines.x.zone", "a time zone"),
        (lambda d: d["deadlines"].update(x={"by": "2024-09-17", "zone": "../x"}), "deadlines.x.zone", "a time zone"),
        (
            lambda d: d["deadlines"].update(x={"after": {"fact": "role", "days": 3}}),
            "deadlines.x.after.fact",
            "kind date",
        ),
    ],
)  # fmt: skip
def test_groups_that_do_not_hold_together_are_refused(change: Change, path: str, expected: str) -> None:
    plain = _plain()
    plain["deadlines"] = dict(plain["deadlines"])
    change(plain)
    with pytest.raises(ValidationError) as refused:
        Definition.model_validate(plain)
    problems = [(".".join(map(str, problem.path)), problem.sentence) for problem in problems_of(refused.value)]
    assert any(found == path and expected in sentence for found, sentence in problems), problems
