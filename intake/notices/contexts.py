"""The context of a notice: the frame of every notice, what its kind adds, and a check that nothing is missing."""

from typing import Any

from claimants.common.exceptions import Refused
from claimants.matters.stages import Mode, Stage
from intake.filing.models import Claim
from intake.notices.causes import event_in
from intake.notices.frames import frame
from intake.notices.vocabulary import Context, Given, Kind
from intake.notices.words import made_safe


def context_of(kind: Kind, claim: Claim, given: Given) -> Context:
    """What is frozen when the notice is owed. Refused, with a sentence, when the kind asks for more than there is."""
    own = kind.build(claim, given)
    context: Context = made_safe({**frame(claim, event_in(given)), **own})
    missing = sorted(key for key in kind.requires if _is_empty(context.get(key)))
    if missing:
        raise Refused(
            f"The notice “{kind.label}” for {claim.reference} cannot be written without {', '.join(missing)}. "
            "Nothing was saved; add what is missing and try again."
        )
    return context


def check_may_be_sent(kind: Kind, claim: Claim) -> None:
    """Refused when this kind of notice makes no sense in the claim's mode or at the matter's stage."""
    if not kind.may_be_sent(Mode(claim.mode), Stage(claim.matter.stage)):
        raise Refused(
            f"The notice “{kind.label}” is not sent for a {claim.words.thing} in a matter at the stage "
            f"“{claim.matter.get_stage_display().lower()}”. Nothing was saved."
        )


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
