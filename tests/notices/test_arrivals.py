"""What became of a message follows from the set of its reports: in what order they came says nothing."""

from itertools import combinations_with_replacement, permutations

import pytest

from intake.notices.arrivals import Reported, arrival_of, is_about_address, is_for_now, is_return, settled_by
from intake.notices.models import Arrival, MailEvent, NoticeState

GONE = Reported("bounced", "5.1.1", "address")
FULL = Reported("bounced", "4.2.2", "full")
REFUSED = Reported("bounced", "5.7.1", "policy")
DELIVERED = Reported("delivered")
COMPLAINED = Reported("complained")
EVERY = [GONE, FULL, REFUSED, DELIVERED, COMPLAINED, Reported("rejected"), *map(Reported, MailEvent.Kind.values)]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("events", "arrival"),
    [
        ([], Arrival.SILENT),
        ([Reported("accepted"), Reported("delayed"), Reported("other")], Arrival.SILENT),
        ([DELIVERED], Arrival.DELIVERED),
        ([GONE], Arrival.BOUNCED),
        ([FULL], Arrival.BOUNCED),
        ([FULL, DELIVERED], Arrival.DELIVERED),
        ([GONE, DELIVERED], Arrival.BOUNCED),
        ([GONE, FULL, DELIVERED], Arrival.BOUNCED),
        ([Reported("accepted"), Reported("rejected")], Arrival.BOUNCED),
        ([COMPLAINED, GONE, DELIVERED], Arrival.COMPLAINED),
    ],
)
def test_the_weightiest_report_decides(events: list[Reported], arrival: Arrival) -> None:
    assert arrival_of(events) is arrival


def _weight(event: Reported) -> int:
    """Of one report alone: how much it says about what became of the message."""
    if event.kind == "complained":
        return 4
    if is_return(event):
        return 1 if is_for_now(event) else 3
    return 2 if event.kind == "delivered" else 0


@pytest.mark.pure
def test_of_up_to_four_reports_the_heaviest_says_it_all() -> None:
    says = [Arrival.SILENT, Arrival.BOUNCED, Arrival.DELIVERED, Arrival.BOUNCED, Arrival.COMPLAINED]
    looked_at = 0
    for size in range(1, 5):
        for told in combinations_with_replacement(EVERY, size):
            assert arrival_of(told) is says[max(map(_weight, told))]
            looked_at += 1
    assert looked_at > 2_000


@pytest.mark.pure
def test_no_report_that_comes_later_makes_an_arrival_weigh_less() -> None:
    weight = [Arrival.SILENT, Arrival.DELIVERED, Arrival.BOUNCED, Arrival.COMPLAINED]
    for first, second in permutations([GONE, REFUSED, DELIVERED, COMPLAINED, Reported("other")], 2):
        assert weight.index(arrival_of([first, second])) >= weight.index(arrival_of([first]))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("event", "blamed", "for_now"),
    [
        (GONE, True, False),
        (Reported("rejected", "5.1.3", "address"), True, False),
        (FULL, False, True),
        (REFUSED, False, False),
        (Reported("bounced", "5.6.0", "content"), False, False),
        (Reported("bounced", "5.1.1", "full"), False, True),
        (Reported("bounced", "5.0.0", "unrecognised"), False, False),
        (Reported("bounced"), False, False),
        (Reported("delayed", "4.1.1", "address"), False, False),
    ],
)
def test_only_nobody_there_is_held_against_an_address(event: Reported, blamed: bool, for_now: bool) -> None:
    assert (is_about_address(event), is_for_now(event)) == (blamed, for_now)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        (["delivered"], NoticeState.ACCEPTED),
        (["accepted"], NoticeState.ACCEPTED),
        (["bounced"], NoticeState.ACCEPTED),
        (["rejected"], NoticeState.FAILED),
        (["rejected", "accepted"], NoticeState.ACCEPTED),
        (["other"], None),
        ([], None),
    ],
)
def test_a_report_settles_what_nobody_knew(kinds: list[str], state: NoticeState | None) -> None:
    assert settled_by(map(Reported, kinds)) is state
