"""What the banner of a matter says at each stage. The matter's data brings the dates; nothing here knows a case."""

from dataclasses import dataclass
from datetime import date

from claimants.matters.models import Matter
from claimants.matters.stages import Stage
from claimants.matters.wording import date_in_words


@dataclass(frozen=True)
class Banner:
    """One line that says how the case stands, and the sentences that keep it honest."""

    headline: str
    sentences: tuple[str, ...]


_NO_APPROVAL = "No court has approved this page."
_NOTHING_TO_PAY = "There is no settlement and there is nothing to pay out."
_NO_LAWYER_YET = "No lawyer represents you because you register, and you do not become part of a lawsuit."
_CLOCK = "Registering does not stop any legal deadline from running."

_HEADLINES = {
    Stage.INVESTIGATION: "Lawyers are looking into this. No lawsuit has been filed{since}.",
    Stage.FILED: "A lawsuit was filed{since}. No court has ruled on it.",
    Stage.DISMISSED: "This case was dismissed{since}. No lawsuit is going on.",
    Stage.CERTIFIED: "A court allowed this case to go ahead as a class action{since}.",
    Stage.PRELIMINARY_APPROVAL: "A court gave a settlement its first approval{since}.",
    Stage.FINAL_APPROVAL: "A court gave a settlement its final approval{since}.",
    Stage.DISTRIBUTION: "Claims are closed. The settlement has been in distribution{since}.",
    Stage.CLOSED: "This case is closed{since}.",
}

_SENTENCES = {
    Stage.INVESTIGATION: (_NO_APPROVAL, _NOTHING_TO_PAY, _NO_LAWYER_YET, _CLOCK),
    Stage.FILED: (_NO_APPROVAL, _NOTHING_TO_PAY, _NO_LAWYER_YET, _CLOCK),
    Stage.DISMISSED: (_NO_APPROVAL, _NOTHING_TO_PAY, _NO_LAWYER_YET, _CLOCK),
    Stage.CERTIFIED: (_NO_APPROVAL, _NOTHING_TO_PAY, _NO_LAWYER_YET, _CLOCK),
    Stage.PRELIMINARY_APPROVAL: (
        "The approval is not final. The court will decide later whether the settlement is fair.",
        "Read the dates and your rights below before you choose what to do.",
    ),
    Stage.FINAL_APPROVAL: (
        "An appeal can still change what happens.",
        "Read the dates and your rights below before you choose what to do.",
    ),
    Stage.DISTRIBUTION: ("Nothing new can be filed here.",),
    Stage.CLOSED: ("Nothing can be filed here any more.",),
}

SHORT = {
    Stage.INVESTIGATION: "Being looked into",
    Stage.FILED: "Lawsuit filed, not decided",
    Stage.DISMISSED: "Dismissed",
    Stage.CERTIFIED: "Class action, not decided",
    Stage.PRELIMINARY_APPROVAL: "Settlement, first approval",
    Stage.FINAL_APPROVAL: "Settlement, final approval",
    Stage.DISTRIBUTION: "Settlement, claims closed",
    Stage.CLOSED: "Closed",
}


def banner_of(matter: Matter) -> Banner:
    """The banner for the stage the matter is in now, with the day it entered it."""
    stage = Stage(matter.stage)
    since = _since(matter, stage)
    words = "" if since is None else _since_words(stage, since)
    return Banner(_HEADLINES[stage].format(since=words), _SENTENCES[stage])


def _since(matter: Matter, stage: Stage) -> date | None:
    days = [change.since for change in matter.file.stages if change.stage == stage]
    return max(days) if days else None


def _since_words(stage: Stage, since: date) -> str:
    before = "as of" if stage == Stage.INVESTIGATION else "since" if stage == Stage.DISTRIBUTION else "on"
    return f" {before} {date_in_words(since)}"
