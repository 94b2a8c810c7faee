"""The table is the queue. Nothing in this room hands a duty, or a time, to the broker."""

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "intake" / "notices"
FILES = sorted(ROOM.rglob("*.py"))
FORBIDDEN_KEYWORDS = {"countdown", "eta"}
FORBIDDEN_CALLS = {"retry", "apply_async", "delay"}
FORBIDDEN_IMPORTS = {"redis", "celery.result", "django.core.cache"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOM)))
def test_no_time_and_no_duty_is_left_to_the_broker(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            assert not FORBIDDEN_KEYWORDS & {keyword.arg for keyword in node.keywords}
            assert not (isinstance(node.func, ast.Attribute) and node.func.attr in FORBIDDEN_CALLS)
        if isinstance(node, ast.Import):
            assert not FORBIDDEN_IMPORTS & {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.module not in FORBIDDEN_IMPORTS


def test_nothing_anywhere_is_asked_of_the_broker_for_later() -> None:
    """A message with a time, or a retry, outlives the broker's patience, and then every worker gets it."""
    found = [
        f"{file.relative_to(ROOM.parent)}:{call.lineno}"
        for file in sorted(ROOM.parent.rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call)
        and (
            FORBIDDEN_KEYWORDS & {keyword.arg for keyword in call.keywords}
            or (isinstance(call.func, ast.Attribute) and call.func.attr == "retry")
        )
    ]
    assert found == []


def test_only_one_file_speaks_to_the_broker() -> None:
    speakers = [file.name for file in FILES if "send_task" in file.read_text()]
    assert speakers == ["wakeup.py"]


def test_actions_never_import_tasks() -> None:
    for file in (ROOM / "actions").glob("*.py"):
        assert "notices.tasks" not in file.read_text()
