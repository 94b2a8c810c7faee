"""Waiting for what other processes do."""

import time
from collections.abc import Callable


def until(holds: Callable[[], object], *, seconds: float = 60, meanwhile: Callable[[], object] | None = None) -> None:
    """Returns when it holds, and fails when it does not in that time. `meanwhile` is what the clock would do."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not come to that."
        if meanwhile:
            meanwhile()
        time.sleep(0.25 if meanwhile else 0.05)
