"""Closes the network: a test talks to this machine and to the servers its run was given."""

import ipaddress
import os
import socket
from typing import Any
from urllib.parse import urlsplit

_LOCAL_NAMES = {"localhost", "", "::1", "127.0.0.1"}


class NetworkClosedError(RuntimeError):
    """A test tried to reach another machine."""


def close() -> None:
    """Refuses every connection and every look-up that leaves this machine, from now on."""
    given = {urlsplit(os.environ.get(name, "")).hostname for name in ("DATABASE_URL", "REDIS_URL")}
    allowed = _LOCAL_NAMES | {host for host in given if host}
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self.family, address, allowed)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self.family, address, allowed)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(socket.AF_INET, (host,), allowed)
        return getaddrinfo(host, *args, **kwargs)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_getaddrinfo


def _check(family: int, address: Any, allowed: set[str]) -> None:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0]
    host = host.decode() if isinstance(host, bytes) else (host or "")
    if host in allowed or _is_local(host):
        return
    raise NetworkClosedError(
        f"A test tried to reach {host}. The network is closed in tests; use a server of this machine."
    )


def _is_local(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
