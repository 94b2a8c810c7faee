"""A definition as people edit it reads the same whatever order its keys were stored in."""

from typing import Any

import pytest

from claimants.matters.actions import start_draft
from claimants.matters.drafts import as_yaml, read_draft
from claimants.matters.models import Matter, whole
from tests.fixtures.filings import staff_of


def shuffled(value: Any) -> Any:
    """The keys as PostgreSQL keeps them: the short ones first."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@pytest.mark.django_db
def test_a_criterion_begins_with_its_name_whatever_the_database_keeps(seed: Matter) -> None:
    document = whole(seed.definitions.get()).document
    text = as_yaml(shuffled(document))
    assert text.index("criteria:") < text.index("- id: premium_before") < text.index("  bit: 0") < text.index("  test:")
    assert text.startswith("version: 1")
    assert "before_change:\n    from: open\n    to: '2024-09-17'" in text


@pytest.mark.django_db
def test_a_text_read_back_is_the_same_definition(seed: Matter) -> None:
    draft = start_draft(matter=seed, by=staff_of(seed, "admin", "administrator"))
    _, document = read_draft(as_yaml(shuffled(draft.document)), seed)
    assert document == draft.document
