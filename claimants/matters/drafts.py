"""A definition that someone is writing: read from YAML, checked as a whole and beside the matter's questions."""

from copy import deepcopy
from typing import Any

import yaml
from pydantic import ValidationError

from claimants.eligibility.document import Definition
from claimants.eligibility.problems import problems_of
from claimants.matters.agreement import problems_of_definition
from claimants.matters.definitions import current_questions
from claimants.matters.models import Matter
from claimants.matters.problems import MatterFileError
from claimants.matters.reading import read_text

NAME = "definition"


def as_yaml(document: dict[str, Any]) -> str:
    """The document as people edit it, in the order of its keys."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


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
