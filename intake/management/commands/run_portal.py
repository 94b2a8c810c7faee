"""Runs the whole portal on this machine: the web server, the worker and the clock, until Ctrl-C."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from intake.celery import ping, ping_answer

_LINES_OF_A_DEAD_CHILD = 40
_SECONDS_TO_STOP = 10.0
_MOST_ENDINGS, _WITHIN = 3, 60.0
"""A process that ended by itself is started again, but not more often than this in so many seconds."""
_WAYS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Child:
    """One running process of the portal and where its output goes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def check_alive(self) -> None:
        """Raises, with the end of its output, if the process has ended."""
        code = self.process.poll()
        if code is not None:
            raise CommandError(
                f"The {self.name} has ended by itself (code {code}). The end of {self.log}:\n{self.last_words()}"
            )

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-_LINES_OF_A_DEAD_CHILD:])


class Command(BaseCommand):
    help = "Runs the web server, the worker and the clock until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the site listens (default 8000)")
        parser.add_argument(
            "--check", action="store_true", help="start, wait until the site and the worker answer, and stop"
        )
        parser.add_argument("--seconds", type=float, default=90, help="how long --check waits (default 90)")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        _check_port(port)
        for number in _WAYS_TO_STOP:
            signal.signal(number, _interrupt)
        try:
            with _running(port) as children:
                _wait_until_it_works(children, port, options["seconds"])
                if not options["check"]:
                    self.stdout.write(_welcome(port))
                    _watch(children, port, self.stdout.write)
        except KeyboardInterrupt:
            if options["check"]:
                raise CommandError("Stopped before the portal was seen to work.") from None
            self.stdout.write("Stopped.")
            return
        self.stdout.write(f"The site answered at {_address(port)} and its worker did some work. All is stopped.")


def _commands(port: int) -> dict[str, list[str]]:
    """What runs, by the name a person reads."""
    celery = [sys.executable, "-m", "celery", "-A", "intake"]
    web = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    return {
        "web server": [sys.executable, "-m", "gunicorn", "intake.wsgi", *web, "--no-control-socket"],
        "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "1", "--without-gossip"],
        "clock": [*celery, "beat", "--loglevel", "INFO", "-s", str(settings.VAR_DIR / "clock")],
    }


@contextlib.contextmanager
def _running(port: int) -> Iterator[list[Child]]:
    """The portal's processes; whatever happens, none of them is left behind."""
    children: list[Child] = []
    try:
        children += [_started(name, port) for name in _commands(port)]
        yield children
    finally:
        _stop(children)


def _started(name: str, port: int, *, again: bool = False) -> Child:
    """One of the processes; what it says is added to what was said before it."""
    log = settings.VAR_DIR / "log" / f"{name.replace(' ', '-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab" if again else "wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the commands above, without a shell
            _commands(port)[name],
            env={"SITE_URL": _address(port), "PYTHONUNBUFFERED": "1"} | os.environ,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(name, process, log)


def _stop(children: list[Child]) -> None:
    """Asks every process to end, waits, and then ends what is left of each one's group. Once begun, a second
    Ctrl-C changes nothing."""
    for number in _WAYS_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    until = time.monotonic() + _SECONDS_TO_STOP
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def _wait_until_it_works(children: list[Child], port: int, seconds: float) -> None:
    """Returns once a page came from the site and a message went through the broker and the worker."""
    token = uuid.uuid4().hex
    answer = ping_answer(token)
    _wait_for(lambda: _healthy(port), children, "The site", seconds)
    ping.delay(token)
    _wait_for(answer.exists, children, "The worker", seconds)
    answer.unlink()


def _wait_for(came: Callable[[], bool], children: list[Child], who: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not came():
        for child in children:
            child.check_alive()
        if time.monotonic() > until:
            endings = "\n".join(f"The end of {child.log}:\n{child.last_words()}" for child in children)
            raise CommandError(f"{who} did not answer within {seconds:g} seconds.\n{endings}")
        time.sleep(0.1)


def _watch(children: list[Child], port: int, say: Callable[[str], object]) -> NoReturn:
    """Until Ctrl-C. What ends by itself is started again; what goes on ending ends everything."""
    endings: list[float] = []
    while True:
        for place, child in enumerate(children):
            if child.process.poll() is None:
                continue
            endings = [at for at in endings if time.monotonic() - at < _WITHIN]
            if len(endings) >= _MOST_ENDINGS:
                child.check_alive()
            endings.append(time.monotonic())
            say(f"The {child.name} has ended by itself and is started again. What it said: {child.log}")
            children[place] = _started(child.name, port, again=True)
        time.sleep(0.5)


def _healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Stop what is using it, or choose another: "
                f"make run PORT={port + 1}"
            ) from None


def _address(port: int) -> str:
    return f"http://localhost:{port}"


def _welcome(port: int) -> str:
    site = _address(port)
    demo = settings.VAR_DIR / "demo.txt"
    lines = [
        "",
        f"  The claimants' site   {site}/",
        f"  The counsel's desk    {site}/desk/",
        f"  The mail it sends     {site}/dev/mail/",
        f"  What its parts say    {settings.VAR_DIR / 'log'}",
        "",
        *(demo.read_text().splitlines() if demo.exists() else []),
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
