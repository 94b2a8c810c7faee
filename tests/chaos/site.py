"""A site of its own: PostgreSQL, Redis and a relay that only this run knows, and the workers between them."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import FrameType

import django
import psycopg
from django.core.management import call_command

from tests.chaos.processes import Crew, crew
from tests.services.cluster import Cluster
from tests.services.postgres import refusal_of
from tests.services.redis import Broker
from tests.services.sink import Sink, sink

WORKS_FOR = "2"
"""Seconds of one task: short, so that whatever hangs on the broker has to hang on it often."""


@dataclass
class Site:
    """What faults are done to. Without a cluster of its own its database is not killed."""

    postgres: Cluster | None
    redis: Broker
    relay: Sink
    crew: Crew
    lot: Random = field(default_factory=lambda: Random(4))

    def restart_postgres(self) -> None:
        assert self.postgres is not None
        self.postgres.kill()
        self.postgres.start()

    def restart_redis(self) -> None:
        self.redis.kill()
        self.redis.start()

    def flush_redis(self) -> None:
        from redis import Redis

        with Redis.from_url(self.redis.url) as client:
            client.flushall()


@contextmanager
def own_site() -> Iterator[Site]:
    """Servers on ports of their own, and Django set up for them in this process. Told to end, it leaves nobody behind.

    The database does not wait for the disk: whoever is killed here, the kernel lives and has what was written.
    """
    signal.signal(signal.SIGTERM, _leave)
    postgres, redis = Cluster(refusal_of), Broker()
    try:
        postgres.start()
        redis.start()
        with TemporaryDirectory(prefix="portal-chaos-") as name, sink(Path(name) / "relay") as relay:
            _set_up(postgres, redis, relay, name)
            with crew(Path(name), {}) as people:
                yield Site(postgres, redis, relay, people)
    finally:
        postgres.end()
        redis.end()


def until(happens: Callable[[], object], seconds: float) -> bool:
    """Whether it did, in that time."""
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _set_up(postgres: Cluster, redis: Broker, relay: Sink, folder: str) -> None:
    with psycopg.connect(f"{postgres.url}/postgres", autocommit=True) as connection:
        connection.execute("create database chaos")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "DATABASE_URL": f"{postgres.url}/chaos",
        "REDIS_URL": redis.url,
        "EMAIL_URL": relay.url,
        "VAR_DIR": folder,
        "BULK_WORKS_FOR": WORKS_FOR,
    }
    django.setup()
    call_command("migrate", verbosity=0)
