"""The rooms import each other in one direction only, and each holds what the file vocabulary says."""

import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT, python_files, text

DOMAIN_ROOMS = {"people", "matters", "filing", "assessments", "review", "decisions", "notices"}
PAGES = {"views", "urls", "forms", "admin", "filters"}


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_domain_room_has_no_pages() -> None:
    found = [
        str(path)
        for path in python_files("claimants", "intake")
        if len(path.parts) > 2 and path.parts[1] in DOMAIN_ROOMS and PAGES & {path.stem, *path.parts[2:-1]}
    ]
    assert found == []


def test_actions_never_import_tasks() -> None:
    found = [
        str(path)
        for path in python_files("claimants", "intake")
        if (path.stem == "actions" or "actions" in path.parts) and ".tasks import" in text(path)
    ]
    assert found == []


def test_every_room_of_the_code_has_its_tests() -> None:
    rooms = {path.parts[1] for path in python_files("claimants", "intake") if len(path.parts) > 2}
    tested = {path.parts[1] for path in python_files("tests") if path.name.startswith("test_")}
    assert rooms - {"settings", "management"} - tested == set()
