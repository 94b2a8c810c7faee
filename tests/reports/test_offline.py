"""A court's own computer has no database of ours: the check needs none, and no network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT


def _run(pack: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    nobody = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
        "REDIS_URL": "",
        "VAR_DIR": str(tmp_path / "var"),
    }
    (tmp_path / "var" / "static").mkdir(parents=True)
    return subprocess.run(
        [sys.executable, "manage.py", "verify_pack", str(pack)], cwd=ROOT, capture_output=True, text=True, timeout=120,
        env=os.environ | nobody | {"DJANGO_SETTINGS_MODULE": "intake.settings.dev"},
    )  # fmt: skip


def test_the_check_needs_no_database(pack: Path, tmp_path: Path) -> None:
    done = _run(pack, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The pack agrees with itself: 9 lines" in done.stdout


def test_a_pack_that_was_altered_ends_the_command_with_one(pack: Path, tmp_path: Path) -> None:
    content = pack.read_bytes()
    pack.write_bytes(content[: len(content) // 2])
    done = _run(pack, tmp_path)
    assert done.returncode == 1
    assert "cannot be read as a ZIP" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.pure
def test_what_checks_a_pack_asks_no_model() -> None:
    for path in (ROOT / "intake/reports/checking").glob("*.py"):
        assert "models" not in path.read_text()
