"""Real worker groups and real beats, which can be killed by their own ids."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services.cluster import children_of

WORKER = ["worker", "--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]


class Group:
    """The processes that one Celery command started."""

    def __init__(self, words: list[str], log: Path, environment: dict[str, str]) -> None:
        self.environment = environment
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "intake", *words],
                env=os.environ | environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """All of them at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_a_child(self, lot: random.Random) -> bool:
        """One of those that do the work; the group makes another. False when there was none."""
        children = children_of(self.process.pid)
        try:
            os.kill(lot.choice(children), signal.SIGKILL)
        except (IndexError, ProcessLookupError):
            return False
        return True


class Crew:
    """Worker groups and beats on one database, broker and relay."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        self._folder, self.environment = folder, environment | compiled  # many starts, and each compiles nothing
        self.workers: list[Group] = []
        self.beats: list[Group] = []
        self.revived = 0

    def add_worker(self, **environment: str) -> None:
        self._add_worker(self.environment | environment)

    def add_beat(self) -> None:
        name = self._folder / f"beat{len(self.beats)}"
        words = ["beat", "--loglevel=WARNING", f"--schedule={name}", f"--pidfile={name}.pid"]
        self.beats.append(Group(words, name.with_suffix(".log"), self.environment))

    def replace_worker(self) -> None:
        """The oldest group is killed, and another like it started."""
        oldest = self.workers.pop(0)
        oldest.kill()
        self._add_worker(oldest.environment)

    def revive(self) -> None:
        """Starts again what ended by itself, as every supervisor does; Celery may end when its broker is lost."""
        for group in [worker for worker in self.workers if worker.process.poll() is not None]:
            self.workers.remove(group)
            group.kill()
            self._add_worker(group.environment)
            self.revived += 1

    def _add_worker(self, environment: dict[str, str]) -> None:
        self.workers.append(Group(WORKER, self._folder / "workers.log", environment))

    def last_words(self) -> str:
        """What workers and beats wrote last, for whoever has to find out why nothing went on."""
        logs = sorted(self._folder.glob("*.log"))
        return "\n".join(f"{log.name}:\n{_tail(log)}" for log in logs)

    def kill(self) -> None:
        for group in [*self.workers, *self.beats]:
            group.kill()
        self.workers, self.beats = [], []


def _tail(log: Path, lines: int = 40) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])


@contextmanager
def crew(folder: Path, environment: dict[str, str]) -> Iterator[Crew]:
    """Nobody at first; nobody is left afterwards."""
    people = Crew(folder, environment)
    try:
        yield people
    finally:
        people.kill()
