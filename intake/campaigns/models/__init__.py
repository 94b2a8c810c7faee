"""Campaigns: who is to be told what, by whose order, approved by whom; the sending itself is a dispatch of notices."""

from intake.campaigns.models.campaigns import (
    Campaign,
    CampaignApproval,
    CampaignEvent,
    CampaignState,
    CampaignTemplate,
    UnknownRule,
)
from intake.campaigns.models.closings import ClosingAsked
from intake.campaigns.models.erasures import ManifestErasure
from intake.campaigns.models.manifests import ManifestLine, Recipient
from intake.campaigns.models.paper import ForwardingAddress, PostalBatch, PostalItem
from intake.campaigns.models.rehearsals import DryRun
from intake.campaigns.models.templates import Purpose, TemplateVersion

__all__ = [
    "Campaign",
    "CampaignApproval",
    "CampaignEvent",
    "CampaignState",
    "CampaignTemplate",
    "ClosingAsked",
    "DryRun",
    "ForwardingAddress",
    "ManifestErasure",
    "ManifestLine",
    "PostalBatch",
    "PostalItem",
    "Purpose",
    "Recipient",
    "TemplateVersion",
    "UnknownRule",
]
