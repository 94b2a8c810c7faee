"""When repeated work was last done, and what stood in its way."""

from typing import Any

from celery.signals import task_postrun
from django.conf import settings
from django.db.models.functions import Now

from intake.notices.models import Sweep


def note(name: str, said: str = "") -> None:
    """That it was done just now; `said` is what is wrong, in a sentence."""
    Sweep.objects.update_or_create(name=name[:40], defaults={"at": Now(), "said": said[:300]})


def note_failure(name: str, said: str) -> None:
    """That it was tried and not done: the moment at which it was last done stays."""
    Sweep.objects.filter(name=name[:40]).update(said=said[:300])


def note_what_repeats(task: Any = None, state: str = "", retval: Any = None, **_: Any) -> None:
    """After each task of the clock, in whichever room: so that somebody sees when it is no longer done."""
    if task is None or task.name not in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}:
        return
    if state == "SUCCESS":
        note(task.name)
    else:
        note_failure(task.name, f"The last run ended with an error ({type(retval).__name__}).")


def listen() -> None:
    """Called once a process: a worker then notes every task that it has done."""
    task_postrun.connect(note_what_repeats, dispatch_uid="notices.note_what_repeats")
