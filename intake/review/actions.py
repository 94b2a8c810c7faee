"""What staff do with a claim before they decide it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.dates import end_of_day
from claimants.matters.definitions import current_questions
from claimants.people.models import User
from claimants.people.roles import Power, matters_for
from intake.filing import tokens
from intake.filing.actions import answered_anew, latest_answers, move, sign
from intake.filing.events import record
from intake.filing.models import Claim, ClaimEvent, EventKind, Submission
from intake.filing.states import State
from intake.review.comparing import compare, signed_last
from intake.review.models import Assignment, ConflictCheck, InformationRequest, Note, SearchTerm, StaffRead
from intake.review.policies import check_can_take, check_holds, check_may_judge, check_may_read, check_power
from intake.review.search import names_in, terms_of

LONGEST_DAYS = 120
_GIVEN_BACK_TO = {State.IN_REVIEW: State.SUBMITTED, State.INFORMATION_REQUESTED: State.SUBMITTED}


@transaction.atomic
def take(*, claim: Claim, by: User) -> Assignment:
    """Takes a claim, so that nobody else works on it. Taking one's own again changes nothing.

    Taking one that waits for the claimant's answer takes the request back.
    """
    check_can_take(by, claim)
    try:
        with transaction.atomic():
            assignment, taken = Assignment.objects.get_or_create(
                claim=claim,
                defaults={"reviewer": by, "taken_from": _GIVEN_BACK_TO.get(State(claim.state), claim.state)},
            )
    except IntegrityError as error:
        raise Refused(f"Someone else has just taken this {claim.words.thing}.") from error
    if assignment.reviewer_id != by.pk:
        raise Refused(f"{assignment.reviewer.email} has just taken this {claim.words.thing}.")
    if taken:
        if claim.state == State.INFORMATION_REQUESTED:
            close_request(claim)
        if claim.state != State.IN_REVIEW:
            move(claim, State.IN_REVIEW)
        record(claim, EventKind.TAKEN, by=by)
    return assignment


def take_next(*, by: User) -> Claim | None:
    """Takes the claim that has waited longest in the reviewer's matters; None when the queue is empty.

    One with a conflict is nobody's next: it waits for whoever looks for conflicts.
    """
    latest = ConflictCheck.objects.filter(claim=OuterRef("pk")).order_by("-pk").values("result")[:1]
    waiting = (
        Claim.objects.with_matter()
        .filter(state=State.SUBMITTED, matter__in=matters_for(by, Power.REVIEW), assignment__isnull=True)
        .annotate(compared=Subquery(latest))
        .filter(Q(compared__isnull=True) | ~Q(compared=ConflictCheck.Result.FOUND))
        .order_by("submitted_at", "pk")
    )
    for claim in waiting[:20]:
        try:
            take(claim=claim, by=by)
        except Refused:
            continue
        return claim
    return None


@transaction.atomic
def release(*, claim: Claim, by: User) -> None:
    """Gives a claim back to the queue: one's own, or anyone's with the power to assign."""
    assignment = Assignment.objects.filter(claim=claim).first()
    if assignment is None:
        raise Refused(f"Nobody holds this {claim.words.thing}.")
    if assignment.reviewer_id != by.pk:
        check_power(by, claim, Power.ASSIGN)
    assignment.delete()
    if claim.state == State.IN_REVIEW:
        move(claim, State(assignment.taken_from))
    record(claim, EventKind.RELEASED, by=by)


@transaction.atomic
def clear_conflict(*, claim: Claim, by: User, version: int | None = None) -> ConflictCheck:
    """Says the claim's names raise no conflict, which opens its answers to staff until the names change.

    `version` is the submission whose names were looked at; refused when later ones are different.
    """
    check_holds(by, claim)
    made = compare(claim, ConflictCheck.Result.CLEARED, by, version)
    record(claim, EventKind.CONFLICT_CLEARED, by=by, about=f"conflict_check:{made.pk}")
    return made


@transaction.atomic
def find_conflict(*, claim: Claim, by: User, version: int | None = None) -> ConflictCheck:
    """Says the firm has a conflict: the answers stay closed to everyone."""
    check_holds(by, claim)
    made = compare(claim, ConflictCheck.Result.FOUND, by, version)
    record(claim, EventKind.CONFLICT_FOUND, by=by, about=f"conflict_check:{made.pk}")
    return made


@transaction.atomic
def add_note(*, claim: Claim, text: str, by: User) -> Note:
    """A note among staff; the claimant never sees it."""
    check_power(by, claim, Power.REVIEW)
    check_may_read(claim)
    if not text.strip():
        raise Refused("Write something in the note first.")
    note = Note.objects.create(claim=claim, text=text.strip(), by=by)
    record(claim, EventKind.NOTED, by=by, about=f"note:{note.pk}")
    return note


@transaction.atomic
def ask(*, claim: Claim, questions: Sequence[str], message: str, days: int, by: User) -> InformationRequest:
    """Asks the claimant these questions again. The notice is owed at once; the clock waits for its acceptance."""
    check_may_judge(by, claim)
    questionnaire = current_questions(claim.matter).questionnaire
    known = {question.id for page in questionnaire.pages for question in page.questions}
    if not questions or not set(questions) <= known:
        raise Refused("Choose at least one question of this matter to ask again.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(f"Give between 1 and {LONGEST_DAYS} days to answer.")
    move(claim, State.INFORMATION_REQUESTED)
    Assignment.objects.filter(claim=claim).delete()
    request = InformationRequest.objects.create(
        claim=claim, questions=list(questions), message=message.strip(), days=days, asked_by=by
    )
    record(claim, EventKind.INFORMATION_REQUESTED, by=by, about=f"information_request:{request.pk}")
    if claim.filed_by_id is None and claim.person.user_id is None:
        start_clock(request, request.asked_at)
    return request


@transaction.atomic
def start_clock(request: InformationRequest, at: datetime) -> None:
    """Sets the last day to answer, counted from the day the mail relay accepted the notice. It ends with that day."""
    due_at = end_of_day(at + timedelta(days=request.days), request.claim.matter.file.court_time_zone)
    InformationRequest.objects.filter(pk=request.pk, answer__isnull=True, lapsed_at__isnull=True).update(due_at=due_at)
    request.due_at = due_at


@transaction.atomic
def stop_clock(request: InformationRequest) -> None:
    """Takes the last day back, because the notice came back: it is set anew when the next one is accepted."""
    InformationRequest.objects.filter(pk=request.pk, answer__isnull=True, lapsed_at__isnull=True).update(due_at=None)
    request.due_at = None


@transaction.atomic
def answer(
    *,
    request: InformationRequest,
    answers: Mapping[str, Any],
    token: str,
    typed_name: str,
    inside_us: bool,
    by: User,
) -> Submission:
    """The claimant's answer: a new signed submission in which only the questions asked have changed."""
    seen = tokens.read(token)
    claim = Claim.objects.with_matter().select_for_update(of=("self",)).get(pk=request.claim_id)
    made = Submission.objects.filter(claim=claim, token=seen.key).first()
    if made:
        return made
    request = InformationRequest.objects.select_for_update().get(pk=request.pk)
    if request.answer_id or claim.state != State.INFORMATION_REQUESTED:
        raise Refused("This request is no longer open. Your earlier answers stay as you signed them.")
    submission = sign(
        claim=claim, kind=Submission.Kind.CURE, event=EventKind.CURED, answers=merged(request, answers),
        seen=seen, typed_name=typed_name, inside_us=inside_us, by=by,
    )  # fmt: skip
    InformationRequest.objects.filter(pk=request.pk).update(answer=submission)
    return submission


