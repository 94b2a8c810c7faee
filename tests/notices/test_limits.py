"""What may leave in all of a dispatch, whatever the providers would take."""

import pytest

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.notices.actions.dispatching import pause_dispatch, resume_dispatch
from intake.notices.models import Bucket, Dispatch
from intake.notices.queue import claim_bulk
from tests.notices.dispatches import dispatch_to

pytestmark = pytest.mark.django_db
ADDRESSES = [f"person{number}@example.org" for number in range(8)]


def test_a_dispatch_leaves_no_faster_than_it_says(matter: Matter, administrator: User) -> None:
    dispatch_to(ADDRESSES, matter=matter, owner=administrator, per_second=4.0)
    lease = claim_bulk()
    assert len(lease.notices) == 3
    assert lease.pace.every == pytest.approx(1 / (4 * 0.985))


def test_a_dispatch_that_has_had_its_share_of_today_waits_until_tomorrow(matter: Matter, administrator: User) -> None:
    dispatch = dispatch_to(ADDRESSES, matter=matter, owner=administrator)
    pause_dispatch(dispatch, "A limit is set.")
    Dispatch.objects.filter(pk=dispatch.pk).update(per_day=5)
    dispatch.refresh_from_db()
    resume_dispatch(dispatch)
    assert len(claim_bulk().notices) == 5
    waiting = claim_bulk()
    assert waiting.notices == []
    assert waiting.wait > 0


def test_a_limit_that_was_taken_away_limits_nothing(matter: Matter, administrator: User) -> None:
    dispatch = dispatch_to(ADDRESSES, matter=matter, owner=administrator, per_second=1.0)
    pause_dispatch(dispatch, "The limit is taken away.")
    Dispatch.objects.filter(pk=dispatch.pk).update(per_second=None)
    dispatch.refresh_from_db()
    resume_dispatch(dispatch)
    assert Bucket.objects.get().per_second is None
    assert len(claim_bulk().notices) == len(ADDRESSES)
