"""The queue: filed claims of the reader's matters, a page at a time, without ever counting or skipping all of them.

A page starts after the last row of the one before it (submission time, then key), so the thousandth page costs as
much as the first. What a page shows beside the claims is fetched for its rows together: the number of queries does
not depend on how many claims there are, or how many are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from claimants.matters.stages import Mode
from claimants.people.models import User
from claimants.people.roles import Power
from intake.decisions.models import DecisionProposal
from intake.desk.forms.queue import EARLIER, WAITING_FOR_US
from intake.desk.reach import Reach
from intake.filing.models import Claim, ClaimQuerySet
from intake.filing.states import WAITING, State
from intake.review.models import ConflictCheck, InformationRequest
from intake.review.search import find

PAGE = 50
MANY = 1000
REVIEW_WITHIN = timedelta(days=30)
_SALT = "desk.queue-place"


@dataclass(frozen=True)
class QueuePage:
    """`after` and `before` lead to the pages beside this one; empty when there is none."""

    claims: list[Claim]
    after: str
    before: str


def in_reach(reach: Reach) -> ClaimQuerySet:
    """Every filed claim of the matters that the reader may read; a draft is nobody's business."""
    return Claim.objects.filed().filter(matter__in=reach.with_power(Power.READ))


def narrowed(claims: ClaimQuerySet, wanted: dict[str, Any], user: User, bits: Mapping[int, list[int]]) -> ClaimQuerySet:
    """`claims` as the queue's form narrows them; `bits` are those of each matter's flags."""
    if wanted.get("matter"):
        claims = claims.filter(matter=int(wanted["matter"]))
    claims = _by_state(claims, wanted.get("state") or ("all" if wanted.get("q") else WAITING_FOR_US))
    if wanted.get("outcome") or wanted.get("flag"):
        claims = open_to_staff(claims)
    if wanted.get("outcome"):
        claims = claims.filter(assessment__outcome=wanted["outcome"])
    claims = _by_flag(claims, wanted.get("flag", ""), bits)
    claims = _by_holder(claims, wanted.get("holder", ""), user)
    claims = _by_conflict(claims, wanted.get("conflict", ""))
    claims = _by_request(claims, wanted.get("request", ""))
    return find(claims, wanted["q"]) if wanted.get("q") else claims


