"""Sending in bulk, over one relay on this machine: ours, and what else one could use, each between two raw runs.

`ROWS` is how many messages ours sends (20,000), `MOST` the larger run that memory must not grow in (200,000), `FEWER`
how many the others send (5,000). The rates are those at which the relay took messages, from the first to the last.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from redis import Redis

from intake.notices.actions.dispatching import end_dispatch, start_dispatch
from intake.notices.models import NoticeState
from tests.bench.measures import Measure, at_least, at_most
from tests.bench.queueing import claims
from tests.bench.servers import Group, celery_group
from tests.bulk.dispatches import make_dispatch, unfinished
from tests.services.redis import Broker
from tests.services.sink import Sink, sink

ROWS, FEWER = int(os.environ.get("ROWS", "20000")), int(os.environ.get("FEWER", "5000"))
MOST = int(os.environ.get("MOST", str(10 * ROWS)))
RAW = 4000
QUIET = 60.0
OURS = ["-A", "intake"]
_BENCH = "notices"


@dataclass
class Run:
    """Messages a second, the most memory of a working process, and how often the broker was asked for a message."""

    rate: float
    megabytes: float = 0.0
    commands: float = 0.0
    over_raw: float = 0.0


def measure() -> list[Measure]:
    with (
        TemporaryDirectory(prefix="portal-relay-") as folder,
        sink(Path(folder) / "relay") as relay,
        _broker() as redis,
    ):
        os.environ |= {"EMAIL_URL": relay.url, "RELAY_HOST": "127.0.0.1", "RELAY_PORT": str(relay.port)}
        bench = _Bench(relay, redis)
        one = bench.between_raws("ours, 1 worker", lambda: bench.ours(ROWS, 1))
        two = bench.between_raws("ours, 2 workers", lambda: bench.ours(ROWS, 2))
        tasks = bench.between_raws("a Celery task a message, 1 worker", lambda: bench.celery(FEWER))
        office = bench.between_raws("django-post_office", lambda: bench.rival("post_office", FEWER))
        mailer = bench.between_raws("django-mailer", lambda: bench.rival("django_mailer", FEWER // 5))
        large = bench.ours(MOST, 1)
        bench.measures += [
            at_least(_BENCH, "ours, 1 worker, over raw", one.over_raw, "times", 0.30),
            Measure(_BENCH, "ours, 2 workers, over raw", two.over_raw, "times"),
            at_least(_BENCH, "ours over a Celery task a message", one.over_raw / tasks.over_raw, "times", 4),
            at_least(_BENCH, "ours over django-post_office", one.over_raw / office.over_raw, "times", 2),
            Measure(_BENCH, "ours over django-mailer", one.over_raw / mailer.over_raw, "times"),
            at_most(_BENCH, "most memory of a worker (PSS)", max(one.megabytes, large.megabytes), "MB", 70),
            at_most(_BENCH, f"its growth, {ROWS:,} to {MOST:,}", large.megabytes / one.megabytes, "times", 1.05),
            at_most(_BENCH, "commands to Redis for a notice", one.commands, "", 0.1),
        ]
    return [*bench.measures, *claims()]


class _Bench:
    def __init__(self, relay: Sink, redis: Broker) -> None:
        self._relay, self._redis = relay, redis
        self._sent = 0
        self._raw = self.rival("raw", RAW).rate
        self.measures: list[Measure] = []

    def between_raws(self, name: str, send: Callable[[], Run]) -> Run:
        """One case, and its rate over the mean of the raw runs just before and just after it."""
        before, run = self._raw, send()
        self._raw = self.rival("raw", RAW).rate
        run.over_raw = run.rate / ((before + self._raw) / 2)
        self.measures.append(Measure(_BENCH, "raw smtplib, before and after", (before + self._raw) / 2, "messages/s"))
        self.measures.append(Measure(_BENCH, name, run.rate, "messages/s"))
        print(f"  {name}: {run.rate:,.0f}/s, raw {before:,.0f}/s and {self._raw:,.0f}/s", flush=True)
        return run

    def ours(self, number: int, workers: int) -> Run:
        """A dispatch, sent by a real worker group and the messages that wake it."""
        self._relay.forgets()
        dispatch = make_dispatch(number)
        own = {"REDIS_URL": self._redis.url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings_bulk"}
        with celery_group(OURS, workers, **own) as group, _watched(group) as peak:
            asked = self._commands()
            start_dispatch(dispatch)
            self._waits_for(number)
            while unfinished(dispatch):
                time.sleep(0.3)
            commands = (self._commands() - asked) / number
        assert end_dispatch(dispatch) == {NoticeState.ACCEPTED: number}
        return Run(self._rate(number), peak[0], commands)

    def celery(self, number: int) -> Run:
        """The queue is filled first."""
        self._relay.forgets()
        self._starts("celery", number)
        with celery_group(["-A", "tests.bench.mailers"], 1, REDIS_URL=self._redis.url):
            self._waits_for(number)
        return Run(self._rate(number))

    def rival(self, name: str, number: int) -> Run:
        self._relay.forgets()
        self._starts(name, number)
        return Run(self._rate(number))

    def _starts(self, name: str, number: int) -> None:
        command = [sys.executable, "-m", "tests.bench.mailers", name, str(self._sent), str(number)]
        subprocess.run(command, check=True, timeout=600)
        self._sent += number

    def _waits_for(self, number: int) -> None:
        """Until the relay has taken so many; ends when it took none for a while."""
        taken, since = 0, time.monotonic()
        while taken < number:
            time.sleep(0.3)
            before, taken = taken, self._relay.count()
            since = since if taken == before else time.monotonic()
            assert time.monotonic() - since < QUIET, f"The relay has taken {taken:,} of {number:,}, and no more come."

    def _rate(self, number: int) -> float:
        times = self._relay.times()
        assert len(times) == number, f"The relay took {len(times):,} messages of {number:,}."
        return (number - 1) / (times[-1] - times[0])

    def _commands(self) -> int:
        with Redis.from_url(self._redis.url) as client:
            return sum(kind["calls"] for kind in client.info("commandstats").values())


@contextmanager
def _broker() -> Iterator[Broker]:
    """A Redis of its own, whose commands nobody else adds to."""
    broker = Broker()
    try:
        broker.start()
        os.environ["REDIS_URL"] = broker.url
        from django.conf import settings

        from intake.celery import app

        settings.CELERY_BROKER_URL = app.conf.broker_url = broker.url
        yield broker
    finally:
        broker.end()


@contextmanager
def _watched(group: Group) -> Iterator[list[float]]:
    """The most memory that a working process of the group had, looked at four times a second."""
    peak, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.25):
            peak[0] = max([peak[0], *group.shares_of_memory()])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()
