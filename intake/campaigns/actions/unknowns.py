"""What a campaign's rule says of messages that nobody can know about, once no report has come in time."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now

from intake.campaigns.actions.paper import owe_paper
from intake.campaigns.causes import line_of
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState, UnknownRule
from intake.notices.actions import count_as_sent, send_same_again
from intake.notices.models import DispatchState, Notice, NoticeAttempt
from intake.notices.models.notices import NoticeQuerySet

REPORTS_TAKE = timedelta(minutes=15)
"""So long a provider has to report what became of a message, before the rule speaks."""
NOT_KNOWN = "Nobody knows whether the message was sent."
_AT_ONCE = 200
_EVER = 1_000


def apply_unknown_rules() -> dict[str, int]:
    """For every campaign that runs and has a rule; how many went which way. The rest waits for its owner."""
    counts: Counter[str] = Counter()
    ruled = Campaign.objects.exclude(unknown_rule=UnknownRule.HOLD).filter(
        state__in=[CampaignState.RUNNING, CampaignState.DRAINING], dispatch__state=DispatchState.RUNNING
    )
    for campaign in ruled.order_by("pk"):
        counts.update(_apply(campaign))
    return dict(counts)


def waits_for_rule(campaign: Campaign) -> NoticeQuerySet:
    """Those that nobody knows about and of which its rule will still decide. Unknown twice: a person decides."""
    unknown = Notice.objects.unresolved().filter(dispatch=campaign.dispatch_id)
    if campaign.unknown_rule == UnknownRule.HOLD:
        return unknown.none()
    times = Count("attempts", filter=Q(attempts__phase=NoticeAttempt.Phase.UNKNOWN))
    most = 1 if campaign.unknown_rule == UnknownRule.RESEND_ONCE else _EVER
    counted = Notice.objects.unresolved().filter(dispatch=campaign.dispatch_id).annotate(times=times)
    return unknown.filter(pk__in=counted.filter(times__gte=1, times__lte=most).values("pk"))


@transaction.atomic
def _apply(campaign: Campaign) -> dict[str, int]:
    campaign = Campaign.objects.hold(campaign)
    unknown = NoticeAttempt.objects.filter(notice=OuterRef("pk"), phase=NoticeAttempt.Phase.UNKNOWN)
    waited = waits_for_rule(campaign).exclude(Exists(unknown.filter(at__gt=Now() - REPORTS_TAKE)))
    notices = list(waited.select_for_update(no_key=True, of=("self",)).order_by("pk")[:_AT_ONCE])
    if not notices:
        return {}
    if campaign.unknown_rule == UnknownRule.RESEND_ONCE:
        counts = {"sent_once_more": send_same_again(notices)}
    else:
        counts = {"counted_as_sent": count_as_sent(notices)}
        owe_paper(campaign, {line_of(notice.cause)[1]: NOT_KNOWN for notice in notices})
    if any(counts.values()):
        record(campaign, Act.RULED, by=None, **counts)
    return counts
