"""Loading a matter file: what it makes the first time, what a second time changes, what it may not change."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from claimants.matters.actions import load
from claimants.matters.definitions import current_questions, definition_in_force

MATTERS = sorted((settings.BASE_DIR / "matters").glob("*.yaml"))
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("path", MATTERS, ids=lambda path: path.stem)
def test_a_bundled_matter_loads_and_a_second_time_changes_nothing(db: None, path: Path) -> None:
    first, second = load(path, at=NOW), load(path, at=NOW)
    assert first.created
    assert not second.changed
    assert definition_in_force(first.matter).version == 1
    assert current_questions(first.matter).questionnaire.pages or not first.matter.file.registrations_open
