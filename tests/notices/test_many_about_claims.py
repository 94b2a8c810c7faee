"""What many get about their claims keeps the limits that a dispatch keeps, and lets pass what one person waits for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from intake.filing.models import Claim
from intake.notices.actions import owe, send_due
from intake.notices.buckets import ALL, pause_destination, relay
from intake.notices.models import Bucket, Notice, NoticeState
from intake.notices.queue import claim_due, claim_prompt, database_now
from intake.notices.vocabulary import Lane
from tests.factories import UserFactory
from tests.notices.relay import Relay
from tests.notices.situations import reassess

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(claim: Claim) -> list[Notice]:
    """Four that were let go: two to Gmail, two to others."""
    reassess(claim)
    people = [UserFactory.create(email=f"person{n}@{host}") for n, host in enumerate(["gmail.com", "example.org"] * 2)]
    notices = [owe(kind="definition_changed", cause="change:1", claim=claim, recipient=user) for user in people]
    Notice.objects.update(state=NoticeState.QUEUED)
    return notices


def _limit(destination: str, **limits: object) -> None:
    Bucket.objects.create(provider=relay(), destination=destination, **limits)


def test_what_one_person_waits_for_is_taken_first_and_alone(many: list[Notice], claim: Claim) -> None:
    prompt = owe(kind="withdrawn", cause="event:1", claim=claim)
    assert claim_due().notices == [prompt]
    assert claim_prompt().notices == []
    taken = [claim_due().notices for _ in range(3)]
    groups = [{notice.destination for notice in some} for some in taken]
    assert sorted(groups, key=len, reverse=True) in ([{"gmail"}, {"other"}, set()], [{"other"}, {"gmail"}, set()])
    assert sum(map(len, taken)) == 4


def test_a_group_of_destinations_that_is_paused_gets_none(many: list[Notice]) -> None:
    pause_destination("gmail", database_now() + timedelta(minutes=5), "refused on policy")
    assert {notice.destination for notice in claim_due().notices} == {"other"}
    waiting = claim_due()
    assert (waiting.notices, 0 < waiting.wait <= 300) == ([], True)


def test_the_share_of_today_and_the_pace_are_kept_and_counted(many: list[Notice]) -> None:
    _limit("gmail", per_day=1)
    _limit("other", per_second=4.0)
    leases = [lease for lease in (claim_due() for _ in range(4)) if lease.notices]
    taken = {lease.notices[0].destination: (len(lease.notices), lease.pace.every) for lease in leases}
    assert taken == {"gmail": (1, 0.0), "other": (2, pytest.approx(1 / (4 * 0.985)))}
    assert Bucket.objects.get(destination="gmail").taken_today == 1


def test_a_pause_of_everything_holds_them_and_not_what_one_person_waits_for(
    many: list[Notice], claim: Claim, relay: Relay
) -> None:
    prompt = owe(kind="withdrawn", cause="event:1", claim=claim)
    pause_destination(ALL, database_now() + timedelta(minutes=5), "refused on policy")
    assert send_due(seconds=0.1) == {"accepted": 1}
    prompt.refresh_from_db()
    assert prompt.state == NoticeState.ACCEPTED
    Bucket.objects.update(paused_until=None)
    Notice.objects.filter(state=NoticeState.QUEUED).update(not_before=Now())
    assert send_due() == {"accepted": 4}


@pytest.mark.postgres
def test_an_index_has_them_in_their_order(many: list[Notice]) -> None:
    of_none = Notice.objects.due().filter(dispatch__isnull=True)
    of_many = of_none.filter(lane__gte=Lane.MANY, destination="gmail").order_by("not_before", "id")
    prompt = of_none.filter(lane__lt=Lane.MANY).order_by("lane", "not_before", "id")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
    for due, index in ((of_many, "notice_queue_of_many"), (prompt, "notice_queue")):
        plan = due[:50].explain()
        assert f"using {index} " in plan
        assert "Sort" not in plan
