"""Writing to mailboxes of our own while a campaign runs."""

import secrets

from django.db import transaction

from intake.campaigns.causes import KIND, cause_of
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState, Recipient
from intake.campaigns.seeds import rounds_due, sample_values, seed_addresses
from intake.campaigns.writing import unused_codes
from intake.notices.destinations import destination_of
from intake.notices.models import Dispatch, Notice
from intake.notices.tallies import record_moves
from intake.notices.vocabulary import Lane
from intake.notices.wakeup import wake_after_commit

RUNS = (CampaignState.RUNNING, CampaignState.DRAINING)


def plant_seeds(campaign: Campaign) -> None:
    """The recipients behind the last line, and their own dispatch; in the transaction that starts the campaign."""
    addresses, choice = seed_addresses(), campaign.templates.select_related("template").order_by("pk").first()
    if not addresses or choice is None or campaign.seeds is not None:
        return
    campaign.seeds = Dispatch.objects.create(matter=campaign.matter, owner=campaign.owner)
    campaign.save(update_fields=["seeds"])
    Recipient.objects.bulk_create(
        Recipient(
            campaign=campaign, place=place, language=choice.language, addresses=[address], is_seed=True,
            values=sample_values(choice.template.variables), salt=secrets.token_hex(16),
        )
        for place, address in enumerate(addresses, start=campaign.manifest_rows + 1)
    )  # fmt: skip


@transaction.atomic
def write_to_seeds(*, campaign: Campaign) -> int:
    """Queues the rounds that are due and were not written yet; how many messages. Twice does nothing twice."""
    campaign = Campaign.objects.hold(campaign)
    if campaign.seeds is None or campaign.state not in RUNS:
        return 0
    rounds = range(campaign.seeds.notices.values("sequence").distinct().count(), rounds_due(campaign))
    seeds = list(campaign.recipients.filter(is_seed=True).order_by("place"))
    meant = [(number, recipient) for number in rounds for recipient in seeds]
    Notice.objects.bulk_create(
        Notice(
            cause=cause_of(campaign.pk, recipient.place), sequence=number, kind=KIND, matter=campaign.matter,
            dispatch=campaign.seeds, destination=destination_of(recipient.addresses[0]), code=code,
            language=recipient.language, lane=int(Lane.MANY),
        )
        for (number, recipient), code in zip(meant, unused_codes(len(meant)), strict=True)
    )  # fmt: skip
    if meant:
        record_moves({campaign.seeds.pk: {"queued": len(meant)}})
        record(campaign, Act.SEEDED, by=None, rounds=[number + 1 for number in rounds], messages=len(meant))
        wake_after_commit()
    return len(meant)


def sweep_seeds() -> int:
    """The rounds that are due in all campaigns that run; how many messages."""
    running = Campaign.objects.filter(state__in=RUNS, seeds__isnull=False).order_by("pk")
    return sum(write_to_seeds(campaign=campaign) for campaign in running)
