"""What may be filed, and when: `check_x` refuses with a sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.matters.questions import Questionnaire
from claimants.matters.stages import ACCEPTS_FILING, Stage


def check_accepts_filing(matter: Matter) -> None:
    """Refused, with a sentence, when nothing can be filed in the matter now."""
    if Stage(matter.stage) not in ACCEPTS_FILING or not matter.file.is_open(timezone.now()):
        raise Refused("Nothing can be filed in this matter now. Its page says why, and whom you can call.")


def check_complete(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> None:
    """Refused, with the questions named, while one that must be answered is not."""
    missing = questionnaire.missing(answers)
    if missing:
        named = "; ".join(f"“{question.label}”" for question in missing)
        raise Refused(f"Before you sign, please answer: {named}")
