"""Word to everyone whose result a new class definition changed: owed in batches, held, and let go by a person."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from claimants.common.exceptions import Refused
from claimants.matters.policies import check_may_define
from claimants.people.models import User
from intake.assessments.models import AssessmentChange, Reassessment
from intake.assessments.moving import UNTOLD
from intake.filing.models import Claim
from intake.notices.actions.owing import owe, owe_quietly
from intake.notices.models import Notice, NoticeRelease, NoticeState
from intake.notices.slices import Slice
from intake.notices.wakeup import wake_after_commit, wake_to_tell_of_changes

KIND = "definition_changed"
AT_ONCE = 200


def owe_for_change(*, change: AssessmentChange) -> Notice:
    """Word to one claimant that a new definition reads their answers differently. Held until it is released."""
    return owe(kind=KIND, cause=f"change:{change.pk}", claim=change.claim)


def owe_for_reassessment(run: Reassessment) -> None:
    """What an apply owes is many rows, so a worker writes them, once the run is on record as done."""
    transaction.on_commit(lambda: wake_to_tell_of_changes(run.pk))


def owe_for_changes(*, run: Reassessment) -> int:
    """Owes word of every change of outcome that the run made and nobody was told of yet; how many just now."""
    owed, last = 0, 0
    while changes := list(_untold(run).filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        claims = Claim.objects.with_matter().in_bulk([change.claim_id for change in changes])
        for change in changes:
            owed += owe_quietly(KIND, f"change:{change.pk}", claims[change.claim_id])
        last = changes[-1].pk
    return owed


def owe_for_all_changes() -> int:
    """The same for every run that is done: what the sweep does when the message was lost."""
    done = Reassessment.objects.filter(kind=Reassessment.Kind.APPLY, state=Reassessment.State.DONE)
    return sum(owe_for_changes(run=run) for run in done.order_by("-pk")[:5])


def held_of(run: Reassessment) -> QuerySet[Notice]:
    """The notices that the run owes and nobody has let go."""
    causes = AssessmentChange.objects.filter(chunk__run=run).values_list(_cause("pk"))
    return Notice.objects.filter(matter=run.matter_id, kind=KIND, state=NoticeState.HELD, cause__in=causes)


@transaction.atomic
def release_for_reassessment(*, run: Reassessment, chosen: Slice, by: User) -> NoticeRelease:
    """Lets the held notices of a run go: all, or those of a slice. Who did it, which and how many is on record."""
    check_may_define(by, run.matter)
    if run.state != Reassessment.State.DONE:
        raise Refused("The new version is still being applied. Release its notices when that is done.")
    held = chosen.of(held_of(run), run)
    if held.filter(payload__context__stage__isnull=False).exclude(payload__context__stage=run.matter.stage).exists():
        raise Refused("The matter has moved to another stage since these notices were written. Cancel them instead.")
    still_held = Notice.objects.filter(pk__in=held.values("pk"), state=NoticeState.HELD)
    count = still_held.update(state=NoticeState.QUEUED)
    if not count:
        raise Refused("No notice of this choice is held. Look at what is left below.")
    wake_after_commit()
    return NoticeRelease.objects.create(run=run, slice=chosen.as_json(), notices=count, by=by)


def _untold(run: Reassessment) -> QuerySet[AssessmentChange]:
    """Changes of outcome whose people can be written to, and were not yet."""
    told = Notice.objects.filter(cause=_cause(OuterRef("pk")), kind=KIND)
    changes = AssessmentChange.objects.filter(chunk__run=run).exclude(outcome=F("old_outcome")).exclude(Exists(told))
    reachable = changes.exclude(claim__filed_by__isnull=True, claim__person__user__isnull=True)
    return reachable.filter(claim__erasures__isnull=True).exclude(claim__state__in=UNTOLD)


def _cause(change: Any) -> Concat:
    """The cause of the notice about a change, from its key."""
    return Concat(Value("change:"), Cast(change, CharField()))
