"""Forty made-up people who register and claim, and the staff who work on them: every state, by the acts themselves."""

from collections.abc import Callable
from typing import Any

from claimants.matters.models import Matter
from claimants.matters.stages import Mode
from claimants.people.actions import open_account
from claimants.people.models import User
from intake.decisions import actions as decisions
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.review import actions as review
from intake.review.models import InformationRequest

Staff = dict[str, User]
Scene = Callable[[Claim, Staff], None]

REGISTRATIONS, CLAIMS = "de-la-torre-v-linkedin", "example-settlement"

NAMES = (
    "Ana María Núñez", "Oluwaseun Adeyemi", "李小龍", "Zoë O’Connor", "Мария Иванова", "Søren Østergård",
    "محمد العلي", "Priya Krishnamurthy", "Jean-Luc Lefèvre", "Nguyễn Thị Hồng", "Γιώργος Παπαδόπουλος", "Robin Lee",
    "Łukasz Wójcik", "יעל כהן", "김민지", "Björk Guðmundsdóttir", "Tāne Māhuta", "Ìyábọ̀ Adébáyọ̀", "Sam Carter",
    "Ayşe Yılmaz", "ณัฐพล สุขใจ", "Marta Šimková", "Juan Carlos de la Cruz y Vega", "Emily Hernandez", "Kofi Mensah",
    "Fatima Zahra Benali", "Noah Müller-Lüdenscheidt", "田中さくら",
)  # fmt: skip

US = {"rows": [{"from": "2015", "to": "open", "country": "US"}], "complete": "yes"}
ABROAD = {"rows": [{"from": "2010", "to": "open", "country": "DE"}], "complete": "yes"}
MOVED = {
    "rows": [
        {"from": "2016", "to": "2023-06", "country": "CH"},
        {"from": "2023-06", "to": "open", "country": "US"},
    ],
    "complete": "yes",
}
LATE_PREMIUM = {"rows": [{"from": "2024-09-18", "to": "open", "plan": "career"}], "complete": "yes"}

REGISTRATION: dict[str, Any] = {
    "birth_year": 1984, "already_represented": "no", "excluded_role": "none",
    "premium": {"rows": [{"from": "2021-03", "to": "2024-02", "plan": "career"}], "complete": "yes"},
    "premium_paid_by": "self", "product": "premium", "residence": US,
    "account": {"from": "2012", "to": "open"}, "inmail": "both", "inmail_first": "2021-05",
    "ai_setting": "never_saw", "first_learned_on": "2025-01-22", "released": "no",
}  # fmt: skip

CLAIM: dict[str, Any] = {
    "subscriptions": {"rows": [{"from": "2023-05", "to": "2024-02", "plan": "family"}], "complete": "yes"},
    "charged_after": "yes", "first_charge_after": "2024-03", "ties": ["none"],
    "post": {"lines": "1 Main Street", "city": "Oakland", "region": "CA", "postcode": "94607", "country": "US"},
}  # fmt: skip

VARIATIONS: dict[str, tuple[dict[str, Any], ...]] = {
    REGISTRATIONS: (
        {}, {"residence": MOVED}, {"inmail_first": "2024-09"}, {"residence": ABROAD}, {"released": "unsure"},
        {"premium_paid_by": "employer"}, {"premium": LATE_PREMIUM}, {"inmail": "unsure", "inmail_first": None},
        {"product": "recruiter"}, {"account": {"from": "unsure", "to": "open"}},
        {"narrative": "I wrote to recruiters about my health. I never agreed to that being read."},
    ),
    CLAIMS: ({}, {"charged_after": "unsure", "first_charge_after": None}, {"first_charge_after": "2025-07"}),
}  # fmt: skip

DECLINED: dict[str, tuple[str, dict[str, Any]]] = {
    REGISTRATIONS: ("not_in_the_us", {"residence": ABROAD}),
    CLAIMS: ("not_charged", {"charged_after": "no", "first_charge_after": None}),
}
"""For what reason, and the answers that bear it out."""


def people_and_claims(staff: Staff) -> int:
    """Makes forty people's registrations and claims; how many."""
    made = 0
    for slug, scenes in SCENES.items():
        matter = Matter.objects.get(slug=slug)
        for scene in scenes:
            _file(matter, made, _changes(slug, made, scene), scene, staff)
            made += 1
    return made


def _changes(slug: str, number: int, scene: Scene) -> dict[str, Any]:
    """Answers that fit what becomes of the claim."""
    if scene in (proposed, declined, disputed, reversed_later):
        return DECLINED[slug][1]
    return {} if scene is accepted else VARIATIONS[slug][number % len(VARIATIONS[slug])]


