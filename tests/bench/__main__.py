"""`python -m tests.bench [NAME …]`: runs the benchmarks named, or all of them, and shows one table."""

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

from tests.bench.measures import Measure, keep, table


def main(names: list[str]) -> int:
    found = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef measure(" in path.read_text())
    unknown = [name for name in names if name not in found]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(found)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
        django.setup()
        measures: list[Measure] = []
        for name in names or found:
            print(f"Measuring: {name} ...", flush=True)
            measures += import_module(f"tests.bench.{name}").measure()
    keep(measures)
    print(table(measures))
    return 1 if any(measure.holds is False for measure in measures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
