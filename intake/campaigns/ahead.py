"""Making the next piece while this one is used."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


def ahead(stream: Iterator[_T]) -> Generator[_T, None, None]:
    """The same pieces; a thread makes the next one meanwhile. What makes them asks no database.

    While the database works for one, this process works for the next: neither waits for the other.
    """
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, stream, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, stream, None)
            yield piece
