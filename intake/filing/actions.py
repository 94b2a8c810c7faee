"""What can be done with a claim before anyone judges it. Each act is one transaction and, once filed, one event."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.definitions import Rules, rules_now
from claimants.matters.models import Matter, QuestionSet
from claimants.matters.questions import Questionnaire
from claimants.matters.stages import ACCEPTS_FILING, Stage
from claimants.people.models import Person, User
from intake.filing import tokens
from intake.filing.attestation import signed_text
from intake.filing.erasure import DRAFTS_LIVE, erase
from intake.filing.events import canonical_text, record
from intake.filing.models import Capacity, Claim, Erasure, EventKind, FactSet, Submission, SubmissionPayload
from intake.filing.moving import move
from intake.filing.states import CORRECTABLE, State

_CHANGED = (
    "Your answers, the questions or the class definition changed after you opened this page. "
    "Nothing is lost. Please look through your answers once more and sign again."
)


@transaction.atomic
def start(*, matter: Matter, by: User, capacity: str = Capacity.SELF, language: str = "en") -> Claim:
    """A draft for the user, or for a new person the user files for; the one already begun, if there is one."""
    check_accepts_filing(matter)
    begun = Claim.objects.with_matter().filter(matter=matter, filed_by=by, capacity=capacity).open()
    if capacity == Capacity.SELF:
        User.objects.select_for_update().get(pk=by.pk)
        person, _ = Person.objects.get_or_create(user=by)
        existing = begun.first() or Claim.objects.with_matter().open().filter(matter=matter, person=person).first()
    else:
        person, existing = None, begun.filter(state=State.DRAFT).first()
    if existing:
        return existing
    return Claim.objects.create(
        matter=matter, person=person or Person.objects.create(), filed_by=by,
        capacity=capacity, mode=matter.mode, language=language,
    )  # fmt: skip


@transaction.atomic
def save_answers(*, claim: Claim, answers: Mapping[str, Any], by: User) -> None:
    """Merges checked answers into the draft; None takes an answer back. Two tabs do not overwrite each other."""
    locked = Claim.objects.select_for_update().only("draft", "state").get(pk=claim.pk)
    if locked.state != State.DRAFT:
        raise Refused(f"This {claim.words.thing} was already submitted, so its answers stay as you signed them.")
    kept = {**locked.draft.get("answers", {}), **answers}
    draft = {**locked.draft, "answers": {key: value for key, value in kept.items() if value is not None}}
    moment = timezone.now()
    Claim.objects.filter(pk=claim.pk).update(draft=draft, touched_at=moment)
    claim.draft, claim.touched_at = draft, moment


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
    claim = Claim.objects.with_matter().select_for_update(of=("self",)).get(pk=claim.pk)
    made = Submission.objects.filter(claim=claim, token=seen.key).first()
    if made:
        return made
    if claim.state != State.DRAFT:
        raise Refused(f"This {claim.words.thing} was already submitted. You can see what you signed on its page.")
    check_accepts_filing(claim.matter)
    move(claim, State.SUBMITTED)
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
    claim = Claim.objects.with_matter().select_for_update(of=("self",)).get(pk=claim.pk)
    made = Submission.objects.filter(claim=claim, token=seen.key).first()
    if made:
        return made
    if claim.state not in CORRECTABLE:
        raise Refused("Answers cannot be corrected while someone is reading them, or after a decision.")
    if claim.state != State.SUBMITTED:
        move(claim, State.SUBMITTED)
    changed = {**latest_answers(claim), **answers}
    return sign(
        claim=claim, kind=Submission.Kind.CORRECTION, event=EventKind.CORRECTED,
        answers={id: answer for id, answer in changed.items() if answer is not None},
        seen=seen, typed_name=typed_name, inside_us=inside_us, by=by,
    )  # fmt: skip


def latest_answers(claim: Claim) -> dict[str, Any]:
    """What was last signed; empty before the first signature and after an erasure."""
    latest = SubmissionPayload.objects.filter(claim=claim).order_by("-submission__version").first()
    return latest.answers if latest else {}


@transaction.atomic
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
    """Freezes what was signed and the facts in it, and records the event that everything else follows from."""
    rules = rules_now(claim.matter)
    if seen != _seen(claim, answers, rules):
        raise Refused(_CHANGED)
    if not typed_name.strip():
        raise Refused("Type your full name to sign.")
    questions, at = rules.questions, timezone.now()
    check_complete(questions.questionnaire, answers)
    shown = questions.questionnaire.fitting(answers)
    text = signed_text(claim, questions.questionnaire, shown, typed_name=typed_name.strip(), inside_us=inside_us, at=at)
    salt = secrets.token_hex(16)
    submission = Submission.objects.create(
        claim=claim, version=seen.number, kind=kind, question_set=questions, signed_by=by, signed_at=at,
        definition_version=rules.definition.version, capacity=claim.capacity,
        digest=payload_digest(salt, shown, text, typed_name.strip()), token=seen.key,
    )  # fmt: skip
    SubmissionPayload.objects.create(
        submission=submission, claim=claim, answers=shown, signed_text=text,
        typed_name=typed_name.strip(), salt=salt,
    )  # fmt: skip
    _draw_facts(claim, submission, questions, shown)
    left_over = {id: answer for id, answer in answers.items() if id not in shown}
    draft = {"not_submitted": left_over} if left_over else {}
    Claim.objects.filter(pk=claim.pk).update(draft=draft, touched_at=at)
    claim.draft, claim.touched_at = draft, at
    record(claim, event, by=by, about=f"submission:{submission.pk}", digest=submission.digest, at=at)
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
def discard(
    *, claim: Claim, by: User | None, forget_person: bool = False, ground: str = Erasure.Ground.REQUEST
) -> None:
    """Deletes a draft whole; with `forget_person` also the account, when nothing else hangs on it.

    A draft about which a notice was sent keeps its empty row, so that what was sent can still be proved.
    """
    if claim.state != State.DRAFT:
        raise Refused(f"This {claim.words.thing} was submitted; it can be withdrawn, not discarded.")
    person, user = claim.person, claim.filed_by
    if claim.notices.exists():
        erase(claim=claim, ground=ground, by=by)
        return
    Claim.objects.filter(pk=claim.pk).delete()
    if not person.claims.exists() and (person.user_id is None or forget_person):
        person.delete()
    if forget_person and user and not user.is_staff and not user.filed_claims.exists():
        user.delete()


def purge_drafts(*, now: datetime) -> int:
    """Discards the drafts that nobody touched for thirty days; how many."""
    idle = Claim.objects.filter(state=State.DRAFT, touched_at__lt=now - DRAFTS_LIVE)
    purged = 0
    for claim in idle.select_related("person", "filed_by", "matter").iterator(chunk_size=500):
        discard(claim=claim, by=None, ground=Erasure.Ground.RETENTION)
        purged += 1
    return purged


def check_accepts_filing(matter: Matter) -> None:
    """Refused, with a sentence, when nothing can be filed in the matter now."""
    if Stage(matter.stage) not in ACCEPTS_FILING or not matter.file.is_open(timezone.now()):
        raise Refused("Nothing can be filed in this matter now. Its page says why, and whom you can call.")


def check_complete(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> None:
    """Refused, with the questions named, while one that must be answered is not."""
    missing = questionnaire.missing(answers)
    if missing:
        named = "; ".join(f"“{question.label}”" for question in missing)
        raise Refused(f"Before you sign, please answer: {named}")


def payload_digest(salt: str, answers: Mapping[str, Any], text: str, typed_name: str) -> str:
    """What ties a submission to its payload without telling anything of it."""
    whole = canonical_text(answers=answers, text=text, typed_name=typed_name)
    return hashlib.sha256(f"{salt}\n{whole}".encode()).hexdigest()


def _seen(claim: Claim, answers: Mapping[str, Any], rules: Rules) -> tokens.Seen:
    return tokens.Seen(
        claim=claim.pk,
        number=claim.submissions.count() + 1,
        question_set=rules.questions.pk,
        definition=rules.definition.pk,
        answers=tokens.digest_of(answers),
    )


def _draw_facts(claim: Claim, submission: Submission, questions: QuestionSet, answers: Mapping[str, Any]) -> FactSet:
    facts = questions.questionnaire.facts_from(answers)
    facts["signed_on"] = _court_date(claim, submission.signed_at)
    return FactSet.objects.create(
        claim=claim, version=submission.version, submission=submission, source=submission.kind, facts=facts
    )


def _court_date(claim: Claim, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(claim.matter.file.court_time_zone)).date().isoformat()
