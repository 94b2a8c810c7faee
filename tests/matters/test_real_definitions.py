"""Definitions of real, public settlements: people on both sides of each line, and no change of code for any."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from django.conf import settings

from claimants.eligibility.evaluator import Compiled, compile_definition
from claimants.eligibility.facts import flatten
from tests.matters.samples import file_from

FOLDER = settings.BASE_DIR / "tests" / "data" / "matters"
FILES = sorted(FOLDER.glob("*.yaml"))
PEOPLE = yaml.safe_load((Path(__file__).parent / "real_people.yaml").read_text(encoding="utf-8"))


class Person(NamedTuple):
    """Someone who differs from the matter's ordinary class member in some facts, and what follows."""

    matter: str
    says: str
    facts: dict[str, Any]
    outcome: str
    decided_by: str
    tier: str | None
    subclasses: list[str] | None


def _people() -> list[Person]:
    return [
        Person(
            matter,
            person["says"],
            {**of["member"], **person.get("facts", {})},
            person["outcome"],
            person.get("decided_by", ""),
            person.get("tier"),
            person.get("subclasses"),
        )
        for matter, of in PEOPLE.items()
        for person in of["people"]
    ]


def _law(matter: str) -> Compiled:
    return compile_definition(file_from((FOLDER / f"{matter}.yaml").read_text(encoding="utf-8")).definition)


LAWS = {path.stem: _law(path.stem) for path in FILES}


@pytest.mark.parametrize("person", _people(), ids=lambda person: f"{person.matter}: {person.says}")
def test_a_person_stands_on_the_right_side_of_the_line(person: Person) -> None:
    law = LAWS[person.matter]
    flat = flatten(person.facts, law.definition)
    explanation = law.explain(flat)
    assert explanation.outcome == person.outcome
    undecided = "not_met" if person.outcome == "ineligible" else "unknown"
    assert [one.id for one in explanation.criteria if one.result == undecided] == person.decided_by.split()
    standing = law.standing(flat)
    if person.tier is not None:
        assert standing.tier is not None
        at_least = "at least " if standing.tier.at_least else ""
        assert f"{at_least}{standing.tier.id}" == person.tier
    if person.subclasses is not None:
        assert [one.id for one in standing.subclasses if one.result == "met"] == person.subclasses


def test_at_least_eight_real_settlements_are_written_down() -> None:
    assert len(FILES) >= 8
    assert {path.stem for path in FILES} == set(PEOPLE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_has_people_on_both_sides(path: Path) -> None:
    law = LAWS[path.stem]
    seen: dict[str, set[str]] = {criterion.id: set() for criterion in law.definition.criteria}
    for person in _people():
        if person.matter == path.stem:
            for one in law.explain(flatten(person.facts, law.definition)).criteria:
                seen[one.id].add(one.result.value)
    assert {name: results for name, results in seen.items() if not {"met", "not_met"} <= results} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_definition_says_where_it_was_read_and_takes_nothing_new(path: Path) -> None:
    file = file_from(path.read_text(encoding="utf-8"))
    assert all(fact.url and fact.source for fact in file.facts)
    assert all(paragraph.sources for paragraph in file.summary)
    assert not file.registrations_open
    assert file.definition.provisional
