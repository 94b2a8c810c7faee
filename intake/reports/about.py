"""What a pack says of the campaign itself: the order, the words, who approved what, and the log of every act on it."""

import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from claimants.matters.files import file_of
from intake.campaigns.models import Campaign, CampaignTemplate
from intake.campaigns.wording import frame_around
from intake.notices.reply_texts import without_addresses
from intake.reports.chains import FORMAT
from intake.reports.moments import both
from intake.reports.seals import seal_over
from intake.reports.tools import made_with


def about(campaign: Campaign, *, is_interim: bool) -> dict[str, Any]:
    """The document `campaign.json`. It holds no name and no address of anybody who is written to."""
    file = file_of(campaign.matter)
    zone = ZoneInfo(file.court_time_zone)
    return {
        "format": FORMAT,
        "interim": is_interim,
        "software": {"version": _version(), "made_with": made_with()},
        "matter": {
            "caption": campaign.matter.caption, "court": file.court, "number": file.number,
            "court_time_zone": file.court_time_zone, "reference": campaign.matter.slug,
        },
        "campaign": _campaign(campaign, zone),
        "seal": _seal(campaign),
        "templates": [_template(each) for each in campaign.templates.select_related("template").order_by("language")],
        "frame": campaign.frame or frame_around(campaign).said,
        "approvals": [
            {
                "act": approval.act, "turn": approval.turn, "by": approval.by.email,
                "reason": without_addresses(approval.reason),
                "manifest_sha256": approval.manifest_sha256, "templates_sha256": approval.templates_sha256,
                "caps_sha256": approval.caps_sha256, **both("at", approval.at, zone),
            }
            for approval in campaign.approvals.select_related("by").order_by("pk")
        ],
        "events": [
            {
                "sequence": event.sequence, "kind": event.kind, "by": event.actor.email if event.actor else "",
                "text": event.text, "previous_hash": event.previous_hash, "hash": event.hash,
                **both("at", event.at, zone),
            }
            for event in campaign.events.select_related("actor").order_by("sequence")
        ],
    }  # fmt: skip


def _campaign(campaign: Campaign, zone: ZoneInfo) -> dict[str, Any]:
    dispatch = campaign.dispatch
    return {
        "number": campaign.pk, "name": campaign.name, "purpose": campaign.get_purpose_display(),
        "state": campaign.get_state_display(), "order_reference": campaign.order_reference,
        "unknown_rule": campaign.unknown_rule, "revision": campaign.revision,
        "remail_days": campaign.remail_days,
        "unknown_rule_says": campaign.get_unknown_rule_display(), "owner": campaign.owner.email,
        "made_by": campaign.made_by.email,
        "per_second": campaign.per_second, "per_day": campaign.per_day, "seeds": _seeds(campaign),
        "manifest_sha256": campaign.manifest_sha256, "manifest_rows": campaign.manifest_rows,
        "events_count": campaign.events_count, "head": campaign.head,
        **both("deadline", campaign.deadline, zone), **both("frozen", campaign.frozen_at, zone),
        **both("started", dispatch.started_at if dispatch else None, zone),
        **both("ended", dispatch.ended_at if dispatch else None, zone),
    }  # fmt: skip


def _template(used: CampaignTemplate) -> dict[str, Any]:
    template = used.template
    return {
        "language": used.language, "name": template.name, "version": template.version, "subject": template.subject,
        "body": template.body, "variables": template.variables, "purpose": template.purpose,
        "order_reference": template.order_reference, "sha256": template.sha256,
    }  # fmt: skip


def _seal(campaign: Campaign) -> dict[str, Any]:
    """The seal over what was tried: `verify_log --seal HEAD` asks whether it still is in the chain of seals."""
    seal = seal_over(campaign)
    return {"head": seal.sha256 if seal else "", "attempts_up_to": seal.to_pk if seal else 0}


def _seeds(campaign: Campaign) -> int:
    """Mailboxes of our own, by which it was seen that messages arrive."""
    return campaign.recipients.filter(is_seed=True).count()


def _version() -> str:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
    return str(project["project"]["version"])
