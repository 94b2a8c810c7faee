"""Preparing a campaign: what it is for, who is meant, which words, how fast and until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from claimants.people.roles import Power, has_power
from intake.campaigns.approvals import valid_approvals
from intake.campaigns.caps import MOST_REMAIL_DAYS, NO_CAPS, Caps, check_caps
from intake.campaigns.log import Act, record
from intake.campaigns.models import (
    Campaign,
    CampaignState,
    CampaignTemplate,
    ManifestLine,
    Purpose,
    TemplateVersion,
    UnknownRule,
)
from intake.campaigns.policies import (
    check_can_change,
    check_can_choose_template,
    check_can_edit,
    check_may_prepare,
)
from intake.campaigns.seals import ManifestSeal, templates_of
from intake.campaigns.sources import as_written, read_source


@transaction.atomic
def create(
    *, matter: Matter, name: str, purpose: str, source: Mapping[str, Any], by: User, caps: Caps = NO_CAPS,
    deadline: datetime | None = None, owner: User | None = None, order_reference: str = "",
    unknown_rule: str = UnknownRule.HOLD, remail_days: int | None = None,
) -> Campaign:  # fmt: skip
    """A draft. `owner` is who answers for what fails; without one, whoever prepares it."""
    check_may_prepare(by, matter)
    campaign = Campaign(matter=matter, made_by=by, owner=owner or by)
    _describe(campaign, name, purpose, source, order_reference)
    _limit(campaign, caps, deadline, unknown_rule, remail_days)
    campaign.save()
    record(campaign, Act.CREATED, by=by, **_said(campaign))
    return campaign


@transaction.atomic
def edit(
    *, campaign: Campaign, name: str, purpose: str, source: Mapping[str, Any], by: User, caps: Caps = NO_CAPS,
    deadline: datetime | None = None, owner: User | None = None, order_reference: str = "",
    unknown_rule: str = UnknownRule.HOLD, remail_days: int | None = None,
) -> Campaign:  # fmt: skip
    """Says everything of a draft anew. Words that were chosen and no longer fit are taken out."""
    campaign = Campaign.objects.hold(campaign)
    check_can_edit(by, campaign)
    campaign.owner = owner or campaign.owner
    _describe(campaign, name, purpose, source, order_reference)
    _limit(campaign, caps, deadline, unknown_rule, remail_days)
    campaign.save()
    record(campaign, Act.EDITED, by=by, **_said(campaign))
    _take_out_what_does_not_fit(campaign, by)
    return campaign


@transaction.atomic
def change_limits(
    *, campaign: Campaign, caps: Caps, deadline: datetime | None, by: User, unknown_rule: str = UnknownRule.HOLD,
    remail_days: int | None = None,
) -> Campaign:  # fmt: skip
    """How fast and until when, while nothing leaves. Two people must approve it anew.

    Without `remail_days` the working days for letters stay; letters that are owed keep the day they have.
    """
    campaign = Campaign.objects.hold(campaign)
    check_can_change(by, campaign)
    _limit(campaign, caps, deadline, unknown_rule, remail_days)
    campaign.revision += 1
    campaign.save()
    if campaign.dispatch is not None:
        campaign.dispatch.per_second, campaign.dispatch.per_day = caps.per_second, caps.per_day
        campaign.dispatch.save(update_fields=["per_second", "per_day"])
    take_approval_back(campaign)
    record(campaign, Act.LIMITS_CHANGED, by=by, **_said(campaign))
    return campaign


@transaction.atomic
def choose_template(*, campaign: Campaign, language: str, template: TemplateVersion, by: User) -> CampaignTemplate:
    """The words for those who read a language. Frozen recipients stay; the manifest is sealed with the new words."""
    campaign = Campaign.objects.hold(campaign)
    check_can_choose_template(by, campaign)
    if template.language != language:
        raise Refused(f"This template is in “{template.language}”, not in “{language}”. Choose one in that language.")
    check_fits(template, campaign)
    choice, _ = CampaignTemplate.objects.update_or_create(
        campaign=campaign, language=language, defaults={"template": template}
    )
    campaign.revision += 1
    if campaign.manifest_sha256:
        campaign.manifest_sha256 = _sealed_anew(campaign)
    campaign.save(update_fields=["revision", "manifest_sha256"])
    take_approval_back(campaign)
    record(
        campaign, Act.TEMPLATE_CHOSEN, by=by, language=language, template=template.sha256,
        manifest=campaign.manifest_sha256,
    )  # fmt: skip
    return choice


@transaction.atomic
def choose_words(*, campaign: Campaign, templates: Mapping[str, TemplateVersion], by: User) -> list[CampaignTemplate]:
    """The words for several languages, all of them or none. What is chosen already is left as it is."""
    chosen = dict(campaign.templates.values_list("language", "template"))
    return [
        choose_template(campaign=campaign, language=language, template=template, by=by)
        for language, template in templates.items()
        if chosen.get(language) != template.pk
    ]


def check_fits(template: TemplateVersion, campaign: Campaign) -> None:
    if template.matter_id != campaign.matter_id:
        raise Refused("This template belongs to another matter. Make one in this matter.")
    if template.purpose != campaign.purpose:
        raise Refused(f"This template is for “{template.get_purpose_display().lower()}”. Choose one for this purpose.")
    if template.order_reference != campaign.order_reference and campaign.purpose == Purpose.COURT_NOTICE:
        raise Refused(
            f"This template follows “{template.order_reference}”, the campaign “{campaign.order_reference}”. "
            "Name the same order in both."
        )


def _take_out_what_does_not_fit(campaign: Campaign, by: User) -> None:
    """Words for another purpose, or by another order."""
    for choice in campaign.templates.select_related("template").order_by("language"):
        try:
            check_fits(choice.template, campaign)
        except Refused:
            choice.delete()
            record(campaign, Act.TEMPLATE_TAKEN_OUT, by=by, language=choice.language, template=choice.template.sha256)


def take_approval_back(campaign: Campaign) -> None:
    """What is no longer approved by two people does not say that it is."""
    if campaign.state == CampaignState.APPROVED and len(valid_approvals(campaign)) < 2:
        campaign.state = CampaignState.FROZEN
        campaign.save(update_fields=["state"])


def _describe(campaign: Campaign, name: str, purpose: str, source: Mapping[str, Any], order: str) -> None:
    name, order = " ".join(name.split()), " ".join(order.split())
    if not name or len(name) > 120:
        raise Refused("Give the campaign a name of at most 120 letters.")
    if purpose not in Purpose.values:
        raise Refused(f"“{purpose[:40]}” is no purpose. There are {', '.join(Purpose.values)}.")
    if purpose == Purpose.COURT_NOTICE and not order:
        raise Refused("A notice ordered by the court names the order: give its docket reference.")
    others = Campaign.objects.filter(matter=campaign.matter_id, name=name).exclude(pk=campaign.pk)
    if others.exists():
        raise Refused("Another campaign of this matter has this name. Choose another.")
    if not has_power(campaign.owner, campaign.matter, Power.READ):
        raise Refused("The owner has no role in this matter. Choose somebody who can look after what fails.")
    campaign.name, campaign.purpose, campaign.order_reference = name, purpose, order[:60]
    campaign.source = as_written(read_source(source))


def _limit(
    campaign: Campaign, caps: Caps, deadline: datetime | None, unknown_rule: str, remail_days: int | None
) -> None:
    check_caps(caps)
    if deadline is not None and deadline != campaign.deadline and deadline <= timezone.now():
        raise Refused("The deadline has passed. Give a later one, or none.")
    if unknown_rule not in UnknownRule.values:
        raise Refused(f"There is no rule “{unknown_rule[:40]}”. There are {', '.join(UnknownRule.values)}.")
    if remail_days is not None and not 1 <= remail_days <= MOST_REMAIL_DAYS:
        raise Refused(f"Letters are mailed within 1 to {MOST_REMAIL_DAYS} working days. Give the number of the order.")
    campaign.remail_days = remail_days or campaign.remail_days
    campaign.per_second, campaign.per_day = caps.per_second, caps.per_day
    campaign.deadline, campaign.unknown_rule = deadline, unknown_rule


def _said(campaign: Campaign) -> dict[str, object]:
    return {
        "name": campaign.name, "purpose": str(campaign.purpose), "order": campaign.order_reference,
        "source": campaign.source, "owner": campaign.owner_id, "per_second": campaign.per_second,
        "per_day": campaign.per_day, "deadline": campaign.deadline.isoformat() if campaign.deadline else None,
        "unknown_rule": str(campaign.unknown_rule), "remail_days": campaign.remail_days,
    }  # fmt: skip


def _sealed_anew(campaign: Campaign) -> str:
    seal = ManifestSeal(templates_of(campaign))
    lines = ManifestLine.objects.filter(campaign=campaign).order_by("place")
    for place, digest, language in lines.values_list("place", "digest", "language").iterator(chunk_size=5_000):
        seal.add(place, digest, language)
    return seal.sha256()
