"""What installs the project: locked, hashed, explained, and from whichever index a machine is set up for."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import files, text

LOCKS = ["requirements/run.txt", "requirements/dev.txt"]
ADDRESS = re.compile(r"(?<!\w)(?:https?|ftp)://(?!localhost\b|127\.0\.0\.1\b|[\w.-]+\.example\.org\b)\S+")
INDEX_OPTION = re.compile(r"(?<!no-emit-)index-url|--extra-index|--find-links|trusted-host|registry *=", re.IGNORECASE)


def _pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", text(Path(lock)), re.MULTILINE))


def test_no_lock_or_script_names_an_index() -> None:
    installers = [*files("requirements", ".ci", "Makefile", "pyproject.toml", "tests/services")]
    found = [
        f"{path}: {line.strip()}"
        for path in installers
        for line in text(path).splitlines()
        if ADDRESS.search(line) or INDEX_OPTION.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text(Path(lock)))
    pinned = [entry for entry in entries if "==" in entry and not entry.startswith("#")]
    assert pinned
    assert [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_the_tests_run_on_what_the_portal_runs_on() -> None:
    run, dev = (_pins(lock) for lock in LOCKS)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_the_locks_hold_every_dependency_that_is_declared() -> None:
    declared = tomllib.loads(text(Path("pyproject.toml")))
    wanted = {"run": declared["project"]["dependencies"], "dev": declared["dependency-groups"]["dev"]}
    for name, dependencies in wanted.items():
        names = {re.match(r"[A-Za-z0-9._-]+", dependency)[0].lower() for dependency in dependencies}  # type: ignore[index]
        assert names - {pin.lower() for pin in _pins(f"requirements/{name}.txt")} == set()


def test_every_dependency_says_what_it_is_for() -> None:
    """A comment beside each, in the two lists of dependencies."""
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text(Path("pyproject.toml")), re.DOTALL | re.MULTILINE)
    dependencies = [line for listed in lists for line in listed.splitlines()]
    assert dependencies
    assert [line for line in dependencies if not re.search(r'",\s+# \w', line)] == []
