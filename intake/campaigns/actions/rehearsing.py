"""The dry run: every message of a campaign is written and thrown away, in chunks that another worker can take over."""

import time
import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from claimants.people.models import User
from intake.campaigns.approvals import digests
from intake.campaigns.causes import cause_of
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, DryRun
from intake.campaigns.policies import check_can_rehearse
from intake.campaigns.rehearsing import Written, written_of
from intake.campaigns.wakeup import wake_rehearsal
from intake.notices.models import Notice

CHUNK = 500
LEASE = timedelta(seconds=90)
AT_MOST = 45.0
_OPEN = Q(state__in=[DryRun.State.WAITING, DryRun.State.RUNNING])


@transaction.atomic
def ask_for_dry_run(*, campaign: Campaign, by: User) -> DryRun:
    """A dry run of what the campaign is now, to be done by workers. One that waits for exactly that is left."""
    campaign = Campaign.objects.hold(campaign)
    check_can_rehearse(by, campaign)
    meant = {name: digest for name, digest in digests(campaign).items() if name != "caps_sha256"}
    open_run = campaign.dry_runs.filter(_OPEN).first()
    if open_run is not None and _is_of(open_run, meant):
        return open_run
    campaign.dry_runs.filter(_OPEN).update(state=DryRun.State.STALE, ended_at=Now())
    asked = DryRun.objects.create(campaign=campaign, by=by, **meant)
    wake_rehearsal(asked)
    return asked


def rehearse(dry_run: DryRun, at_most: float = AT_MOST) -> DryRun:
    """Takes a dry run up and goes on with it, for so many seconds at most; untouched while another worker has it."""
    token, until = str(uuid.uuid4()), time.monotonic() + at_most
    free = DryRun.objects.filter(_OPEN, Q(lease_until__isnull=True) | Q(lease_until__lt=Now()), pk=dry_run.pk)
    if free.update(lease_token=token, lease_until=Now() + LEASE, state=DryRun.State.RUNNING):
        while _go_on(dry_run, token):
            if time.monotonic() > until:
                DryRun.objects.filter(pk=dry_run.pk, lease_token=token).update(lease_token="", lease_until=None)
                wake_rehearsal(dry_run)
                break
    dry_run.refresh_from_db()
    return dry_run


def sweep_rehearsals() -> int:
    """Goes on with the dry runs that lost their worker, or that no message announced; how many."""
    left = DryRun.objects.filter(_OPEN, Q(lease_until__isnull=True) | Q(lease_until__lt=Now())).order_by("pk")
    found = list(left[:10])
    for dry_run in found:
        rehearse(dry_run, at_most=AT_MOST / len(found))
    return len(found)


def _go_on(dry_run: DryRun, token: str) -> bool:
    """One chunk; whether there is another."""
    held = DryRun.objects.select_related("campaign").filter(pk=dry_run.pk, lease_token=token).first()
    if held is None:
        return False
    first, last = held.done + 1, min(held.done + CHUNK, held.campaign.manifest_rows)
    causes = {cause_of(held.campaign_id, place): place for place in range(first, last + 1)}
    unsent = Notice.objects.unsent().filter(attempts_made=0)  # what was offered already is offered again as it was
    notices = unsent.filter(cause__in=list(causes), sequence=0, dispatch=held.campaign.dispatch_id)
    found = written_of(list(notices), lambda notice: causes[notice.cause])
    return _keep(held, token, last, found)


@transaction.atomic
def _keep(held: DryRun, token: str, last: int, found: Written) -> bool:
    """Adds the chunk, unless the lease was lost or the campaign changed in the meantime; whether there is another."""
    campaign = Campaign.objects.hold(held.campaign)
    row = DryRun.objects.select_for_update().filter(_OPEN, pk=held.pk, lease_token=token).first()
    if row is None:
        return False
    found.add_to(row)
    row.done = last
    is_over = last >= campaign.manifest_rows
    if not _is_of(row, digests(campaign)):
        row.state, is_over = DryRun.State.STALE, True
    elif is_over:
        row.state = DryRun.State.FAILED if row.unwritable else DryRun.State.PASSED
    if is_over:
        row.ended_at, row.lease_token, row.lease_until = timezone.now(), "", None
        record(campaign, Act.REHEARSED, by=None, dry_run=row.pk, state=row.state, unwritable=row.unwritable)
    row.save()
    if not is_over:
        DryRun.objects.filter(pk=row.pk).update(lease_until=Now() + LEASE)
    return not is_over


def _is_of(dry_run: DryRun, current: dict[str, Any]) -> bool:
    return (dry_run.manifest_sha256, dry_run.templates_sha256) == (
        current["manifest_sha256"], current["templates_sha256"],
    )  # fmt: skip
