"""What can be done with a claim before anyone judges it. Each act is one transaction and, once filed, one event."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.definitions import Rules, definition_in_force, rules_now
from claimants.matters.models import Matter
from claimants.people.models import Person, User
from intake.filing import tokens
from intake.filing.attestation import payload_digest, signed_text
from intake.filing.erasure import erase
from intake.filing.events import record
from intake.filing.merging import BEGUN_UNDER, merged
from intake.filing.models import Capacity, Claim, Erasure, EventKind, FactSet, Signed, Submission, SubmissionPayload
from intake.filing.moving import locked, move, submitted
from intake.filing.policies import check_accepts_filing, check_complete
from intake.filing.states import CORRECTABLE, State

_CHANGED = (
    "Your answers, the questions, the class definition or the words to sign changed after you opened this page. "
    "Nothing is lost. Please look through your answers once more and sign again."
)
_ANOTHER_MODE = (
    "The case has moved on since this {thing} was begun, so it cannot be signed any more. What you gave is kept. "
    "The page of the case says what you can do now, and whom you can call."
)


@transaction.atomic
def start(
    *,
    matter: Matter,
    by: User,
    capacity: str = Capacity.SELF,
    language: str = "en",
    begun_with: str = "",
    answers: Mapping[str, Any] | None = None,
) -> Claim:
    """A draft: for the user the one already begun, if there is one; for someone else always a new one.

    One may file for several children. `begun_with` is what the page carried: the same page sent twice begins once.
    `answers` are those of the first page, checked; what was signed already does not take them.
    """
    check_accepts_filing(matter)
    User.objects.select_for_update().only("pk").get(pk=by.pk)
    claims = Claim.objects.open().filter(matter=matter, mode=matter.mode).order_by("pk")
    if capacity == Capacity.SELF:
        person = Person.objects.filter(user=by).first()
        found = claims.filter(person=person).first() if person else None
    else:
        person, same_page = None, claims.filter(filed_by=by, draft__begun_with=begun_with)
        found = same_page.first() if begun_with else None
    if found:
        found.matter = matter
        if answers and found.state == State.DRAFT:
            save_answers(claim=found, answers=answers, by=by)
        return found
    begun: dict[str, Any] = {BEGUN_UNDER: definition_in_force(matter).version}
    if begun_with:
        begun["begun_with"] = begun_with
    if answers:
        begun["answers"] = answered_anew({}, answers)
    return Claim.objects.create(
        matter=matter, person=person or Person.objects.create(user=by if capacity == Capacity.SELF else None),
        filed_by=by, capacity=capacity, mode=matter.mode, language=language, draft=begun,
    )  # fmt: skip


def save_answers(*, claim: Claim, answers: Mapping[str, Any], by: User) -> None:
    """Merges checked answers into the draft; None takes an answer back. Two tabs do not overwrite each other."""
    while not merged(claim, answers):
        claim.refresh_from_db(fields=["draft", "state", "touched_at"])
        if claim.state != State.DRAFT:
            raise Refused(f"This {claim.words.thing} was already submitted, so its answers stay as you signed them.")


def change_capacity(*, claim: Claim, capacity: str, by: User) -> None:
    """Says in what capacity a draft will be signed."""
    changed = Claim.objects.filter(pk=claim.pk, state=State.DRAFT).update(capacity=Capacity(capacity))
    if not changed:
        raise Refused(f"This {claim.words.thing} was already submitted in the capacity you signed it.")
    claim.capacity = capacity


def check_token(claim: Claim, answers: Mapping[str, Any] | None = None, *, rules: Rules | None = None) -> str:
    """What the check page shows, as a token that signing gives back: by the rules it read, else those of now."""
    shown = claim.draft.get("answers", {}) if answers is None else answers
    return tokens.write(_seen(claim, shown, rules or rules_now(claim.matter)))


@transaction.atomic
def submit(*, claim: Claim, token: str, typed_name: str, inside_us: bool, by: User) -> Submission:
    """Signs and submits a draft. The same token again gives the same submission and nothing more."""
    seen = tokens.read(token)
    claim = locked(claim, by)
    if claim.state != State.DRAFT:
        if made := Submission.objects.filter(claim=claim, token=seen.key).first():
            return made
        raise Refused(f"This {claim.words.thing} was already submitted. You can see what you signed on its page.")
    check_accepts_filing(claim.matter)
    return sign(
        claim=claim, kind=Submission.Kind.FIRST, event=EventKind.SUBMITTED,
        answers=claim.draft.get("answers", {}), seen=seen, typed_name=typed_name, inside_us=inside_us, by=by,
    )  # fmt: skip


@transaction.atomic
def correct(
    *, claim: Claim, answers: Mapping[str, Any], token: str, typed_name: str, inside_us: bool, by: User
) -> Submission:
    """Signs anew with some answers changed, while nobody reads the claim and nothing is decided."""
    seen = tokens.read(token)
    claim = locked(claim, by)
    made = Submission.objects.filter(claim=claim, token=seen.key).first()
    if made:
        return made
    if claim.state not in CORRECTABLE:
        raise Refused("Answers cannot be corrected while someone is reading them, or after a decision.")
    check_accepts_filing(claim.matter)
    return sign(
        claim=claim, kind=Submission.Kind.CORRECTION, event=EventKind.CORRECTED,
        answers=answered_anew(latest_answers(claim), answers), seen=seen,
        typed_name=typed_name, inside_us=inside_us, by=by,
    )  # fmt: skip


def latest_answers(claim: Claim) -> dict[str, Any]:
    """What was last signed; empty before the first signature and after an erasure."""
    latest = SubmissionPayload.objects.filter(claim=claim).order_by("-submission__version").first()
    return latest.answers if latest else {}


def answered_anew(signed: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """All answers as they will be signed: those signed before, with some given anew; None takes one back."""
    return {id: answer for id, answer in {**signed, **answers}.items() if answer is not None}


@transaction.atomic(savepoint=False)
def sign(
    *,
    claim: Claim,
    kind: Submission.Kind,
    event: EventKind,
    answers: Mapping[str, Any],
    seen: tokens.Seen,
    typed_name: str,
    inside_us: bool,
    by: User,
) -> Submission:
    """Freezes what was signed and the facts in it, and records the event that everything else follows from.

    The claim is locked, and in a state that goes to submitted.
    """
    rules = _rules_of_signing(claim, answers, seen, typed_name)
    questions, at = rules.questions, timezone.now()
    shown = questions.questionnaire.fitting(answers)
    text = signed_text(claim, questions.questionnaire, shown, typed_name=typed_name.strip(), inside_us=inside_us, at=at)
    facts = {**questions.questionnaire.facts_from(shown), "signed_on": _court_date(claim, at)}
    salt = secrets.token_hex(16)
    submission = Submission.objects.create(
        claim=claim, version=seen.number, kind=kind, question_set=questions, signed_by=by, signed_at=at,
        definition_version=rules.definition.version, capacity=claim.capacity,
        digest=payload_digest(salt, shown, text, typed_name.strip(), facts), token=seen.key,
    )  # fmt: skip
    SubmissionPayload.objects.create(
        submission=submission, claim=claim, answers=shown, signed_text=text,
        typed_name=typed_name.strip(), salt=salt,
    )  # fmt: skip
    fact_set = FactSet.objects.create(
        claim=claim, version=submission.version, submission=submission, source=kind, facts=facts
    )
    submitted(claim, draft=_left_over(claim, shown, answers), touched_at=at)
    record(
        claim, event, by=by, about=f"submission:{submission.pk}", digest=submission.digest, at=at,
        signed=Signed(submission, fact_set, rules.definition),
    )  # fmt: skip
    return submission


@transaction.atomic
def withdraw(*, claim: Claim, by: User) -> None:
    """The claimant takes the claim back. A draft is simply discarded; a filed one keeps its history."""
    if claim.state == State.DRAFT:
        discard(claim=claim, by=by)
        return
    move(claim, State.WITHDRAWN)
    record(claim, EventKind.WITHDRAWN, by=by)


@transaction.atomic
def discard(*, claim: Claim, by: User | None, ground: str = Erasure.Ground.REQUEST) -> None:
    """Deletes a draft whole, and the person it was for when nobody signs in as them.

    A draft about which a notice was sent keeps its empty row, so that what was sent can still be proved.
    """
    if claim.state != State.DRAFT:
        raise Refused(f"This {claim.words.thing} was submitted; it can be withdrawn, not discarded.")
    person = claim.person
    if claim.notices.exists():
        erase(claim=claim, ground=ground, by=by, and_account=False)
        return
    Claim.objects.filter(pk=claim.pk).delete()
    if not person.claims.exists() and person.user_id is None:
        person.delete()


def _seen(claim: Claim, answers: Mapping[str, Any], rules: Rules) -> tokens.Seen:
    return tokens.Seen(
        claim=claim.pk,
        number=1 if claim.state == State.DRAFT else claim.submissions.count() + 1,
        capacity=claim.capacity,
        matter=claim.matter.sha256,
        question_set=rules.questions.pk,
        definition=rules.definition.pk,
        answers=tokens.digest_of(answers),
    )


def _rules_of_signing(claim: Claim, answers: Mapping[str, Any], seen: tokens.Seen, typed_name: str) -> Rules:
    """What counts now, held until the transaction ends. Refused if other rules were seen, or something is missing."""
    if claim.mode != claim.matter.mode:
        raise Refused(_ANOTHER_MODE.format(thing=claim.words.thing))
    rules = rules_now(claim.matter, to_judge=True)
    if seen != _seen(claim, answers, rules):
        raise Refused(_CHANGED)
    if not typed_name.strip():
        raise Refused("Type your full name to sign.")
    check_complete(rules.questions.questionnaire, answers)
    return rules


def _left_over(claim: Claim, signed: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of a draft: what no question asks for any more, from this time and from before."""
    never_signed = {**claim.draft.get("not_submitted", {}), **answers}
    left_over = {id: answer for id, answer in never_signed.items() if id not in signed}
    return {"not_submitted": left_over} if left_over else {}


def _court_date(claim: Claim, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(claim.matter.file.court_time_zone)).date().isoformat()
