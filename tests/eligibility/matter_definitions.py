"""The definitions of the matters that come with the portal, and of the real settlements that the tests keep."""

from pathlib import Path

from claimants.eligibility.document import Definition
from claimants.matters.reading import read_file

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("matters/*.yaml"), *ROOT.glob("tests/data/matters/*.yaml")])
DEFINITIONS = {path.stem: Definition.model_validate(read_file(path).document["definition"]) for path in FILES}
