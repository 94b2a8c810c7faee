"""A gunicorn as in production, and the CPU seconds the operating system has counted for it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class WebServer:
    port: int
    group: int

    def cpu_seconds(self) -> float:
        """User and system time of every process of the server, those included that have ended."""
        ticks = 0
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.group:
                    ticks += sum(int(field) for field in fields[11:15])
        return ticks / _TICKS


@contextmanager
def web_server(application: str = "intake.wsgi", *, workers: int = 1, threads: int = 4) -> Iterator[WebServer]:
    """Serves on a free port until the block ends; has answered once when the block begins."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--no-control-socket"]
    options += ["--workers", str(workers), "--threads", str(threads), "--log-level", "error", "--keep-alive", "30"]
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", application, *options], start_new_session=True)
    try:
        _wait_for(port, process)
        yield WebServer(port, process.pid)
    finally:
        process.terminate()
        process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("The web server of the benchmark did not start.")
        time.sleep(0.05)
