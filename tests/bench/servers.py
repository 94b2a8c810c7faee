"""Servers as in production, and the CPU seconds and the memory that the operating system has counted for them."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Group:
    """The processes that one command started."""

    group: int

    def cpu_seconds(self) -> float:
        """User and system time of every process of the group, those included that have ended."""
        return sum(sum(fields[11:15]) for fields in _processes() if fields[2] == self.group) / _TICKS

    def shares_of_memory(self) -> list[float]:
        """Megabytes of each process that the first of the group made to do the work, what several share counted in
        parts (PSS)."""
        shares = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if _fields(folder)[1] == self.group:
                    lines = (folder / "smaps_rollup").read_text().splitlines()
                    shares += [int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")]
        return shares

    def peak_megabytes(self) -> float:
        """The most memory that any one process of the group has held so far."""
        most = 0
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if _fields(folder)[2] == self.group:
                    status = (folder / "status").read_text()
                    most = max(most, *(int(line.split()[1]) for line in status.splitlines() if line[:6] == "VmHWM:"))
        return most / 1024


@dataclass(frozen=True)
class WebServer(Group):
    port: int


def database_cpu_seconds() -> float:
    """Of every PostgreSQL process on this machine, those that have ended included."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "comm").read_text().strip() == "postgres":
                ticks += sum(_fields(folder)[11:15])
    return ticks / _TICKS


def _processes() -> Iterator[list[int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            yield _fields(folder)


def _fields(folder: Path) -> list[int]:
    """The numbers of a process after its name: its parent is the second, its group the third, its times the 12th to the
    15th."""
    words = (folder / "stat").read_text().rpartition(")")[2].split()
    return [0, *(int(word) for word in words[1:])]


@contextmanager
def celery_worker(concurrency: int) -> Iterator[Group]:
    """A worker with so many processes until the block ends; listens when the block begins."""
    with celery_group(["-A", "intake"], concurrency) as group:
        _wait_for_answer(group)
        yield group


@contextmanager
def celery_group(application: list[str], concurrency: int, **environment: str) -> Iterator[Group]:
    """A worker of any Celery application, until the block ends; it may not listen yet when the block begins."""
    command = ["-m", "celery", *application, "worker", "--concurrency", str(concurrency), "--loglevel", "ERROR"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    process = subprocess.Popen([sys.executable, *command, *quiet], env=os.environ | environment, start_new_session=True)
    try:
        yield Group(process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


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
        yield WebServer(process.pid, port)
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


def _wait_for_answer(group: Group) -> None:
    from intake.celery import ping, ping_answer

    token, until = uuid.uuid4().hex, time.monotonic() + 60
    ping.delay(token)
    while not ping_answer(token).exists():
        if not Path(f"/proc/{group.group}").exists() or time.monotonic() > until:
            raise RuntimeError("The worker of the benchmark did not start.")
        time.sleep(0.05)
    ping_answer(token).unlink()
