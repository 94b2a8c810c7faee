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
AT_ONCE, MOST = 200, 2000
"""So many are read at a time, and looked at in one piece of work."""


def owe_for_change(*, change: AssessmentChange) -> Notice:
    """Word to one claimant that a new definition reads their answers differently. Held until it is released."""
    return owe(kind=KIND, cause=f"change:{change.pk}", claim=change.claim)


def owe_for_reassessment(run: Reassessment) -> None:
    """What an apply owes is many rows, so a worker writes them, once the run is on record as done."""
    transaction.on_commit(lambda: wake_to_tell_of_changes(run.pk))


def owe_for_changes(*, run: Reassessment, after: int = 0) -> int:
    """Owes word of changes of outcome that the run made and nobody was told of yet; how many just now.

    A bounded piece of work: when there is more, a worker is told to go on `after` the last change looked at.
    """
    owed, last = _owe_some(run, after)
    if last:
        wake_to_tell_of_changes(run.pk, last)
    return owed


def owe_for_all_changes() -> int:
    """The same for every run that is done, up to as many in all: what the sweep does when the message was lost.

    A run whose people cannot be written to keeps no other waiting.
    """
    owed = 0
    for run in Reassessment.objects.filter(kind=Reassessment.Kind.APPLY, state=Reassessment.State.DONE):
        owed += _owe_some(run, 0, at_most=MOST - owed)[0]
        if owed >= MOST:
            break
    return owed


def held_of(run: Reassessment) -> QuerySet[Notice]:
    """The notices that the run owes and nobody has let go."""
    causes = AssessmentChange.objects.filter(chunk__run=run).values_list(_cause("pk"))
    held = Notice.objects.filter(matter=run.matter_id, kind=KIND, state=NoticeState.HELD, dispatch__isnull=True)
    return held.filter(cause__in=causes)


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


def _owe_some(run: Reassessment, after: int, at_most: int | None = None) -> tuple[int, int]:
    """How many were owed just now, and the last change that was looked at; 0 when there are no more."""
    owed, left = 0, MOST if at_most is None else at_most
    while left > 0:
        changes = list(_untold(run).filter(pk__gt=after).order_by("pk")[: min(AT_ONCE, left)])
        if not changes:
            return owed, 0
        claims = Claim.objects.with_matter().in_bulk([change.claim_id for change in changes])
        owed += sum(owe_quietly(KIND, f"change:{change.pk}", claims[change.claim_id]) for change in changes)
        after, left = changes[-1].pk, left - len(changes)
    return owed, after


def _untold(run: Reassessment) -> QuerySet[AssessmentChange]:
    """Changes of outcome whose people can be written to, and were not yet."""
    told = Notice.objects.filter(cause=_cause(OuterRef("pk")), kind=KIND, dispatch__isnull=True)
    changes = AssessmentChange.objects.filter(chunk__run=run).exclude(outcome=F("old_outcome")).exclude(Exists(told))
    reachable = changes.exclude(claim__filed_by__isnull=True, claim__person__user__isnull=True)
    return reachable.filter(claim__erasures__isnull=True).exclude(claim__state__in=UNTOLD)


def _cause(change: Any) -> Concat:
    """The cause of the notice about a change, from its key."""
    return Concat(Value("change:"), Cast(change, CharField()))
