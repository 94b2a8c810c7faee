"""`python -m tests.bench [NAME …]`: runs the benchmarks named, or all of them, and shows one table."""

import subprocess
import sys
from pathlib import Path

from tests.bench.measures import kept, table


def main(names: list[str]) -> int:
    found = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef measure(" in path.read_text())
    unknown = [name for name in names if name not in found]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(found)}.", file=sys.stderr)
        return 2
    wanted = names or found
    failed = False
    for name in wanted:
        print(f"Measuring: {name} ...", flush=True)
        failed |= subprocess.run([sys.executable, "-m", "tests.bench.alone", name]).returncode != 0
    measures = [measure for measure in kept() if measure.bench in wanted]
    print(table(measures))
    return 1 if failed or any(measure.holds is False for measure in measures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
