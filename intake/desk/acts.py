"""The acts of a reviewer on a claim: what each is called, its key, and whether it can be done now or why not."""

from collections.abc import Callable
from dataclasses import dataclass

from claimants.common.exceptions import Refused
from claimants.matters.stages import DECLINE, Mode
from claimants.people.models import User
from claimants.people.roles import Power
from intake.decisions.policies import (
    check_can_decide,
    check_can_propose,
    check_can_reverse,
    check_can_second,
    check_nothing_proposed,
)
from intake.desk.dossier import Dossier
from intake.filing.models import Claim
from intake.filing.states import HOLDER, TRANSITIONS, Holder, State
from intake.review.policies import check_can_take, check_holds, check_may_judge, check_power, holder_of

Check = Callable[[User, Dossier], None]


@dataclass(frozen=True)
class Act:
    """`name` is its address under the claim. An act that `opens` a page shows there first what it will send."""

    name: str
    label: str
    key: str
    fits: Callable[[Dossier, User], bool]
    check: Check
    opens: bool = True
    is_main: bool = False


@dataclass(frozen=True)
class Offer:
    """An act that fits the claim's state, with the reason why this reader cannot do it now, if so."""

    name: str
    label: str
    key: str
    opens: bool
    is_main: bool
    refusal: str


def offers(dossier: Dossier, user: User) -> list[Offer]:
    """What can be done next, the likeliest first; what cannot says why."""
    words, asked = dossier.claim.words, dict[Check, str]()
    decline = DECLINE[Mode(dossier.claim.mode)]
    return [
        Offer(
            name=act.name,
            label=act.label.format(
                thing=words.thing, accepted=words.accepted, declined=words.declined, decline=decline
            ),
            key=act.key,
            opens=act.opens,
            is_main=act.is_main and HOLDER[State(dossier.claim.state)] is Holder.STAFF,
            refusal=_refusal(act.check, user, dossier, asked),
        )
        for act in ACTS
        if act.fits(dossier, user)
    ]


def _refusal(check: Check, user: User, dossier: Dossier, asked: dict[Check, str]) -> str:
    """What the check says, asked once for all acts that share it."""
    if check not in asked:
        try:
            check(user, dossier)
            asked[check] = ""
        except Refused as refusal:
            asked[check] = str(refusal)
    return asked[check]


def check_can_release(user: User, claim: Claim) -> None:
    """One's own or, with the power to assign, anyone's; never while a decline waits for its second person."""
    check_nothing_proposed(claim)
    holder = holder_of(claim)
    if holder != user:
        check_power(user, claim, Power.ASSIGN)


def _is_held(dossier: Dossier, user: User) -> bool:
    return dossier.holder is not None


def _can_be_taken(dossier: Dossier, user: User) -> bool:
    return State.IN_REVIEW in TRANSITIONS[State(dossier.claim.state)] and not _is_held(dossier, user)


def _is_compared(dossier: Dossier) -> bool:
    return dossier.claim.mode == Mode.CLAIM or dossier.is_open


def _is_in_review(dossier: Dossier) -> bool:
    return dossier.claim.state in {State.IN_REVIEW, State.DISPUTED}


def _can_be_judged(dossier: Dossier, user: User) -> bool:
    return _is_in_review(dossier) and dossier.proposal is None


def _check_take(user: User, dossier: Dossier) -> None:
    check_can_take(user, dossier.claim)


def _check_hold(user: User, dossier: Dossier) -> None:
    check_holds(user, dossier.claim)


def _check_decide(user: User, dossier: Dossier) -> None:
    check_can_decide(user, dossier.claim)


def _check_ask(user: User, dossier: Dossier) -> None:
    check_may_judge(user, dossier.claim)


def _check_propose(user: User, dossier: Dossier) -> None:
    check_can_propose(user, dossier.claim)


def _check_release(user: User, dossier: Dossier) -> None:
    check_can_release(user, dossier.claim)


def _check_review(user: User, dossier: Dossier) -> None:
    check_power(user, dossier.claim, Power.REVIEW)


def _check_administer(user: User, dossier: Dossier) -> None:
    check_power(user, dossier.claim, Power.ADMINISTER)


def _check_second(user: User, dossier: Dossier) -> None:
    if dossier.proposal:
        check_can_second(user, dossier.proposal)


def _check_send_back(user: User, dossier: Dossier) -> None:
    if dossier.proposal and dossier.proposal.made_by_id != user.pk:
        check_power(user, dossier.claim, Power.SECOND)


def _check_reverse(user: User, dossier: Dossier) -> None:
    if dossier.standing:
        check_can_reverse(user, dossier.standing)


ACTS = [
    Act("take", "Take this {thing}", "t", _can_be_taken, _check_take, False, True),
    Act(
        "clear", "No conflict", "c", lambda d, u: _is_in_review(d) and not _is_compared(d),
        _check_hold, False, True,
    ),
    Act(
        "conflict", "Conflict", "", lambda d, u: _is_in_review(d) and not _is_compared(d) and not d.has_conflict,
        _check_hold, False,
    ),
    Act("second", "Confirm the {decline}", "s", lambda d, u: d.proposal is not None, _check_second, True, True),
    Act("send_back", "Take back or send back", "b", lambda d, u: d.proposal is not None, _check_send_back),
    Act("accept", "Decide: {accepted}", "a", _can_be_judged, _check_decide, True, True),
    Act("keep_on_file", "Keep on file", "f", _can_be_judged, _check_decide),
    Act("ask", "Ask for information", "i", _can_be_judged, _check_ask),
    Act("decline", "Propose: {declined}", "d", _can_be_judged, _check_propose),
    Act(
        "reverse", "Put another decision in its place", "v",
        lambda d, u: d.standing is not None and d.claim.state in {State.ACCEPTED, State.DECLINED, State.ON_FILE},
        _check_reverse,
    ),
    Act("release", "Give back to the queue", "r", _is_held, _check_release, False),
    Act(
        "mailbox", "Give a new mailbox", "", lambda d, u: d.is_open and d.claim.filed_by_id is not None,
        _check_review,
    ),
    Act(
        "erase", "Erase the personal data", "", lambda d, u: not d.is_erased,
        _check_administer,
    ),
]  # fmt: skip


def refusals(all_offers: list[Offer]) -> list[tuple[str, list[str]]]:
    """Why the rest cannot be done now: each reason once, with what it holds back."""
    reasons: dict[str, list[str]] = {}
    for offer in all_offers:
        if offer.refusal:
            reasons.setdefault(offer.refusal, []).append(offer.label)
    return list(reasons.items())
