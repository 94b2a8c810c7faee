from intake.filing.models import EventKind
from intake.filing.states import HOLDER, TRANSITIONS, State
from intake.pipeline import PIPELINE


def test_every_state_says_who_holds_the_claim_and_where_it_may_go() -> None:
    assert set(HOLDER) == set(TRANSITIONS) == set(State)


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached, frontier = {State.DRAFT}, [State.DRAFT]
    while frontier:
        for state in TRANSITIONS[frontier.pop()] - reached:
            reached.add(state)
            frontier.append(state)
    assert reached == set(State)


def test_nothing_leads_back_to_a_draft_and_nothing_leads_out_of_withdrawn() -> None:
    assert all(State.DRAFT not in targets for targets in TRANSITIONS.values())
    assert TRANSITIONS[State.WITHDRAWN] == set()


def test_every_kind_of_event_says_what_it_owes() -> None:
    assert set(PIPELINE) == set(EventKind)
