"""The acts on a pass over everybody: whether each can be done now, or why not."""

from claimants.matters.policies import check_may_define
from claimants.people.models import User
from intake.assessments.models import Reassessment
from intake.assessments.policies import check_can_resume, check_can_stop
from intake.desk.acts import Offer
from intake.desk.definition_acts import check_may_preview, refusal_of

_ENDED_EARLY = {Reassessment.State.STOPPED, Reassessment.State.FAILED}


def offers(run: Reassessment, user: User) -> list[Offer]:
    """What can be done with the pass next."""
    is_preview = run.kind == Reassessment.Kind.PREVIEW
    if run.is_open:
        return [_offer("run_stop", "Stop it", refusal_of(_check_stop, user, run))]
    if run.state in _ENDED_EARLY and not is_preview:
        return [_offer("run_resume", "Go on with it", refusal_of(_check_resume, user, run))]
    if is_preview and run.definition.status in {"draft", "proposed"}:
        return [_offer("what_if", "Run the what-if again", refusal_of(check_may_preview, user, run.definition))]
    return []


def _offer(name: str, label: str, refusal: str) -> Offer:
    return Offer(name, label, "", opens=False, is_main=name == "run_resume", refusal=refusal)


def _check_stop(user: User, run: Reassessment) -> None:
    check_may_define(user, run.matter)
    check_can_stop(run)


def _check_resume(user: User, run: Reassessment) -> None:
    check_may_define(user, run.matter)
    check_can_resume(run)
