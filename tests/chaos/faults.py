"""What is done to a site while it sends, and what may come of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.site import Site

Strike = Callable[[Site], object]
"""False when there was nobody to strike: then it is tried again, and does not count."""
DEFAULTS = {"CHAOS_CELERY": "defaults"}
TWO: tuple[dict[str, str], ...] = ({}, {})


@dataclass(frozen=True)
class Fault:
    """One kind. `unknown` is how many notices each strike may leave that nobody can know about: one for each process
    that was killed between a final dot and its answer."""

    name: str
    strike: Strike
    unknown: int = 0
    workers: tuple[dict[str, str], ...] = ({},)
    beats: int = 1
    takes: float = 0.006
    environment: dict[str, str] = field(default_factory=dict)


def _kill_child(site: Site) -> bool:
    return site.crew.workers[0].kill_a_child(site.lot)


def _kill_group(site: Site) -> None:
    site.crew.replace_worker()


FAULTS = [
    Fault("a worker's child killed", _kill_child, unknown=1),
    Fault("a whole worker group killed", _kill_group, unknown=2, workers=TWO),
    Fault("Redis killed, back empty", Site.restart_redis),
    Fault("Redis: FLUSHALL", Site.flush_redis),
    Fault("PostgreSQL killed", Site.restart_postgres),
    Fault("two beats; a child killed", _kill_child, unknown=1, beats=2),
    Fault("a clock two hours ahead; a child killed", _kill_child, unknown=1,
          workers=({"BULK_CLOCK_OFF": "7200"}, {})),
    Fault("a clock two hours behind; a group killed", _kill_group, unknown=2,
          workers=({"BULK_CLOCK_OFF": "-7200"}, {})),
    Fault("messages come again after 2 s; a child killed", _kill_child, unknown=1,
          environment={"CHAOS_VISIBILITY": "2", "BULK_WORKS_FOR": "6"}),
    Fault("Celery's defaults; a child killed", _kill_child, unknown=1, environment=DEFAULTS),
    Fault("Celery's defaults; a group killed", _kill_group, unknown=2, workers=TWO, environment=DEFAULTS),
    Fault("Celery's defaults; Redis killed", Site.restart_redis, environment=DEFAULTS),
]  # fmt: skip
