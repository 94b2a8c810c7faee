"""What one registration costs: every page a claimant takes, sign-in apart, over real HTTP to gunicorn."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.utils import timezone

from claimants.matters.actions import load
from intake.filing.models import Claim
from tests.bench.claimant import Claimant, session_of
from tests.bench.measures import Measure, at_most
from tests.bench.servers import WebServer, web_server
from tests.bench.stored import copy_claim

STORED = (0, 10_000, 100_000)
JOURNEYS = 40
WARM_UP = 3


@dataclass(frozen=True)
class Bare:
    """Seconds of a request to a bare view: at the 95th of 100, and of the server's CPU."""

    p95: float
    cpu: float


@dataclass(frozen=True)
class Yardsticks:
    """`alone` is Django without middleware; `beside` the same view on the portal's own server, signed in."""

    alone: Bare
    beside: Bare


def measure() -> list[Measure]:
    load(Path(settings.BASE_DIR) / "matters" / "de-la-torre-v-linkedin.yaml", at=timezone.now())
    measures: list[Measure] = []
    costs: dict[int, float] = {}
    for stored in STORED:
        _store(stored)
        bare = _yardsticks()  # anew each time: what else the machine is doing changes
        measures += _of_bare(bare, stored)
        with web_server() as server:
            costs[stored], found = _journeys(server, stored, bare)
            measures += found
    growth = costs[STORED[-1]] / costs[STORED[0]]
    measures.append(at_most("filing", f"growth of cost, 0 to {STORED[-1]:,} stored", growth, "times", 1.25))
    return measures + _shares(costs[STORED[-1]])


def _journeys(server: WebServer, stored: int, bare: Yardsticks) -> tuple[float, list[Measure]]:
    """CPU milliseconds a registration, and the rows of the table."""
    for number in range(WARM_UP):
        Claimant(server.port, f"warm{stored}-{number}@example.org").registers()
    before, seconds = server.cpu_seconds(), []
    for number in range(JOURNEYS):
        claimant = Claimant(server.port, f"claimant{stored}-{number}@example.org")
        claimant.registers()
        seconds += claimant.seconds
    cpu = (server.cpu_seconds() - before) * 1000
    where, requests = f"at {stored:,} stored", len(seconds) / JOURNEYS
    return cpu / JOURNEYS, [
        Measure("filing", f"requests a registration, {where}", requests, ""),
        at_most("filing", f"web CPU a registration, {where}", cpu / JOURNEYS, "ms", 100),
        at_most("filing", f"web CPU a request, {where}", cpu / len(seconds), "ms", 7),
        Measure("filing", f"p95 of a page, {where}", _p95(seconds) * 1000, "ms"),
        at_most("filing", f"p95 of a page over the bare view's, {where}", _p95(seconds) / bare.beside.p95, "times", 5),
        Measure("filing", f"p95 of a page over Django's alone, {where}", _p95(seconds) / bare.alone.p95, "times"),
    ]


def _yardsticks() -> Yardsticks:
    signed_in = f"{settings.SESSION_COOKIE_NAME}={session_of(f'bare-{perf_counter()}@example.org')}"
    return Yardsticks(_bare("tests.bench.bare", "/", ""), _bare("tests.bench.bare_in_portal", "/bare/", signed_in))


def _bare(application: str, path: str, cookie: str) -> Bare:
    seconds: list[float] = []
    with web_server(application) as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        for number in range(450):
            if number == 50:
                seconds, before = [], server.cpu_seconds()
            started = perf_counter()
            connection.request("POST", path, headers={"Host": f"localhost:{server.port}", "Cookie": cookie})
            response = connection.getresponse()
            response.read()
            seconds.append(perf_counter() - started)
            assert response.status == 200, f"{application} answered {response.status}"
        connection.close()
        return Bare(_p95(seconds), (server.cpu_seconds() - before) / len(seconds))


def _of_bare(bare: Yardsticks, stored: int) -> list[Measure]:
    where = f"at {stored:,} stored"
    return [
        Measure("filing", f"bare insert view, p95 of a request, {where}", bare.beside.p95 * 1000, "ms"),
        Measure("filing", f"bare insert view, web CPU a request, {where}", bare.beside.cpu * 1000, "ms"),
        Measure("filing", f"bare insert view of Django alone, p95 of a request, {where}", bare.alone.p95 * 1000, "ms"),
    ]


def _shares(per_journey: float) -> list[Measure]:
    """Where the time goes, as shares of a registration's CPU, from a run with a stopwatch in the server."""
    with web_server("tests.bench.shares", threads=1) as server:
        for number in range(WARM_UP):
            Claimant(server.port, f"warm-shares-{number}@example.org").registers()
        before, cpu = _sections(server), server.cpu_seconds()
        for number in range(JOURNEYS):
            Claimant(server.port, f"shares-{number}@example.org").registers()
        after, cpu = _sections(server), server.cpu_seconds() - cpu
    spent = {name: (after[name] - before.get(name, 0.0)) / JOURNEYS for name in after}
    queries = spent.pop("queries")
    spent["Django and the server"] = cpu / JOURNEYS - sum(spent.values())
    rows = [
        Measure("filing", f"share of {name}", 100 * seconds * JOURNEYS / cpu, "%")
        for name, seconds in sorted(spent.items(), key=lambda item: -item[1])
    ]
    return [Measure("filing", "queries a registration", queries, ""), *rows]


def _sections(server: WebServer) -> dict[str, float]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/shares")
    sections: dict[str, float] = json.loads(connection.getresponse().read())
    connection.close()
    return sections


def _store(wanted: int) -> None:
    stored = Claim.objects.filed().count()
    if stored < wanted:
        copy_claim(Claim.objects.filed().select_related("person__user").latest("pk"), wanted - stored)


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
