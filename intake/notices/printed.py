"""When a letter that bears the code of a notice was given to the printer.

Letters are a later room's, which registers itself in `intake/pipeline.py`.
"""

from collections.abc import Callable
from datetime import datetime

from intake.notices.models import Notice

Source = Callable[[Notice], list[datetime]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Says who knows the letters. Registering again replaces what was there."""
    _sources[:] = [source]


def printed_at(notice: Notice) -> list[datetime]:
    """Every time, the first one first; none of a notice without a letter."""
    return [moment for source in _sources for moment in source(notice)]
