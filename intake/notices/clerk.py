"""Keeping the books of one batch while the next is offered: one more thread of a worker, with a connection of its own.

The relay and the database would wait for each other otherwise.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

import structlog
from django.db import OperationalError, connection

log = structlog.get_logger(__name__)
_T = TypeVar("_T")


class Clerk:
    """Made for one worker's time at the relay. One thing at a time is asked of it."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    @property
    def is_ready(self) -> bool:
        """Whether a second connection sees what this one wrote, need not wait for it, and is to be had."""
        return connection.vendor == "postgresql" and not connection.in_atomic_block and self._is_connected

    def asked(self, work: Callable[[], _T]) -> Future[_T]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="clerk")
        return self._pool.submit(work)

    def close(self) -> None:
        """Waits for what was asked, and leaves the database."""
        if self._pool is not None:
            self._pool.submit(lambda: connection.close())  # that of its own thread
            self._pool.shutdown()

    @cached_property
    def _is_connected(self) -> bool:
        """A database that has no connection left for it costs speed, and nothing else."""
        try:
            self.asked(lambda: connection.ensure_connection()).result()
        except OperationalError as error:
            log.warning("notices.no_second_connection", error=type(error).__name__)
            return False
        return True
