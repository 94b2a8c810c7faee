"""The language of class definitions knows nothing of the web framework it runs beside."""

import subprocess
import sys

LOOK = """
import sys
import claimants.eligibility.evaluator, claimants.eligibility.problems
print(sorted({name.split(".")[0] for name in sys.modules} & {"django", "celery", "allauth", "intake"}))
"""


def test_importing_the_evaluator_imports_no_django() -> None:
    run = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("[]\n", "")
