"""Redis for a run: the one that was named, else this host's, else a throw-away one."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis, RedisError

from tests.services.debian import MissingError, ensure
from tests.services.ports import free_port

_HOST = "redis://127.0.0.1:6379/9"


@contextmanager
def redis() -> Iterator[str]:
    """A Redis URL; the run's keys have a prefix of their own (settings/test.py), and nothing is flushed."""
    named = os.environ.get("TEST_REDIS_URL")
    if named:
        if not _answers(named):
            raise MissingError("TEST_REDIS_URL names a Redis server that does not answer.")
        yield named
    elif _answers(_HOST):
        print("Redis: the server of this host, port 6379")
        yield _HOST
    else:
        with _throw_away() as url:
            yield url


def _answers(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_connect_timeout=5) as client:
            return bool(client.ping())
    except RedisError:
        return False


class Broker:
    """A throw-away Redis of our own that keeps nothing on disk, and can be killed and started again, empty."""

    def __init__(self) -> None:
        (self._server,) = ensure(["redis-server"], ["redis-server"])
        self._folder, self.port = tempfile.mkdtemp(prefix="portal-redis-"), free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Returns when it answers."""
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self._folder]
        self._process = subprocess.Popen(
            [self._server, "--port", str(self.port), *options], stdout=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + 15
        while not _answers(self.url):
            if self._process.poll() is not None or time.monotonic() > until:
                raise MissingError("The throw-away Redis did not start.")
            time.sleep(0.1)

    def kill(self) -> None:
        """As a crash does; what it held is gone."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _throw_away() -> Iterator[str]:
    broker = Broker()
    print(f"Redis: a throw-away server, port {broker.port}")
    try:
        broker.start()
        yield broker.url
    finally:
        broker.end()
