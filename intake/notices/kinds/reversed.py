"""An earlier decision was replaced by another one."""

from intake.decisions.models import DecisionOutcome
from intake.filing.models import Claim, EventKind
from intake.notices.causes import decision_about
from intake.notices.vocabulary import Context, Given, Kind


def build(claim: Claim, given: Given) -> Context:
    decision = decision_about(claim, given) if "outcome" not in given else None
    before = decision.reverses if decision else decision_about(claim, {})
    return {
        "outcome": _word(claim, decision.outcome if decision else str(given.get("outcome", ""))),
        "before": _word(claim, before.outcome if before else ""),
        "is_on_file": (decision.outcome if decision else given.get("outcome")) == DecisionOutcome.ON_FILE,
    }


def _word(claim: Claim, outcome: str) -> str:
    words = {
        DecisionOutcome.ACCEPTED.value: claim.words.accepted,
        DecisionOutcome.DECLINED.value: claim.words.declined,
        DecisionOutcome.ON_FILE.value: claim.words.on_file,
    }
    return words.get(outcome, "")


KIND = Kind(
    name="reversed",
    label="a change of an earlier decision",
    subject="Your {thing} {reference}: an earlier decision was changed",
    build=build,
    requires=frozenset({"outcome"}),
    events=(EventKind.REVERSED,),
)
