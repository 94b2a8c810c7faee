"""When repeated work was last done, and what stood in its way."""

from typing import Any

from celery.signals import beat_init, task_postrun
from django.conf import settings
from django.db.models.functions import Now

from intake.notices.models import Sweep


def note(name: str, said: str = "") -> None:
    """That it was done just now; `said` is what is wrong, in a sentence."""
    Sweep.objects.update_or_create(name=name[:40], defaults={"at": Now(), "said": said[:300]})


def note_failure(name: str, said: str) -> None:
    """That it was tried and not done: the moment at which it was last done, or first expected, stays."""
    Sweep.objects.filter(name__in=[name[:40], expected(name)]).update(said=said[:300])


def expected(task: str) -> str:
    """The name of the row that says since when a clock should have started this task."""
    return f"expected {task}"[:40]


def note_what_is_expected(**_: Any) -> None:
    """When a clock starts: what it starts for the first time is expected from now on. Another start changes nothing."""
    tasks = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    Sweep.objects.bulk_create([Sweep(name=expected(task), at=Now()) for task in sorted(tasks)], ignore_conflicts=True)


def note_what_repeats(task: Any = None, state: str = "", retval: Any = None, **_: Any) -> None:
    """After each task of the clock, in whichever room: so that somebody sees when it is no longer done."""
    if task is None or task.name not in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}:
        return
    if state == "SUCCESS":
        note(task.name)
    else:
        note_failure(task.name, f"The last run ended with an error ({type(retval).__name__}).")


def listen() -> None:
    """Called once a process: a worker then notes every task that it has done, and a clock what it will start."""
    beat_init.connect(note_what_is_expected, dispatch_uid="notices.note_what_is_expected")
    task_postrun.connect(note_what_repeats, dispatch_uid="notices.note_what_repeats")
