"""PostgreSQL for a run: the one that was named, else this host's, else a throw-away one."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql

from tests.services.cluster import Cluster
from tests.services.debian import MissingError

_HOST = "postgres://postgres@127.0.0.1:5432"


@contextmanager
def postgres() -> Iterator[str]:
    """A database URL under which the run may make its own databases."""
    named = os.environ.get("TEST_DATABASE_URL")
    name = f"portal_{secrets.token_hex(4)}"
    if named:
        refusal = refusal_of(named)
        if refusal:
            raise MissingError(f"TEST_DATABASE_URL names a database server that does not answer: {refusal}")
        yield named
    elif refusal_of(f"{_HOST}/postgres") is None:
        print("PostgreSQL: the server of this host, port 5432")
        try:
            yield f"{_HOST}/{name}"
        finally:
            _drop(f"{_HOST}/postgres", name)
    else:
        with _throw_away() as server:
            yield f"{server}/{name}"


def refusal_of(url: str) -> str | None:
    """Why no database can be made there, or None."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = user")
            return None if (row.fetchone() or [False])[0] else "its user may not make databases"
    except psycopg.Error as error:
        return str(error).strip()


@contextmanager
def _throw_away() -> Iterator[str]:
    cluster = Cluster(refusal_of)
    print(f"PostgreSQL: a throw-away server, port {cluster.port}")
    try:
        cluster.start()
        yield cluster.url
    finally:
        cluster.end()


def _drop(url: str, name: str) -> None:
    """Removes what a run that was interrupted left behind."""
    with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("select datname from pg_database where datname like %s", [f"%{name}%"])
        for (left,) in rows.fetchall():
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(left)))
