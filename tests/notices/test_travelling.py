"""Notices of claims made by the actions themselves, in the bundled matters, and sent by a real worker."""

from collections.abc import Callable

import pytest

from claimants.matters.models import Matter
from claimants.matters.promises import promises_in
from claimants.matters.stages import Mode, Stage
from claimants.people.models import Role, User
from intake.decisions import actions as deciding
from intake.decisions.reasons import given_reasons
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.notices.actions import send_due
from intake.notices.kinds import KINDS
from intake.notices.models import Notice, NoticeState
from intake.notices.render import preview
from intake.review import actions as reviewing
from tests.fixtures.filings import REGISTRATION, staff_of
from tests.fixtures.mail import MailFolder, MailSink
from tests.fixtures.workers import Worker
from tests.notices.relay import Relay

ADDRESS = "claimant@example.org"


def _kinds_owed(claim: Claim) -> list[str]:
    return list(Notice.objects.filter(claim=claim).order_by("pk").values_list("kind", flat=True))


def _taken(claim: Claim, by: User) -> Claim:
    reviewing.take(claim=claim, by=by)
    if claim.mode == Mode.REGISTRATION:
        reviewing.clear_conflict(claim=claim, by=by)
    return Claim.objects.with_matter().get(pk=claim.pk)


@pytest.mark.django_db
def test_a_submission_owes_its_receipt_with_the_words_signed(registration: Claim, relay: Relay) -> None:
    assert _kinds_owed(registration) == ["claim_received"]
    assert send_due() == {"accepted": 1}
    attachment = next(relay.messages[0].iter_attachments())
    assert attachment.get_filename() == f"registration-{registration.reference}.pdf"
    assert "Dear Ana María Núñez," in relay.messages[0].get_body(("plain",)).get_content()


@pytest.mark.django_db
def test_the_same_check_page_submitted_twice_owes_one_receipt(seed: Matter, claimant: User) -> None:
    claim = filing.start(matter=seed, by=claimant)
    filing.save_answers(claim=claim, answers=REGISTRATION, by=claimant)
    token = filing.check_token(claim)
    first, second = (
        filing.submit(claim=claim, token=token, typed_name="Ana", inside_us=True, by=claimant) for _ in range(2)
    )
    assert first == second
    assert _kinds_owed(claim) == ["claim_received"]


@pytest.mark.django_db
def test_each_decision_owes_its_notice(registration: Claim, seed: Matter, relay: Relay) -> None:
    anna, bert = staff_of(seed, "anna"), staff_of(seed, "bert", Role.SUPERVISOR)
    claim = _taken(registration, anna)
    proposal = deciding.propose_decline(claim=claim, reasons=[claim.matter.file.reasons[0].code], note="", by=anna)
    assert _kinds_owed(claim) == ["claim_received"]
    decision = deciding.second(proposal=proposal, by=bert)
    deciding.reverse(decision=decision, outcome="on_file", note="", by=staff_of(seed, "cora", Role.SUPERVISOR))
    assert _kinds_owed(claim) == ["claim_received", "declined", "reversed"]
    assert send_due() == {"accepted": 3}
    texts = [" ".join(m.get_body(("plain",)).get_content().split()) for m in relay.messages]
    assert claim.matter.file.reasons[0].label in texts[1]
    assert "Before: declined Now: kept on file" in texts[2]


@pytest.mark.django_db
def test_a_request_for_information_asks_the_questions_as_they_were_asked(
    registration: Claim, seed: Matter, relay: Relay
) -> None:
    anna = staff_of(seed, "anna")
    claim = _taken(registration, anna)
    request = reviewing.ask(claim=claim, questions=["inmail"], message="Which one?", days=14, by=anna)
    send_due()
    request.refresh_from_db()
    assert request.due_at is not None
    text = relay.messages[1].get_body(("plain",)).get_content()
    assert "> Which one?" in text
    assert "You have 14 days" in " ".join(text.split())


@pytest.mark.django_db
def test_withdrawing_owes_a_confirmation(registration: Claim, claimant: User) -> None:
    filing.withdraw(claim=registration, by=claimant)
    assert _kinds_owed(registration) == ["claim_received", "withdrawn"]


@pytest.mark.django_db
def test_a_settlement_s_notices_carry_dates_rights_and_release(court_claim: Claim) -> None:
    text = " ".join(preview("claim_received", court_claim).text.split())
    file = court_claim.matter.file
    for said in (file.dates[0].label, file.rights[0].heading, file.release[0], "Dates set by the court"):
        assert " ".join(said.split()) in text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"information_reminder"}))
@pytest.mark.parametrize("fixture", ["registration", "court_claim"])
def test_no_notice_about_a_bundled_matter_promises_anything(
    fixture: str, kind: str, request: pytest.FixtureRequest
) -> None:
    claim: Claim = request.getfixturevalue(fixture)
    file = claim.matter.file
    given = {
        "reasons": given_reasons(claim, [one.code for one in file.reasons]),
        "questions": [file.questions.pages[0].questions[0].id],
        "days": 14, "outcome": "accepted",
    }  # fmt: skip
    written = preview(kind, claim, **given)
    allowed = [right.text for right in file.rights] + list(file.release)
    stage = Stage(claim.matter.stage)
    assert promises_in(f"{written.subject}. {written.text}", stage, mode=Mode(claim.mode), allowed=allowed) == []


def test_a_real_worker_sends_what_was_owed_over_smtp(
    transactional_db: None, smtp_sink: MailSink, worker: Worker, registered: Callable[[], Claim]
) -> None:
    claim = registered()
    messages = smtp_sink.wait_for(1)
    assert claim.reference in str(messages[0]["Subject"])
    notice = Notice.objects.get()
    assert notice.state in {NoticeState.ACCEPTED, NoticeState.ATTEMPTING}


def test_a_real_worker_keeps_mail_for_the_mail_page(
    transactional_db: None, mail_folder: MailFolder, worker: Worker, registered: Callable[[], Claim]
) -> None:
    claim = registered()
    message = mail_folder.wait_for(ADDRESS, "We received your registration")
    assert claim.reference in str(message["Subject"])


@pytest.fixture
def registered(request: pytest.FixtureRequest) -> Callable[[], Claim]:
    """Files a registration when it is called, so that it happens after the worker is there."""
    return lambda: request.getfixturevalue("registration")
