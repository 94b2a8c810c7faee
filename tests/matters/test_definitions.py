"""Facts and definitions of different age: what a definition cannot read is unknown to it, and breaks nothing."""

from typing import Any

import pytest

from claimants.eligibility.facts import FactError
from claimants.matters.actions import load
from claimants.matters.definitions import compiled, definition_in_force, flat_facts, table_of
from claimants.matters.models import ClassDefinition, Matter, whole
from tests.matters.samples import NOW, SMALL


@pytest.fixture
def matter(db: None) -> Matter:
    return load(SMALL, at=NOW).matter


@pytest.mark.parametrize(
    "facts",
    [
        {"hat": True, "birth_year": 1990},
        {"homes": "everywhere", "birth_year": 1990},
        {"homes": [], "homes_complete": "perhaps", "birth_year": 1990},
        {"bought": "yes", "bought_on": 5, "birth_year": 1990},
    ],
)
def test_facts_that_the_definition_cannot_read_are_unknown(matter: Matter, facts: dict[str, Any]) -> None:
    law = compiled(definition_in_force(matter))
    assert flat_facts(law, facts) == {"birth_year": 1990}


def test_facts_that_the_definition_reads_are_all_there(matter: Matter) -> None:
    law = compiled(definition_in_force(matter))
    facts = {"bought": True, "homes": [], "homes_complete": False}
    assert flat_facts(law, facts) == {"bought": True, "homes": [], "homes_complete": False}


def test_facts_that_are_no_object_are_refused(matter: Matter) -> None:
    with pytest.raises(FactError):
        flat_facts(compiled(definition_in_force(matter)), {"": {1: 2}, 5: 6})  # type: ignore[dict-item]


def test_a_definition_is_compiled_once_per_content(matter: Matter) -> None:
    assert compiled(definition_in_force(matter)) is compiled(definition_in_force(matter))


def test_the_order_of_keys_which_a_database_loses_changes_no_table_of_people(matter: Matter) -> None:
    definition = definition_in_force(matter)
    whole(definition)
    shuffled = ClassDefinition(document=turned(definition.document), sha256="another")
    assert table_of(shuffled).sha256 == table_of(definition).sha256


def turned(document: Any) -> Any:
    """The same document with the keys of everything in it the other way round."""
    if isinstance(document, dict):
        return {key: turned(document[key]) for key in reversed(document)}
    return [turned(item) for item in document] if isinstance(document, list) else document
