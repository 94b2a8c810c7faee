"""Rows that a notice can be about, made directly: what the rooms that make them have their own tests for."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from claimants.matters.models import Matter, StageChange
from claimants.matters.stages import MODE_OF, Mode, Stage
from intake.assessments.models import Assessment, AssessmentChange, Outcome
from intake.decisions.models import Decision, DecisionOutcome, DecisionProposal
from intake.decisions.reasons import given_reasons
from intake.filing.models import Claim, Submission, SubmissionPayload
from intake.filing.states import State
from intake.notices.models import Notice, Provider
from intake.notices.queue import Lease
from intake.review.models import InformationRequest
from tests.factories import ClassDefinitionFactory, MatterFactory, QuestionSetFactory, UserFactory

DOCUMENT: dict[str, Any] = {
    "short_name": "Company",
    "court": "N.D. Cal.",
    "court_time_zone": "America/Los_Angeles",
    "number": "5:25-cv-00709",
    "languages": ["en"],
    "stages": [{"stage": "dismissed", "since": "2025-01-30", "source": "Docket entry 34"}],
    "defendant": "Company",
    "sponsor": {
        "firm": "Harbour & Field LLP",
        "lawyer": "Ada Field",
        "bar_number": "000000",
        "address": "1 Main Street\nOakland, CA 94607",
        "telephone": "+1 415 555 0123",
        "email": "intake@example.org",
        "data_controller": "Harbour & Field LLP",
        "demonstration": False,
    },
    "summary": [{"text": "A company did something."}],
    "disclaimers": ["Not the court's page."],
    "registrations_open": True,
    "questions": {
        "pages": [
            {
                "id": "before-we-begin",
                "heading": "Before we begin",
                "questions": [
                    {"id": "birth_year", "kind": "number", "label": "In which year were you born?",
                     "feeds": "fact:birth_year"},
                ],
            },
        ],
    },
    "definition": {
        "version": 1,
        "provisional": True,
        "source": "A newspaper",
        "text": "Everyone born before 1990.",
        "facts": {"birth_year": {"kind": "number"}},
        "criteria": [
            {"id": "born_before", "bit": 0, "kind": "include", "cite": "¶ 1", "quote": "everyone",
             "test": {"op": "at_most", "fact": "birth_year", "value": 1990},
             "met": "You were born before 1990.", "not_met": "You were born later.", "ask": "When were you born?"},
        ],
    },
    "reasons": [{"code": "outside", "label": "Outside the class", "text": "You told us you were born in 1995."}],
    "attestation": {"text": "I confirm that these answers are true."},
    "privacy": {"notice": ["We keep it."], "retain_until": "2032-12-31"},
}  # fmt: skip
SETTLEMENT: dict[str, Any] = {
    "dates": [
        {"kind": "claim_deadline", "label": "Last day to file a claim", "moment": "2027-03-01T17:00:00-08:00",
         "basis": "received", "order": "Dkt. 90"},
        {"kind": "hearing", "label": "Hearing", "moment": "2027-06-01T10:00:00-07:00", "basis": "held",
         "order": "Dkt. 90"},
        {"kind": "old_hearing", "label": "Hearing that was taken off", "moment": "2027-05-01T10:00:00-07:00",
         "basis": "held", "order": "Dkt. 90", "vacated": True},
    ],
    "rights": [
        {"heading": "Opt out", "text": "You leave the settlement and keep your own rights.", "date": "claim_deadline"},
    ],
    "release": ["Claims about what happened before 2024 are given up by everyone who stays in."],
}  # fmt: skip

SIGNED_WORDS = "Registration\n\nDid you hold Premium?\n    Yes\n\nI confirm that these answers are true.\n"


def matter_at(stage: Stage) -> Matter:
    """A matter at that stage, with a question set, a definition in force and the change that led there."""
    settlement = SETTLEMENT if MODE_OF[stage] is Mode.CLAIM else {}
    matter = MatterFactory.create(stage=stage)
    matter.document = {**DOCUMENT, **settlement, "slug": matter.slug, "caption": matter.caption, "stage": stage.value}
    matter.save(update_fields=["document"])
    QuestionSetFactory.create(matter=matter, document=DOCUMENT["questions"])
    ClassDefinitionFactory.create(matter=matter, document=DOCUMENT["definition"])
    StageChange.objects.create(matter=matter, stage=stage, since="2025-01-30", source="Docket entry 34")
    return matter


def sign(claim: Claim, typed_name: str, *, at: datetime, kind: str = "first") -> Submission:
    submission = Submission.objects.create(
        claim=claim, version=claim.submissions.count() + 1, kind=kind, capacity=claim.capacity,
        question_set=claim.matter.question_sets.get(), definition_version=1, signed_by=claim.filed_by,
        signed_at=at, digest="0" * 64, token=f"{claim.submissions.count():064x}",
    )  # fmt: skip
    SubmissionPayload.objects.create(
        submission=submission, claim=claim, answers={}, signed_text=SIGNED_WORDS, typed_name=typed_name, salt=""
    )
    return submission


def add_request(claim: Claim, *, due_at: datetime | None = None, days: int = 30) -> InformationRequest:
    """An open request, for whose answer the claim waits."""
    Claim.objects.filter(pk=claim.pk).update(state=State.INFORMATION_REQUESTED)
    claim.state = State.INFORMATION_REQUESTED
    return InformationRequest.objects.create(
        claim=claim, questions=["birth_year"], message="Please look at\nyour papers.", days=days,
        asked_by=UserFactory.create(staff=True), due_at=due_at,
    )  # fmt: skip


def decline(claim: Claim) -> Decision:
    first, second = UserFactory.create(staff=True), UserFactory.create(staff=True)
    reasons = given_reasons(claim, [claim.matter.file.reasons[0].code])
    proposal = DecisionProposal.objects.create(
        claim=claim, outcome=DecisionOutcome.DECLINED, reasons=reasons, made_by=first
    )
    return Decision.objects.create(
        claim=claim, outcome=DecisionOutcome.DECLINED, reasons=reasons, proposal=proposal, decided_by=first,
        seconded_by=second, definition_version=1,
    )  # fmt: skip


def reverse_decline(claim: Claim) -> Decision:
    return Decision.objects.create(
        claim=claim, outcome=DecisionOutcome.ACCEPTED, decided_by=UserFactory.create(staff=True),
        definition_version=1, reverses=claim.decisions.get(),
    )  # fmt: skip


def reassess(claim: Claim) -> AssessmentChange:
    masks = {"outcome": Outcome.INELIGIBLE, "fail_mask": 1, "unknown_mask": 0}
    definition = claim.matter.definitions.get()
    Assessment.objects.update_or_create(
        claim=claim,
        defaults={"definition": definition, "facts": {}, "fact_version": 1, "since": timezone.now(), **masks},
    )
    return AssessmentChange.objects.create(claim=claim, definition=definition, fact_version=1, **masks)


def let_leases_expire() -> None:
    Notice.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))


def lose_worker(lease: Lease, *, writing: list[int] | None = None) -> None:
    """The worker of this lease is gone, and its notes stay; `writing` is what it was rendering."""
    assert lease.journal is not None
    if writing:
        lease.journal.writes(writing)
    lease.journal.close(is_settled=False)


def let_all_be_due() -> None:
    Notice.objects.update(not_before=Now())
    Provider.objects.update(closed_until=None)
