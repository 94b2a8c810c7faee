"""Dispatches as rows, and what became of them by the database and by the relay."""

from collections import Counter

from django.db import connection, transaction

from claimants.matters.models import Matter
from intake.notices.actions.dispatching import UNFINISHED
from intake.notices.models import Dispatch, Notice, NoticeState
from intake.notices.tallies import record_moves
from tests.bulk.letters import message_id_of
from tests.factories import MatterFactory, UserFactory
from tests.services.sink import Sink


@transaction.atomic
def make_dispatch(number: int, *, matter: Matter | None = None, **limits: float) -> Dispatch:
    """A dispatch of so many notices that waits to be started. PostgreSQL is told how many, as when a list is frozen."""
    matter = matter or Matter.objects.first() or MatterFactory.create()
    dispatch = Dispatch.objects.create(matter=matter, owner=UserFactory.create(staff=True), **limits)
    Notice.objects.bulk_create(
        (
            Notice(
                cause=f"campaign:{dispatch.pk}:{place}", kind="court_notice", matter=matter, dispatch=dispatch,
                code=f"{dispatch.pk:X}-{place:06d}", lane=9,
            )
            for place in range(number)
        ),
        batch_size=2000,
    )  # fmt: skip
    record_moves({dispatch.pk: {NoticeState.QUEUED: number}})
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Notice._meta.db_table}")
    return dispatch


def states_of(dispatch: Dispatch) -> Counter[str]:
    """Counted row by row."""
    return Counter(dispatch.notices.values_list("state", flat=True))


def unfinished(dispatch: Dispatch) -> int:
    return dispatch.notices.filter(state__in=UNFINISHED).count()


def codes_in(dispatch: Dispatch, *states: str) -> set[str]:
    """The Message-IDs of those in these states; of all without any."""
    notices = dispatch.notices.filter(state__in=states) if states else dispatch.notices
    return {message_id_of(code) for code in notices.values_list("code", flat=True)}


class Count:
    """What the relay took, held against what the database says."""

    def __init__(self, dispatch: Dispatch, sink: Sink) -> None:
        copies, all_of_them = sink.copies(), codes_in(dispatch)
        accepted, unknown = (codes_in(dispatch, state) for state in (NoticeState.ACCEPTED, NoticeState.UNKNOWN))
        self.notices = len(all_of_them)
        self.lost = len(all_of_them - set(copies) - unknown)
        self.doubled = sum(number - 1 for name, number in copies.items() if name in all_of_them)
        self.unknown = len(unknown)
        self.unknown_but_sent = len(unknown & set(copies))
        self.falsely_accepted = len(accepted - set(copies))
        self.not_said = len(all_of_them & set(copies) - accepted - unknown)
        self.is_summed = dispatch.tally() == dict(states_of(dispatch))
