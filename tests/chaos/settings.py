"""Settings of workers that are about to be killed: sweeps every second, so that the figures are not those of waiting.

`CHAOS_CELERY=defaults` takes away everything we ask of Celery; `CHAOS_VISIBILITY` is its timeout in seconds.
"""

import os

from intake.settings.dev import *  # noqa: F403
from intake.settings.dev import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS, INSTALLED_APPS, VAR_DIR

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "tests.bulk"]
(VAR_DIR / "static").mkdir(exist_ok=True)
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": 1.0}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if entry["task"] in ("notices.send_due", "notices.reap")
}
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
if os.environ.get("CHAOS_CELERY") == "defaults":
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
    CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = CELERY_TASK_IGNORE_RESULT = False
    CELERY_WORKER_PREFETCH_MULTIPLIER = 4
    CELERY_WORKER_MAX_TASKS_PER_CHILD = None
    CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 3, "interval_start": 0, "interval_step": 0.2}
if timeout := os.environ.get("CHAOS_VISIBILITY"):
    options = {"unacked_restore_interval": 1, "unacked_restore_throttle": 1}
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": int(timeout), **options}
