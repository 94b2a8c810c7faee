"""A database that exists for one benchmark."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def fresh_database() -> Iterator[str]:
    """The URL of an empty database on the server of `DATABASE_URL`."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"{server.path.strip('/').partition('_bench_')[0]}_bench_{secrets.token_hex(3)}"
    _run(server._replace(path="/postgres").geturl(), sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(server._replace(path=f"/{name}"))
    finally:
        _run(
            server._replace(path="/postgres").geturl(),
            sql.SQL("drop database {} with (force)").format(sql.Identifier(name)),
        )


def _run(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
