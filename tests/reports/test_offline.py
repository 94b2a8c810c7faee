"""A court's own computer has no database of ours: the check needs none, and no network."""

import os
import subprocess
import sys
from pathlib import Path

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


_ALONE = """
import sys
from pathlib import Path
from intake.reports.checking.packs import check_pack
checked = check_pack(Path(sys.argv[1]))
from django.apps import apps
from django.conf import settings
models = [name for name in sys.modules if name.startswith(("claimants.", "intake.")) and ".models" in name]
print(checked.findings, checked.notes, checked.lines, apps.ready, settings.configured, models)
"""


def test_what_checks_a_pack_asks_no_model_and_no_settings(pack: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(pack)], cwd=ROOT, capture_output=True, text=True, timeout=120, env=env
    )
    assert (done.stdout, done.stderr) == ("[] [] 9 False False []\n", "")
