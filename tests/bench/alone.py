"""`python -m tests.bench.alone NAME`: one benchmark, in a process, a folder and a database of its own."""

import os
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec

import django
from django.core.management import call_command
from django.db import connections

from tests.bench.database import fresh_database
from tests.bench.measures import keep


def main(name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, fresh_database() as database_url:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": database_url}
        own = f"tests.bench.settings_{name}"
        os.environ["DJANGO_SETTINGS_MODULE"] = own if find_spec(own) else "tests.bench.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        keep(name, import_module(f"tests.bench.{name}").measure())
        connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1])