def page_of(claims: ClaimQuerySet, *, newest_first: bool, after: str = "", before: str = "") -> QueuePage:
    """One page. A place that was tampered with, or is of another year's key, is the beginning."""
    place = _place(after or before)
    backwards = bool(before) and place is not None
    descending = newest_first != backwards
    if place is not None:
        claims = claims.filter(_beyond(*place, descending=descending))
    order = ["-submitted_at", "-pk"] if descending else ["submitted_at", "pk"]
    rows = list(_columns(claims).order_by(*order)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    has_after, has_before = (True, more) if backwards else (more, place is not None)
    return QueuePage(
        claims=rows,
        after=_mark(rows[-1]) if rows and has_after else "",
        before=_mark(rows[0]) if rows and has_before else "",
    )


def count(claims: QuerySet[Any], most: int = MANY) -> int:
    """How many, and never more than `most` + 1: a count of a million helps nobody."""
    return claims.order_by()[: most + 1].count()


def waiting(reach: Reach, power: Power = Power.READ) -> ClaimQuerySet:
    """Submitted, held by nobody, in the matters where the reader has the power."""
    matters = reach.with_power(power)
    return Claim.objects.filter(state=State.SUBMITTED, matter__in=matters, assignment__isnull=True)


def open_proposals(reach: Reach) -> QuerySet[DecisionProposal]:
    """Declines that wait for a second person, in the reader's matters."""
    return DecisionProposal.objects.filter(
        withdrawal__isnull=True,
        decision__isnull=True,
        claim__state__in=[State.IN_REVIEW, State.DISPUTED],
        claim__matter__in=reach.with_power(Power.READ),
    )


def decided_earlier(reach: Reach) -> ClaimQuerySet:
    """Decided under an earlier definition, where the one in force would read the answers otherwise."""
    return open_to_staff(in_reach(reach)).filter(assessment__left_behind=True)


def overdue_requests(reach: Reach) -> QuerySet[InformationRequest]:
    return InformationRequest.objects.filter(
        answer__isnull=True, lapsed_at__isnull=True, due_at__lt=Now(), claim__matter__in=reach.with_power(Power.READ)
    )


def _columns(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Only what a row shows: no draft, no facts, no matter's document."""
    return claims.select_related("assessment", "assignment__reviewer").only(
        "reference", "matter_id", "mode", "state", "capacity", "submitted_at",
        "assessment__outcome", "assessment__flag_mask", "assessment__definition_id",
        "assessment__left_behind",
        "assignment__taken_at", "assignment__reviewer__email",
    )  # fmt: skip


def _by_state(claims: ClaimQuerySet, state: str) -> ClaimQuerySet:
    if state == "all":
        return claims
    if state == EARLIER:
        return open_to_staff(claims).filter(assessment__left_behind=True)
    return claims.filter(state__in=WAITING) if state == WAITING_FOR_US else claims.filter(state=state)


def open_to_staff(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Those whose answers staff may read: a result or a flag would tell of answers that are closed.

    The latest comparison is looked up claim by claim, as far as the page needs: `EXISTS` would hash all of them.
    """
    latest = ConflictCheck.objects.filter(claim=OuterRef("pk")).order_by("-pk").values("result")[:1]
    return claims.alias(compared=Subquery(latest)).filter(Q(mode=Mode.CLAIM) | Q(compared=ConflictCheck.Result.CLEARED))


def _latest(result: str) -> QuerySet[ConflictCheck]:
    """The latest comparison of a claim's names, when that is what came of it."""
    later = ConflictCheck.objects.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk"))
    return ConflictCheck.objects.filter(~Exists(later), claim=OuterRef("pk"), result=result)


def _by_flag(claims: ClaimQuerySet, flag: str, bits: Mapping[int, list[int]]) -> ClaimQuerySet:
    """By the masks that hold the flag, written out: the database knows how common each mask is, not each bit."""
    if flag == "none":
        return claims.filter(assessment__flag_mask=0)
    if flag == "any":
        return claims.filter(assessment__flag_mask__gt=0)
    if not flag:
        return claims
    matter, bit = (int(part) for part in flag.split(":"))
    return claims.filter(matter=matter, assessment__flag_mask__in=masks_with(bit, bits.get(matter, [bit])))


def masks_with(bit: int, bits: Iterable[int]) -> list[int]:
    """Every mask of `bits` in which `bit` is set."""
    masks = [1 << bit]
    for other in set(bits) - {bit}:
        masks += [mask | 1 << other for mask in masks]
    return sorted(masks)


def _by_holder(claims: ClaimQuerySet, holder: str, user: User) -> ClaimQuerySet:
    if holder == "mine":
        return claims.filter(assignment__reviewer=user)
    if holder == "nobody":
        return claims.filter(assignment__isnull=True)
    if holder == "others":
        return claims.filter(assignment__isnull=False).exclude(assignment__reviewer=user)
    return claims


def _by_conflict(claims: ClaimQuerySet, conflict: str) -> ClaimQuerySet:
    if not conflict:
        return claims
    compared = claims.filter(mode=Mode.REGISTRATION)
    if conflict == "open":
        checks = ConflictCheck.objects.filter(claim=OuterRef("pk"))
        return compared.filter(~Exists(checks) | Exists(_latest(ConflictCheck.Result.CHANGED)))
    return compared.filter(Exists(_latest(conflict)))


def _by_request(claims: ClaimQuerySet, request: str) -> ClaimQuerySet:
    if not request:
        return claims
    requests = InformationRequest.objects.filter(claim=OuterRef("pk"))
    narrowing: dict[str, dict[str, Any]] = {
        "open": {"answer__isnull": True, "lapsed_at__isnull": True},
        "overdue": {"answer__isnull": True, "lapsed_at__isnull": True, "due_at__lt": Now()},
        "lapsed": {"lapsed_at__isnull": False},
    }
    return claims.filter(Exists(requests.filter(**narrowing[request])))


def _beyond(moment: datetime, pk: int, *, descending: bool) -> Q:
    if descending:
        return Q(submitted_at__lte=moment) & (Q(submitted_at__lt=moment) | Q(pk__lt=pk))
    return Q(submitted_at__gte=moment) & (Q(submitted_at__gt=moment) | Q(pk__gt=pk))


def _mark(claim: Claim) -> str:
    assert claim.submitted_at is not None
    return signing.dumps([claim.submitted_at.isoformat(), claim.pk], salt=_SALT)


def _place(mark: str) -> tuple[datetime, int] | None:
    if not mark:
        return None
    try:
        moment, pk = signing.loads(mark, salt=_SALT)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(moment), pk
