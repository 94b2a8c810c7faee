"""A throw-away PostgreSQL of our own, which can be killed and started again. Its files are gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.services.debian import MissingError, ensure
from tests.services.ports import free_port

_BINARIES = "/usr/lib/postgresql/*/bin"
_SETTINGS = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "listen_addresses=127.0.0.1"]


class Cluster:
    """`refusal` says of a URL why nothing can be done there, or None."""

    def __init__(self, refusal: Callable[[str], str | None]) -> None:
        self._refusal = refusal
        self._folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        self._as_user = _hand_over(self._folder)
        self._files = str(self._folder / "cluster")
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}"
        initdb, self._server = ensure(["initdb", "postgres"], ["postgresql"], _BINARIES)
        options = ["-D", self._files, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        made = subprocess.run([*self._as_user, initdb, *options], capture_output=True, text=True, cwd="/")
        if made.returncode != 0:
            shutil.rmtree(self._folder)
            raise MissingError(f"A throw-away PostgreSQL could not be made:\n{made.stderr}")

    def start(self, *settings: str) -> None:
        """Returns when it answers; `settings` come after our own, such as `-c fsync=on`."""
        words = ["-D", self._files, "-p", str(self.port), "-k", str(self._folder), *_SETTINGS, *settings]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._as_user, self._server, *words], stdout=log, stderr=log, cwd="/", start_new_session=True
            )
        until = time.monotonic() + 30
        while (refusal := self._refusal(f"{self.url}/postgres")) is not None:
            if self._process.poll() is not None or time.monotonic() > until:
                said = (self._folder / "log").read_text()
                raise MissingError(f"The throw-away PostgreSQL did not start: {refusal}\n{said}")
            time.sleep(0.1)

    def kill(self) -> None:
        """As a crash does: every process of it at once, with nothing written first."""
        server = self._pid()
        processes = [server, *children_of(server)]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait(20)
        until = time.monotonic() + 20
        while any(_is_alive(process) for process in processes) and time.monotonic() < until:
            time.sleep(0.02)

    def end(self) -> None:
        """Stops the server itself, which is a child of runuser where there is one, and removes its files."""
        with suppress(OSError, ValueError):
            os.kill(self._pid(), signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _pid(self) -> int:
        return int((Path(self._files) / "postmaster.pid").read_text().split()[0])


def children_of(parent: int) -> list[int]:
    """The processes that a process started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _is_alive(process: int) -> bool:
    """One that is dead and that nobody has asked after is not."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _hand_over(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; `folder` then goes to an ordinary user, and what runs as that user."""
    if os.geteuid() != 0:
        return []
    runuser = shutil.which("runuser")
    if runuser is None:
        raise MissingError("PostgreSQL does not run as root, and runuser is missing (Debian's package util-linux).")
    shutil.chown(folder, "nobody")
    return [runuser, "-u", "nobody", "--"]
