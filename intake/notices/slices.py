"""A part of the people whom a new class definition concerns, chosen by what moved, or by state or language."""

from dataclasses import asdict, dataclass

from django.db.models import QuerySet

from intake.assessments.models import AssessmentChange, Outcome, Reassessment
from intake.filing.states import State
from intake.notices.models import Notice


@dataclass(frozen=True)
class Slice:
    """Every choice narrows it; an empty one is everyone. `outcome` is the new one, `old_outcome` the one before."""

    old_outcome: str = ""
    outcome: str = ""
    state: str = ""
    language: str = ""

    def of(self, notices: QuerySet[Notice], run: Reassessment) -> QuerySet[Notice]:
        """Those of the notices whose claims are in the slice of the run."""
        changes = AssessmentChange.objects.filter(chunk__run=run)
        if self.old_outcome:
            changes = changes.filter(old_outcome=self.old_outcome)
        if self.outcome:
            changes = changes.filter(outcome=self.outcome)
        notices = notices.filter(claim__in=changes.values("claim"))
        if self.state:
            notices = notices.filter(claim__state=self.state)
        return notices.filter(claim__language=self.language) if self.language else notices

    def as_json(self) -> dict[str, str]:
        return {key: value for key, value in asdict(self).items() if value}

    def __str__(self) -> str:
        words = [
            f"was “{Outcome(self.old_outcome).label.lower()}”" if self.old_outcome else "",
            f"is “{Outcome(self.outcome).label.lower()}”" if self.outcome else "",
            f"state “{State(self.state).label.lower()}”" if self.state else "",
            f"language {self.language}" if self.language else "",
        ]
        return ", ".join(word for word in words if word) or "everyone"
