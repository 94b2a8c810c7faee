"""Freezing: from then on it is settled who is written to, line by line, and what every line says."""

from collections.abc import Generator, Mapping
from contextlib import closing
from typing import BinaryIO

from django.db import connection, transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.claims import VARIABLES, lines_from_claims
from intake.campaigns.lines import Line
from intake.campaigns.lists import lines_from_list
from intake.campaigns.log import Act, record
from intake.campaigns.models import Campaign, CampaignState, TemplateVersion
from intake.campaigns.policies import check_can_freeze
from intake.campaigns.seals import templates_of
from intake.campaigns.sources import ClaimsSource, read_source
from intake.campaigns.wording import wording_of
from intake.campaigns.writing import Manifest, write_manifest
from intake.notices.compiled import CompiledNotice
from intake.notices.models import Dispatch
from intake.notices.tallies import record_moves

_ONE_AT_A_TIME = 7_230_114


@transaction.atomic
def freeze(*, campaign: Campaign, by: User, upload: BinaryIO | None = None) -> Campaign:
    """Writes every recipient, its line and its notice, and seals them; all of it or nothing.

    `upload` is the list, for a campaign whose recipients come from one.
    """
    campaign = Campaign.objects.hold(campaign)
    check_can_freeze(by, campaign)
    _wait_for_another_freeze()
    dispatch = Dispatch.objects.create(
        matter=campaign.matter, owner=campaign.owner, per_second=campaign.per_second, per_day=campaign.per_day
    )
    templates = [choice.template for choice in campaign.templates.select_related("template").order_by("pk")]
    with closing(_lines(campaign, templates, upload)) as lines:
        written = write_manifest(campaign, dispatch, lines, templates_of(campaign), is_ahead=upload is not None)
    if not written.rows:
        raise Refused("Nobody is meant by this. Look at how the recipients are chosen.")
    _settle(campaign, dispatch, written)
    record(
        campaign, Act.FROZEN, by=by, manifest=written.sha256, rows=written.rows, groups=dict(written.groups),
        states=dict(written.states),
    )  # fmt: skip
    return campaign


def _lines(
    campaign: Campaign, templates: list[TemplateVersion], upload: BinaryIO | None
) -> Generator[Line, None, None]:
    source = read_source(campaign.source)
    wordings = {template.language: wording_of(template, campaign.matter) for template in templates}
    if isinstance(source, ClaimsSource):
        if upload is not None:
            raise Refused("The recipients of this campaign are claims, so no list is taken. Edit it first.")
        for language, wording in wordings.items():
            if odd := sorted(wording.variables - wording.optional - VARIABLES):
                raise Refused(
                    f"The template in “{language}” needs {', '.join(odd)}, which claims do not bring. "
                    f"Use {' and '.join(sorted(VARIABLES))}, or upload a list."
                )
        named = any("name" in wording.variables for wording in wordings.values())
        return lines_from_claims(campaign.matter, source, frozenset(wordings), templates[0].language, with_names=named)
    if upload is None:
        raise Refused("Upload the list of those who are to be written to.")
    return lines_from_list(upload, variables_of(wordings), templates[0].language)


def variables_of(wordings: Mapping[str, CompiledNotice]) -> dict[str, dict[str, bool]]:
    """By language: the variables of its template, and whether each must have a value."""
    return {
        language: {name: name not in wording.optional for name in wording.variables}
        for language, wording in wordings.items()
    }


def _settle(campaign: Campaign, dispatch: Dispatch, written: Manifest) -> None:
    record_moves({dispatch.pk: written.states})
    campaign.dispatch, campaign.state = dispatch, CampaignState.FROZEN
    campaign.manifest_sha256, campaign.manifest_rows = written.sha256, written.rows
    campaign.groups, campaign.frozen_at = dict(sorted(written.groups.items())), timezone.now()
    campaign.save()


def _wait_for_another_freeze() -> None:
    """Two at once would draw codes that the other has drawn and not committed yet.

    Every row's references are checked as it comes: checked at the end, millions of checks wait in memory.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
