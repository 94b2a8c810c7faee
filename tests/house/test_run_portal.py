"""`run_portal` says what is wrong, and leaves no process behind."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.house.sources import ROOT


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} cannot be used .* make run PORT={port + 1}"):
            call_command("run_portal", port=port)


def test_what_a_dead_process_said_is_shown_and_none_is_left(tmp_path: Path) -> None:
    """On a database that was never migrated the portal refuses to start."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "intake.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "run_portal", "--check", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 1
    assert "has ended by itself" in done.stderr
    assert "manage.py migrate" in done.stderr
    assert _processes_that_mention(str(tmp_path)) == []


def _processes_that_mention(words: str) -> list[str]:
    """Command lines and environments of running processes, this test's own apart."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if words.encode() in said and int(folder.name) != os.getpid():
            found.append((folder / "cmdline").read_text())
    return found