def _file(matter: Matter, number: int, changes: dict[str, Any], scene: Scene, staff: Staff) -> None:
    person = open_account(email=f"claimant{number + 1}@example.org", language="en")
    claim = filing.start(matter=matter, by=person)
    whole = {**(REGISTRATION if matter.mode == Mode.REGISTRATION else CLAIM), **changes}
    answers = {**whole, "full_name": {"full": NAMES[number % len(NAMES)]}}
    filing.save_answers(claim=claim, answers=answers, by=person)
    if scene is not draft:
        filing.submit(
            claim=claim, token=filing.check_token(claim), typed_name=NAMES[number % len(NAMES)],
            inside_us=True, by=person,
        )  # fmt: skip
        scene(Claim.objects.with_matter().get(pk=claim.pk), staff)


def draft(claim: Claim, staff: Staff) -> None:
    """Left before signing."""


def waiting(claim: Claim, staff: Staff) -> None:
    """Submitted, and nobody has looked yet."""


def withdrawn(claim: Claim, staff: Staff) -> None:
    filing.withdraw(claim=claim, by=_claimant(claim))


def taken(claim: Claim, staff: Staff) -> None:
    review.take(claim=claim, by=staff["anna.reviewer"])


def under_review(claim: Claim, staff: Staff) -> None:
    taken(claim, staff)
    review.clear_conflict(claim=claim, by=staff["anna.reviewer"])
    review.add_note(claim=claim, text="Dates match the receipts described.", by=staff["anna.reviewer"])


def conflicted(claim: Claim, staff: Staff) -> None:
    taken(claim, staff)
    review.find_conflict(claim=claim, by=staff["anna.reviewer"])


def asked(claim: Claim, staff: Staff) -> None:
    under_review(claim, staff)
    question = "inmail_first" if claim.mode == Mode.REGISTRATION else "first_charge_after"
    review.ask(claim=claim, questions=[question], message="The month is enough.", days=30, by=staff["anna.reviewer"])


def answered(claim: Claim, staff: Staff) -> None:
    asked(claim, staff)
    request = InformationRequest.objects.get(claim=claim)
    answers = {request.questions[0]: "2023-01"}
    token = filing.check_token(claim, review.merged(request, answers))
    review.answer(
        request=request, answers=answers, token=token, typed_name=claim.submissions.get().payload.typed_name,
        inside_us=True, by=_claimant(claim),
    )  # fmt: skip


def on_file(claim: Claim, staff: Staff) -> None:
    under_review(claim, staff)
    decisions.keep_on_file(claim=claim, note="", by=staff["anna.reviewer"])


def accepted(claim: Claim, staff: Staff) -> None:
    under_review(claim, staff)
    decisions.accept(claim=claim, note="", by=staff["anna.reviewer"])


def proposed(claim: Claim, staff: Staff) -> None:
    under_review(claim, staff)
    reason, _ = DECLINED[claim.matter.slug]
    decisions.propose_decline(claim=claim, reasons=[reason], note="See the answers.", by=staff["anna.reviewer"])


def declined(claim: Claim, staff: Staff) -> None:
    proposed(claim, staff)
    decisions.second(proposal=claim.proposals.get(), by=staff["ben.reviewer"])


def disputed(claim: Claim, staff: Staff) -> None:
    declined(claim, staff)
    decisions.dispute(claim=claim, by=_claimant(claim))


def reversed_later(claim: Claim, staff: Staff) -> None:
    declined(claim, staff)
    decisions.reverse(
        decision=claim.decisions.get(),
        outcome="on_file",
        note="The firm looks abroad again.",
        by=staff["sam.supervisor"],
    )


def _claimant(claim: Claim) -> User:
    if claim.filed_by is None:
        raise ValueError(f"{claim} was not filed online.")
    return claim.filed_by


SCENES: dict[str, tuple[Scene, ...]] = {
    REGISTRATIONS: (
        *([waiting] * 6), *([draft] * 2), *([on_file] * 4), *([taken] * 2), *([under_review] * 2), conflicted,
        asked, asked, answered, *([accepted] * 2), proposed, declined, disputed, reversed_later, withdrawn,
    ),
    CLAIMS: (
        *([waiting] * 3), draft, under_review, asked, answered, *([accepted] * 2), proposed, declined, disputed,
        withdrawn,
    ),
}  # fmt: skip
