"""Counters in a file: of many processes at once, and of more people than a cache of files would keep."""

import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from claimants.people.counters import count_in_file
from claimants.people.limits import Limit, wait_for

TWICE = Limit("test", 2, 900)
_COUNTS = """
import sys
from pathlib import Path
from claimants.people.counters import count_in_file
for _ in range(150):
    count_in_file(Path(sys.argv[1]), "ana", 900)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "limits.sqlite3"


def test_processes_that_count_at_once_lose_nothing(path: Path) -> None:
    at_once = [subprocess.Popen([sys.executable, "-c", _COUNTS, str(path)]) for _ in range(2)]
    assert [process.wait(60) for process in at_once] == [0, 0]
    assert count_in_file(path, "ana", 900) == 301


def test_a_flood_of_other_addresses_resets_nobodys_limit(
    path: Path, settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.LIMITS_FILE = path
    assert [wait_for(TWICE, "ana") for _ in range(2)] == [0, 0]
    for number in range(400):
        wait_for(TWICE, f"person{number}")
    assert wait_for(TWICE, "ana") == 870


def test_what_is_over_is_forgotten(path: Path, settings: Settings, clock: time_machine.Traveller) -> None:
    assert [count_in_file(path, "ana", 900), count_in_file(path, "ana", 900)] == [1, 2]
    clock.shift(901)
    assert count_in_file(path, "bob", 900) == 1
    assert count_in_file(path, "ana", 900) == 1


def test_without_the_file_each_process_still_counts(
    tmp_path: Path, settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.LIMITS_FILE = tmp_path / "no folder" / "limits.sqlite3"
    assert [wait_for(TWICE, "the file is gone") for _ in range(3)] == [0, 0, 870]
