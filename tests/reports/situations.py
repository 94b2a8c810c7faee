"""A campaign with every ending there is, made directly: the rooms that make such rows have tests of their own."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from claimants.common.references import new_reference
from claimants.matters.models import Matter
from claimants.matters.stages import Stage
from claimants.people.models import User
from intake.campaigns.models import (
    Campaign,
    CampaignApproval,
    CampaignEvent,
    CampaignTemplate,
    ManifestLine,
    PostalItem,
    Purpose,
    Recipient,
    TemplateVersion,
)
from intake.campaigns.wording import frame_of
from intake.filing.events import canonical_text, chained
from intake.notices.models import Dispatch, DispatchMove, MailEvent, Notice, NoticeAttempt
from intake.reports.digests import ManifestDigest, caps_sha256, template_sha256, templates_sha256
from intake.reports.moments import in_utc
from intake.reports.sheets import row_of
from tests.factories import UserFactory
from tests.notices.situations import matter_at

BEFORE_THE_CLOCKS_GO_BACK = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
"""1:30 a.m. in Oakland, in the hour that comes twice that night."""

_P = NoticeAttempt.Phase


@dataclass
class Ending:
    """How one message ends: its state and the phases of its attempts, each with code, reply and who wrote it."""

    state: str
    phases: tuple[tuple[int, str, int | None, str], ...] = ()
    arrival: str = ""


ACCEPTED = Ending("accepted", ((1, "intent", None, ""), (1, "accepted", 250, "2.0.0 Ok: queued as 4F1")))
DELIVERED = Ending("accepted", ACCEPTED.phases, "delivered")
BOUNCED = Ending("accepted", ACCEPTED.phases, "bounced")
FAILED = Ending(
    "failed",
    (
        (1, "intent", None, ""), (1, "deferred", 451, "4.3.0 try later"),
        (2, "intent", None, ""), (2, "failed", 550, "5.1.1 no such user (an address)"),
    ),
)  # fmt: skip
UNKNOWN = Ending("unknown", ((1, "intent", None, ""), (1, "unknown", None, "connection lost\r\nafter the final dot")))
SETTLED = Ending("resolved", (*UNKNOWN.phases, (2, "resolved", None, "deemed sent: =the relay's log has it")))
BY_RULE = "counted as sent, by the rule of the campaign"
RULED = Ending("resolved", (*UNKNOWN.phases, (1, "resolved", None, BY_RULE)))
LATE = Ending("accepted", (*UNKNOWN.phases, (1, "accepted", 250, "2.0.0 Ok")))
QUEUED = Ending("queued")
NO_ADDRESS = Ending("failed")
CANCELLED = Ending("cancelled")

PEOPLE: tuple[tuple[Ending, ...], ...] = (
    (DELIVERED,), (ACCEPTED,), (BOUNCED, ACCEPTED), (FAILED, BOUNCED), (UNKNOWN,), (SETTLED,), (LATE,), (NO_ADDRESS,),
    (RULED,),
)  # fmt: skip


def finished_campaign(
    people: tuple[tuple[Ending, ...], ...] = PEOPLE,
    *,
    caption: str = "Doe v. Company",
    letters: tuple[int, ...] = (4, 8),
) -> Campaign:
    """A campaign that was carried out; every place has the messages that end as `people` says."""
    matter = matter_at(Stage.PRELIMINARY_APPROVAL)
    matter.caption, matter.document = caption, matter.document | {"caption": caption}
    matter.save(update_fields=["caption", "document"])
    staff = [UserFactory.create(staff=True) for _ in range(2)]
    dispatch = Dispatch.objects.create(
        matter=matter, owner=staff[0], state="ended", started_at=BEFORE_THE_CLOCKS_GO_BACK,
        ended_at=BEFORE_THE_CLOCKS_GO_BACK + timedelta(hours=6),
    )  # fmt: skip
    campaign = Campaign.objects.create(
        matter=matter, name="Class notice", purpose=Purpose.COURT_NOTICE, order_reference="ECF 41", owner=staff[0],
        made_by=staff[0], dispatch=dispatch, unknown_rule="post",
        deadline=BEFORE_THE_CLOCKS_GO_BACK + timedelta(days=9), frame=dict(frame_of(matter).said),
    )  # fmt: skip
    template = _template(matter, staff[0])
    CampaignTemplate.objects.create(campaign=campaign, language="en", template=template)
    _add_people(campaign, people, template, letters, staff[0])
    _approve(campaign, template, staff)
    return campaign


def _template(matter: Matter, by: User) -> TemplateVersion:
    said = {
        "language": "en", "subject": "Notice of settlement", "body": "Dear {{ name }},\nread this.\n",
        "purpose": "court_notice", "order_reference": "ECF 41",
    }  # fmt: skip
    return TemplateVersion.objects.create(
        matter=matter, name="notice", version=1, variables=["name"], made_by=by, sha256=template_sha256(said), **said
    )


def _add_people(
    campaign: Campaign, people: tuple[tuple[Ending, ...], ...], template: TemplateVersion, letters: tuple[int, ...],
    by: User,
) -> None:  # fmt: skip
    digest, states = ManifestDigest(), Counter[str]()
    for place, endings in enumerate(people, start=1):
        line = row_of(place=place, digest=f"{place:064x}", language="en", template_sha256=template.sha256)
        Recipient.objects.create(
            campaign=campaign, place=place, addresses=[f"person{place}@example.org"], salt="s",
            values={"name": "Ines Okafor"},
        )  # fmt: skip
        ManifestLine.objects.create(campaign=campaign, place=place, digest=line["digest"])
        digest.add(line)
        for sequence, ending in enumerate(endings):
            _add_notice(campaign, place, sequence, ending, by)
            states[ending.state] += 1
        if place in letters:
            _add_letter(campaign, place)
    for state, number in states.items():
        DispatchMove.objects.create(dispatch=campaign.dispatch, state=state, notices=number)
    campaign.manifest_sha256, campaign.manifest_rows = digest.hexdigest(), len(people)
    campaign.frozen_at, campaign.state = BEFORE_THE_CLOCKS_GO_BACK - timedelta(days=1), "closed"
    campaign.save()


def _add_notice(campaign: Campaign, place: int, sequence: int, ending: Ending, by: User) -> Notice:
    began = BEFORE_THE_CLOCKS_GO_BACK + timedelta(minutes=10 * place, hours=sequence)
    notice = Notice.objects.create(
        cause=f"campaign:{campaign.pk}:{place}", kind="campaign", sequence=sequence, matter=campaign.matter,
        dispatch=campaign.dispatch, rank=sequence, code=new_reference(), state=ending.state, arrival=ending.arrival,
        owed_at=BEFORE_THE_CLOCKS_GO_BACK, accepted_at=began if ending.state == "accepted" else None,
    )  # fmt: skip
    for index, (number, phase, code, reply) in enumerate(ending.phases):
        NoticeAttempt.objects.create(
            notice=notice, number=number, phase=phase, code=code, reply=reply, at=began + timedelta(seconds=index),
            stage="message" if code else "", message_sha256="ab" * 32 if phase == _P.INTENT else "",
            by=by if phase == _P.RESOLVED and reply != BY_RULE else None,
        )  # fmt: skip
    if ending.arrival:
        MailEvent.objects.create(
            provider="ses", provider_event_id=f"event-{notice.pk}", kind=ending.arrival, notice=notice,
            said="smtp; 550 5.1.1 <someone@example.org> unknown", happened_at=began + timedelta(hours=1),
            received_at=began + timedelta(hours=1, minutes=1), done_at=began + timedelta(hours=2),
        )  # fmt: skip
    return notice


def _add_letter(campaign: Campaign, place: int) -> PostalItem:
    return PostalItem.objects.create(
        campaign=campaign, place=place, state="mailed", why="no other address", batch=1,
        owed_at=BEFORE_THE_CLOCKS_GO_BACK, mailed_at=BEFORE_THE_CLOCKS_GO_BACK + timedelta(days=2),
    )  # fmt: skip


def _approve(campaign: Campaign, template: TemplateVersion, staff: list[User]) -> None:
    caps: dict[str, Any] = {
        "deadline_utc": in_utc(campaign.deadline), "per_day": campaign.per_day, "per_second": campaign.per_second,
        "unknown_rule": campaign.unknown_rule, "revision": campaign.revision,
        "remail_days": campaign.remail_days,
    }  # fmt: skip
    for person in staff:
        CampaignApproval.objects.create(
            campaign=campaign, manifest_sha256=campaign.manifest_sha256, caps_sha256=caps_sha256(caps), by=person,
            templates_sha256=templates_sha256([{"language": "en", "sha256": template.sha256}], campaign.frame),
            at=BEFORE_THE_CLOCKS_GO_BACK - timedelta(hours=2),
        )  # fmt: skip
    for kind in ("frozen", "approved", "approved", "started"):
        at, sequence = BEFORE_THE_CLOCKS_GO_BACK, campaign.events_count + 1
        text = canonical_text(campaign=campaign.pk, sequence=sequence, kind=kind, actor=staff[0].pk, at=at.isoformat())
        event = CampaignEvent.objects.create(
            campaign=campaign, sequence=sequence, kind=kind, actor=staff[0], at=at, text=text,
            previous_hash=campaign.head, hash=chained(campaign.head, text),
        )  # fmt: skip
        campaign.events_count, campaign.head = sequence, event.hash
    campaign.save()
