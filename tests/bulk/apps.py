"""An application that only a settings module of the tests installs: workers under it write messages of `letters`."""

import os
from datetime import UTC, datetime, timedelta

from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "tests.bulk"
    label = "bulk"

    def ready(self) -> None:
        """`BULK_WORKS_FOR`: seconds of one task. `BULK_CLOCK_OFF`: seconds by which this machine's clock is wrong."""
        from intake.notices import writers
        from intake.notices.actions import sending
        from tests.bulk.letters import write

        writers.register(write)
        if seconds := os.environ.get("BULK_WORKS_FOR"):
            assert sending.send_due.__kwdefaults__ is not None
            sending.send_due.__kwdefaults__["seconds"] = float(seconds)
        if off := os.environ.get("BULK_CLOCK_OFF"):
            _move_the_clock(float(off))


def _move_the_clock(seconds: float) -> None:
    import time_machine

    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
