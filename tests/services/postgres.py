"""PostgreSQL for a run: the one that was named, else this host's, else a throw-away one."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.debian import MissingError, ensure

_HOST = "postgres://postgres@127.0.0.1:5432"
_BINARIES = "/usr/lib/postgresql/*/bin"


@contextmanager
def postgres() -> Iterator[str]:
    """A database URL under which the run may make its own databases."""
    named = os.environ.get("TEST_DATABASE_URL")
    name = f"portal_{secrets.token_hex(4)}"
    if named:
        refusal = _refusal(named)
        if refusal:
            raise MissingError(f"TEST_DATABASE_URL names a database server that does not answer: {refusal}")
        yield named
    elif _refusal(f"{_HOST}/postgres") is None:
        print("PostgreSQL: the server of this host, port 5432")
        try:
            yield f"{_HOST}/{name}"
        finally:
            _drop(f"{_HOST}/postgres", name)
    else:
        with _throw_away() as server:
            yield f"{server}/{name}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _refusal(url: str) -> str | None:
    """Why no database can be made there, or None."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = user")
            return None if (row.fetchone() or [False])[0] else "its user may not make databases"
    except psycopg.Error as error:
        return str(error).strip()


@contextmanager
def _throw_away() -> Iterator[str]:
    initdb, server = ensure(["initdb", "postgres"], ["postgresql"], _BINARIES)
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    as_user = _hand_over(folder)
    cluster, port = str(folder / "cluster"), free_port()
    options = ["-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    made = subprocess.run([*as_user, initdb, *options, "--locale=C.UTF-8"], capture_output=True, text=True, cwd="/")
    if made.returncode != 0:
        shutil.rmtree(folder)
        raise MissingError(f"A throw-away PostgreSQL could not be made:\n{made.stderr}")
    print(f"PostgreSQL: a throw-away server, port {port}")
    settings = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "listen_addresses=127.0.0.1"]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [*as_user, server, "-D", cluster, "-p", str(port), "-k", str(folder), *settings],
        stdout=log,
        stderr=log,
        cwd="/",
        start_new_session=True,
    )
    try:
        url = f"postgres://postgres@127.0.0.1:{port}"
        _wait_until_it_answers(f"{url}/postgres", process, folder / "log")
        yield url
    finally:
        _end(process, cluster)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; `folder` then goes to an ordinary user, and what runs as that user."""
    if os.geteuid() != 0:
        return []
    runuser = shutil.which("runuser")
    if runuser is None:
        raise MissingError("PostgreSQL does not run as root, and runuser is missing (Debian's package util-linux).")
    shutil.chown(folder, "nobody")
    return [runuser, "-u", "nobody", "--"]


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while (refusal := _refusal(url)) is not None:
        if process.poll() is not None or time.monotonic() > until:
            raise MissingError(f"The throw-away PostgreSQL did not start: {refusal}\n{log.read_text()}")
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes], cluster: str) -> None:
    """Stops the server itself, which is a child of runuser where there is one."""
    with suppress(OSError, ValueError):
        server = int((Path(cluster) / "postmaster.pid").read_text().split()[0])
        os.kill(server, 2)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _drop(url: str, name: str) -> None:
    """Removes what a run that was interrupted left behind."""
    with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("select datname from pg_database where datname like %s", [f"%{name}%"])
        for (left,) in rows.fetchall():
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(left)))
