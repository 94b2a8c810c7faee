"""The evaluator with one mistake put in. Each is a copy of the package under another name."""

import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import yaml

import claimants.eligibility

PACKAGE = Path(claimants.eligibility.__file__).parent


class Mutant(NamedTuple):
    mistake: str
    file: str
    right: str
    wrong: str


MUTANTS = [Mutant(**mutant) for mutant in yaml.safe_load((Path(__file__).parent / "mutants.yaml").read_text())]


def grown(mutant: Mutant, room: Path) -> ModuleType:
    """The package with the mistake in it, importable from `room`."""
    return _copied(f"mutant_{MUTANTS.index(mutant)}", room, mutant)


def with_form(source: str, room: Path) -> ModuleType:
    """The package with one more file in `forms/`."""
    name = "with_another_form"
    return _copied(name, room, Mutant("", "forms/added.py", "", source))


def _copied(name: str, room: Path, change: Mutant) -> ModuleType:
    copy = room / name
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    changed = copy / change.file
    text = changed.read_text() if change.right else ""
    assert change.right in text, f"{change.file} no longer holds {change.right!r}"
    changed.write_text(text.replace(change.right, change.wrong) if change.right else change.wrong)
    for path in copy.rglob("*.py"):
        path.write_text(path.read_text().replace("claimants.eligibility", name))
    sys.path.insert(0, str(room))
    try:
        package = importlib.import_module(name)
        for module in ("document", "facts", "evaluator"):
            importlib.import_module(f"{name}.{module}")
    finally:
        sys.path.remove(str(room))
    return package


def forgotten(package: ModuleType) -> None:
    """Take a copy out of the interpreter again."""
    for name in [name for name in sys.modules if name.split(".")[0] == package.__name__]:
        del sys.modules[name]
