"""Sending in bulk, over one relay on this machine: ours, and what else one could use, each between two raw runs.

`ROWS` is how many messages ours sends (20,000), `MOST` the larger run that memory must not grow in (200,000), `FEWER`
how many the others send (5,000). The rates are those at which the relay took messages, from the first to the last.

One and the same run can be half as fast a minute later: what is compared takes turns, `ROUNDS` times (5), and what is
shown is the middle one of the rounds, with the lowest and the highest.
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
from statistics import median
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
ROUNDS = int(os.environ.get("ROUNDS", "5"))
QUIET = 60.0
OURS = ["-A", "intake"]
ONE, TWO, TASKS, OFFICE, MAILER = (
    "ours, 1 worker", "ours, 2 workers", "a Celery task a message", "django-post_office", "django-mailer"
)  # fmt: skip
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
        for _ in range(ROUNDS):
            bench.between_raws(ONE, lambda: bench.ours(ROWS, 1))
            bench.between_raws(TASKS, lambda: bench.celery(FEWER))
            bench.between_raws(OFFICE, lambda: bench.rival("post_office", FEWER))
        bench.between_raws(TWO, lambda: bench.ours(ROWS, 2))
        bench.between_raws(MAILER, lambda: bench.rival("django_mailer", FEWER // 5))
        large = bench.ours(MOST, 1)
        measures = [*bench.rates(), *bench.ratios(), *_footprint(bench.runs[ONE], large)]
    return [*measures, *claims()]


def _footprint(ours: list[Run], large: Run) -> list[Measure]:
    """What a worker of ours takes, over some messages and over ten times as many."""
    megabytes = max(run.megabytes for run in ours)
    return [
        at_most(_BENCH, "most memory of a worker (PSS)", max(megabytes, large.megabytes), "MB", 70),
        at_most(_BENCH, f"its growth, {ROWS:,} to {MOST:,}", large.megabytes / megabytes, "times", 1.05),
        at_most(_BENCH, "commands to Redis for a notice", max(run.commands for run in ours), "", 0.1),
    ]


class _Bench:
    def __init__(self, relay: Sink, redis: Broker) -> None:
        self._relay, self._redis = relay, redis
        self._sent = 0
        self._raw = self.rival("raw", RAW).rate
        self._raws = [self._raw]
        self.runs: dict[str, list[Run]] = {}

    def rates(self) -> list[Measure]:
        """The middle one of each, and how far apart they were."""
        raw = Measure(_BENCH, f"raw smtplib, {_spread(self._raws)}", median(self._raws), "messages/s")
        rates = {name: [run.rate for run in runs] for name, runs in self.runs.items()}
        return [
            raw,
            *(Measure(_BENCH, f"{name}, {_spread(all_)}", median(all_), "messages/s") for name, all_ in rates.items()),
        ]

    def ratios(self) -> list[Measure]:
        """Each round's own, one run after the other, and the middle one of those."""
        raw, two = [run.over_raw for run in self.runs[ONE]], self.runs[TWO][0].over_raw
        tasks, office = self._over(TASKS), self._over(OFFICE)
        mailer = median(raw) / self.runs[MAILER][0].over_raw
        return [
            at_least(_BENCH, f"ours, 1 worker, over raw, {_spread(raw)}", median(raw), "times", 0.30),
            Measure(_BENCH, "ours, 2 workers, over raw", two, "times"),
            at_least(_BENCH, f"ours over {TASKS}, {_spread(tasks)}", median(tasks), "times", 4),
            at_least(_BENCH, f"ours over {OFFICE}, {_spread(office)}", median(office), "times", 2),
            Measure(_BENCH, f"ours over {MAILER}", mailer, "times"),
        ]

    def _over(self, other: str) -> list[float]:
        pairs = zip(self.runs[ONE], self.runs[other], strict=True)
        return [ours.over_raw / theirs.over_raw for ours, theirs in pairs]

    def between_raws(self, name: str, send: Callable[[], Run]) -> None:
        """One case, and its rate over the mean of the raw runs just before and just after it. Its broker is empty."""
        with Redis.from_url(self._redis.url) as client:
            client.flushall()
        before, run = self._raw, send()
        self._raw = self.rival("raw", RAW).rate
        self._raws.append(self._raw)
        run.over_raw = run.rate / ((before + self._raw) / 2)
        self.runs.setdefault(name, []).append(run)
        print(f"  {name}: {run.rate:,.0f}/s, raw {before:,.0f}/s and {self._raw:,.0f}/s", flush=True)

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


def _spread(figures: list[float]) -> str:
    """How many, from which to which: `5 runs, 3.1 to 4.2`."""
    return f"{len(figures)} runs, {min(figures):,.4g} to {max(figures):,.4g}" if len(figures) > 1 else "1 run"


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
