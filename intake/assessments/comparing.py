"""Whether an apply came to what its what-if had shown, and if not, why not."""

from intake.assessments.models import Reassessment
from intake.assessments.tally import same_result
from intake.filing.models import Erasure, FactSet


def compared(run: Reassessment) -> str:
    """A sentence about the counts of an apply beside those of the what-if that was approved."""
    if run.preview is None:
        return "Nobody had filed yet, so there was nothing to judge again."
    if same_result(run.counts, run.preview.counts):
        return "The recount equals the what-if."
    since = run.preview.started_at
    filed = FactSet.objects.filter(claim__matter=run.matter_id, created_at__gt=since).count()
    erased = Erasure.objects.filter(claim__matter=run.matter_id, at__gt=since).count()
    if not filed and not erased:
        return (
            "The recount differs from the what-if, and nothing was filed, answered or erased in between. "
            "Find out why before you release any notice."
        )
    return (
        f"The recount differs from the what-if by what came in between: {filed} submissions were signed and "
        f"{erased} claims erased since it was made."
    )
