"""A campaign that runs, made as rows: so many people, each with their addresses, and one notice each."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from claimants.common import frozen as triggers
from claimants.common.references import new_reference
from claimants.matters.models import Matter
from claimants.matters.stages import Stage
from claimants.people.models import Role, User
from intake.campaigns.causes import cause_of
from intake.campaigns.models import Campaign, CampaignState, Recipient
from intake.notices.models import Dispatch, DispatchState, Notice, NoticeState
from intake.notices.tallies import record_moves
from tests.fixtures.filings import staff_of
from tests.notices.situations import matter_at

POSTAL = {"address_1": "1 Main Street", "city": "Oakland", "region": "CA", "postcode": "94607"}


def running(
    by: User, people: list[list[str]], *, purpose: str = "court_notice", matter: Matter | None = None
) -> Campaign:
    """One recipient for each list of addresses; a notice to the first of them waits in the queue."""
    matter = matter or matter_at(Stage.PRELIMINARY_APPROVAL)
    dispatch = Dispatch.objects.create(matter=matter, owner=by, state=DispatchState.RUNNING)
    campaign = Campaign.objects.create(
        matter=matter, name=f"Notice {dispatch.pk}", purpose=purpose, order_reference="ECF 41", owner=by, made_by=by,
        state=CampaignState.RUNNING, dispatch=dispatch, manifest_sha256="0" * 64, manifest_rows=len(people),
        source={"from": "list"},
    )  # fmt: skip
    for place, addresses in enumerate(people, 1):
        Recipient.objects.create(
            campaign=campaign, place=place, addresses=addresses, postal=POSTAL, salt="",
            values={"name": f"Person {place}"},
        )  # fmt: skip
        Notice.objects.create(
            cause=cause_of(campaign.pk, place), kind="campaign", matter=matter, dispatch=dispatch,
            code=new_reference(), lane=5,
        )  # fmt: skip
    record_moves({dispatch.pk: Counter({NoticeState.QUEUED.value: len(people)})})
    return campaign


@contextmanager
def lifted() -> Iterator[None]:
    """Rows that nothing may change are changed here all the same, to look as they would have been made."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


def administrator_of(campaign: Campaign) -> User:
    return staff_of(campaign.matter, f"administrator{campaign.pk}", Role.ADMINISTRATOR)


def notices_of(campaign: Campaign, **which: Any) -> list[Notice]:
    return list(Notice.objects.filter(dispatch=campaign.dispatch, **which).order_by("pk"))


def move(notice: Notice, state: str, **changes: Any) -> Notice:
    """The engine's part: one guarded move with its count."""
    was = notice.state
    Notice.objects.filter(pk=notice.pk).update(state=state, **changes)
    record_moves({notice.dispatch_id: Counter({was: -1, state: 1})})
    notice.refresh_from_db()
    return notice
