"""A definition that someone is writing: read from YAML, checked as a whole and beside the matter's questions."""

from copy import deepcopy
from typing import Any

import yaml
from pydantic import ValidationError

from claimants.eligibility.deadlines import Deadline
from claimants.eligibility.document import Criterion, Definition, Flag
from claimants.eligibility.facts import FactSpec
from claimants.eligibility.problems import problems_of
from claimants.eligibility.shapes import Period
from claimants.matters.agreement import problems_of_definition
from claimants.matters.definitions import current_questions
from claimants.matters.models import Matter
from claimants.matters.problems import MatterFileError
from claimants.matters.reading import read_text

NAME = "definition"


_SHAPES = (Definition, Criterion, Flag, FactSpec, Deadline, Period)
_KEYS = ["op", *(field.alias or name for shape in _SHAPES for name, field in shape.model_fields.items())]
_PLACES = {key: place for place, key in reversed(list(enumerate(_KEYS)))}


def as_yaml(document: dict[str, Any]) -> str:
    """The document as people edit it: its keys in the order of their shapes, since PostgreSQL keeps no other."""
    return yaml.safe_dump(_in_order(document), sort_keys=False, allow_unicode=True, width=100)


def read_draft(text: str, matter: Matter) -> tuple[Definition, dict[str, Any]]:
    """The definition that the YAML says, and its document. MatterFileError names every line that is wrong."""
    read = read_text(text.replace("\r\n", "\n"), NAME)
    try:
        definition = Definition.model_validate(read.document)
    except ValidationError as error:
        problems = problems_of(error)
    else:
        problems = list(problems_of_definition(definition, current_questions(matter).questionnaire))
        if not problems:
            return definition, deepcopy(read.document)
    raise MatterFileError(read.problem(problem.path, problem.sentence) for problem in problems)


def _in_order(value: Any) -> Any:
    """Known keys first, in their order; the rest after them, as they come."""
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value, key=lambda key: _PLACES.get(key, len(_KEYS)))}
    return [_in_order(item) for item in value] if isinstance(value, list) else value