def merged(request: InformationRequest, answers: Mapping[str, Any]) -> dict[str, Any]:
    """All answers as they will be signed: those last signed, with the questions asked answered anew.

    What was never answered may be answered too: a new answer can bring up a question that nobody asked for. What was
    asked and is not answered anew stays as it was signed.
    """
    signed = latest_answers(request.claim)
    anew = {key: answer for key, answer in answers.items() if key in request.questions or key not in signed}
    return answered_anew(signed, anew)


@transaction.atomic
def lapse(*, request: InformationRequest, now: datetime) -> None:
    """An unanswered request past its day returns the claim to the queue. It never declines."""
    claim = Claim.objects.select_for_update().get(pk=request.claim_id)
    fresh = InformationRequest.objects.select_for_update().get(pk=request.pk)
    if fresh.answer_id or fresh.lapsed_at or not fresh.due_at or fresh.due_at >= now:
        return
    InformationRequest.objects.filter(pk=request.pk).update(lapsed_at=now)
    if claim.state == State.INFORMATION_REQUESTED:
        move(claim, State.SUBMITTED)
        record(claim, EventKind.REQUEST_LAPSED, by=None, about=f"information_request:{request.pk}")


def lapse_due(*, now: datetime) -> int:
    """Lets every request whose day has passed lapse; how many."""
    due = InformationRequest.objects.filter(answer__isnull=True, lapsed_at__isnull=True, due_at__lt=now)
    requests = list(due[:1000])
    for request in requests:
        lapse(request=request, now=now)
    return len(requests)


def log_read(*, claim: Claim, by: User, narrative: bool) -> StaffRead:
    """Writes down that a member of staff opened the claim."""
    return StaffRead.objects.create(claim=claim, reader=by, narrative=narrative)


def let_go(claim: Claim, event: ClaimEvent) -> None:
    """Ends the assignment and any open request when a claim leaves the reviewer's hands for good."""
    Assignment.objects.filter(claim=claim).delete()
    close_request(claim)


def close_request(claim: Claim) -> None:
    """Ends an open request for information without an answer."""
    open_ones = InformationRequest.objects.filter(claim=claim, answer__isnull=True, lapsed_at__isnull=True)
    open_ones.update(lapsed_at=timezone.now())


def make_findable(claim: Claim, event: ClaimEvent) -> None:
    """Keeps the words of the name and the address just signed, so that staff find the claim by them."""
    signed = signed_last(claim, event)
    payload, questionnaire = signed.payload, signed.question_set.questionnaire
    terms = terms_of([payload.typed_name, *names_in(questionnaire, payload.answers)])
    SearchTerm.objects.bulk_create([SearchTerm(claim=claim, term=term) for term in terms], ignore_conflicts=True)


def forget(claim: Claim, event: ClaimEvent) -> None:
    """Takes out the words of requests, and those a search finds, when the claim's personal data is erased."""
    InformationRequest.objects.filter(claim=claim).update(message="")
    SearchTerm.objects.filter(claim=claim).delete()
