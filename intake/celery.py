"""The Celery application. Tasks take ids and may run twice; losing one loses nothing."""

import gc
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intake.settings.dev")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they load every page, and a worker draws none

app = Celery("intake")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task(name="intake.ping")
def ping(token: str) -> None:
    """Shows that a message comes through: leaves a file that whoever sent it looks for."""
    answer = ping_answer(token)
    answer.parent.mkdir(parents=True, exist_ok=True)
    answer.touch()


def ping_answer(token: str) -> Path:
    """Where the answer to a ping lies; `token` is a UUID, so that it can name no other file."""
    return Path(settings.VAR_DIR) / "pings" / UUID(token).hex


@worker_init.connect
def refuse_unprotected_database(**_: Any) -> None:
    """A worker does not start on a database that would let frozen rows be edited."""
    from django.db import connection

    from claimants.common import frozen

    frozen.check(connection)
    connection.close()


@worker_init.connect
def share_what_is_loaded(**_: Any) -> None:
    """What is loaded before the children are made is looked at by no collector, so it stays theirs together."""
    gc.collect()
    gc.freeze()
