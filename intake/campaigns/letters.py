"""By when a letter of a campaign is in the mail."""

from datetime import datetime
from zoneinfo import ZoneInfo

from intake.campaigns.models import Campaign
from intake.campaigns.working_days import end_of_working_day


def letter_due_at(campaign: Campaign, moment: datetime) -> datetime:
    """So many working days after the moment as the order gives, in the zone of the court."""
    return end_of_working_day(moment, campaign.remail_days, zone_of(campaign))


def zone_of(campaign: Campaign) -> ZoneInfo:
    """That of the court."""
    return ZoneInfo(campaign.matter.document.get("court_time_zone") or "UTC")
