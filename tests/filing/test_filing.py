"""From a draft to what was signed: once, whole, and exactly as it was seen."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters.digests import digest_of
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.assessments.models import Assessment, AssessmentChange
from intake.filing import actions, retention
from intake.filing.log import verify
from intake.filing.models import Claim, ClaimEvent, FactSet, Submission, SubmissionPayload
from intake.filing.states import State
from intake.notices.models import Notice
from tests.fixtures.filings import REGISTRATION, file_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(seed: Matter, claimant: User) -> Claim:
    claim = actions.start(matter=seed, by=claimant)
    actions.save_answers(claim=claim, answers=REGISTRATION, by=claimant)
    return claim


def sign(claim: Claim, by: User, token: str | None = None, name: str = "Ana María Núñez") -> Submission:
    return actions.submit(
        claim=claim, token=token or actions.check_token(claim), typed_name=name, inside_us=True, by=by
    )


def test_starting_twice_gives_the_draft_already_begun(seed: Matter, claimant: User) -> None:
    first = actions.start(matter=seed, by=claimant)
    assert actions.start(matter=seed, by=claimant) == first
    assert Claim.objects.count() == 1
    assert ClaimEvent.objects.count() == 0


def test_someone_may_file_for_themselves_and_for_a_child(seed: Matter, claimant: User) -> None:
    own = actions.start(matter=seed, by=claimant)
    childs = actions.start(matter=seed, by=claimant, capacity="parent")
    assert own.person != childs.person


def test_a_second_child_gets_a_draft_of_its_own_and_the_same_page_sent_twice_begins_once(
    seed: Matter, claimant: User
) -> None:
    first = actions.start(matter=seed, by=claimant, capacity="parent", begun_with="page one")
    second = actions.start(matter=seed, by=claimant, capacity="parent", begun_with="page two")
    assert first.person != second.person
    assert actions.start(matter=seed, by=claimant, capacity="parent", begun_with="page two") == second
    actions.save_answers(claim=second, answers={"birth_year": 2015}, by=claimant)
    assert actions.start(matter=seed, by=claimant, capacity="parent", begun_with="page two") == second


def test_nothing_can_be_started_in_a_closed_matter(closed_matter: Matter, claimant: User) -> None:
    with pytest.raises(Refused, match="Nothing can be filed"):
        actions.start(matter=closed_matter, by=claimant)
    assert not Claim.objects.exists()


def test_a_page_saved_in_one_tab_does_not_undo_another_tabs_page(seed: Matter, claimant: User) -> None:
    here = actions.start(matter=seed, by=claimant)
    there = Claim.objects.get(pk=here.pk)
    actions.save_answers(claim=here, answers={"birth_year": 1985}, by=claimant)
    actions.save_answers(claim=there, answers={"inmail": "both"}, by=claimant)
    assert Claim.objects.get().draft["answers"] == {"birth_year": 1985, "inmail": "both"}


def test_signing_freezes_the_answers_the_words_and_the_facts(draft: Claim, claimant: User) -> None:
    submission = sign(draft, claimant)
    payload = submission.payload
    assert payload.answers == REGISTRATION
    assert "Ana María Núñez" in payload.signed_text
    assert draft.reference in payload.signed_text
    facts = FactSet.objects.get(claim=draft).facts
    assert facts["account"] == {"from": "2012", "to": "open"}
    assert facts["signed_on"] <= timezone.now().date().isoformat()
    assert list(verify()) == []


def test_a_submission_is_judged_and_its_receipt_is_owed_in_the_same_act(draft: Claim, claimant: User) -> None:
    sign(draft, claimant)
    assert Assessment.objects.get(claim=draft).outcome == "eligible"
    assert AssessmentChange.objects.get(claim=draft).old_outcome == ""
    assert [notice.kind for notice in Notice.objects.filter(claim=draft)] == ["claim_received"]
    assert [event.kind for event in ClaimEvent.objects.filter(claim=draft)] == ["submitted"]


def test_signing_the_same_page_again_makes_nothing_new(draft: Claim, claimant: User) -> None:
    token = actions.check_token(draft)
    again = [sign(draft, claimant, token) for _ in range(3)]
    assert len(set(again)) == 1
    assert Submission.objects.count() == SubmissionPayload.objects.count() == Notice.objects.count() == 1


def test_answers_changed_in_another_tab_must_be_seen_before_they_are_signed(draft: Claim, claimant: User) -> None:
    token = actions.check_token(draft)
    actions.save_answers(claim=draft, answers={"inmail": "none"}, by=claimant)
    with pytest.raises(Refused, match="Nothing is lost"):
        sign(draft, claimant, token)
    assert Claim.objects.get().draft["answers"]["inmail"] == "none"


@pytest.mark.parametrize("token", ["", "forged", "eyJ9:xx:yy"])
def test_a_token_that_is_not_ours_is_refused_with_a_sentence(draft: Claim, claimant: User, token: str) -> None:
    with pytest.raises(Refused, match="sign again"):
        actions.submit(claim=draft, token=token, typed_name="A", inside_us=True, by=claimant)


def test_a_token_of_another_claim_does_not_sign_this_one(draft: Claim, claimant: User, seed: Matter) -> None:
    other = actions.start(matter=seed, by=claimant, capacity="parent")
    actions.save_answers(claim=other, answers=REGISTRATION, by=claimant)
    with pytest.raises(Refused):
        sign(draft, claimant, actions.check_token(other))


def test_a_name_of_spaces_does_not_sign(draft: Claim, claimant: User) -> None:
    with pytest.raises(Refused, match="full name"):
        sign(draft, claimant, name="   ")


def test_a_question_left_open_is_named_before_signing(draft: Claim, claimant: User) -> None:
    actions.save_answers(claim=draft, answers={"account": None}, by=claimant)
    with pytest.raises(Refused, match="LinkedIn account"):
        sign(draft, claimant)


def test_an_answer_no_question_asks_for_any_more_is_kept_and_not_signed(draft: Claim, claimant: User) -> None:
    actions.save_answers(claim=draft, answers={"a_removed_question": "what I wrote"}, by=claimant)
    submission = sign(draft, claimant)
    assert "a_removed_question" not in submission.payload.answers
    assert Claim.objects.get().draft == {"not_submitted": {"a_removed_question": "what I wrote"}}


def test_a_stale_tab_cannot_change_what_was_signed(draft: Claim, claimant: User) -> None:
    stale = Claim.objects.get(pk=draft.pk)
    sign(draft, claimant)
    with pytest.raises(Refused, match="already submitted"):
        actions.save_answers(claim=stale, answers={"inmail": "none"}, by=claimant)


def test_an_ineligible_result_stops_nobody_from_filing(seed: Matter, claimant: User) -> None:
    claim = file_claim(seed, claimant, inmail="none", inmail_first=None)
    assert claim.state == State.SUBMITTED
    assert Assessment.objects.get(claim=claim).outcome == "ineligible"


def test_what_is_not_known_is_never_a_pass(seed: Matter, claimant: User) -> None:
    claim = file_claim(seed, claimant, released="unsure")
    assert Assessment.objects.get(claim=claim).outcome == "needs_information"


def test_withdrawing_keeps_the_history_and_lets_the_person_file_again(registration: Claim, claimant: User) -> None:
    actions.withdraw(claim=registration, by=claimant)
    assert registration.state == State.WITHDRAWN
    assert ClaimEvent.objects.filter(claim=registration).last().kind == "withdrawn"
    again = actions.start(matter=registration.matter, by=claimant)
    assert again != registration
    assert again.person == registration.person


def test_withdrawing_a_draft_leaves_nothing(draft: Claim, claimant: User) -> None:
    actions.withdraw(claim=draft, by=claimant)
    assert not Claim.objects.exists()


def test_a_submitted_claim_cannot_be_discarded(registration: Claim, claimant: User) -> None:
    with pytest.raises(Refused, match="withdrawn, not discarded"):
        actions.discard(claim=registration, by=claimant)


def test_a_state_changed_by_someone_quicker_is_not_overwritten(registration: Claim, claimant: User) -> None:
    stale = Claim.objects.get(pk=registration.pk)
    actions.withdraw(claim=registration, by=claimant)
    with pytest.raises(Refused, match="Someone else has just changed"):
        actions.move(stale, State.IN_REVIEW)


def test_a_claim_after_the_deadline_is_refused(settlement: Matter, claimant: User) -> None:
    claim = actions.start(matter=settlement, by=claimant)
    after = settlement.file.date("claim_deadline").moment + timedelta(seconds=1)
    with time_machine.travel(after, tick=False), pytest.raises(Refused, match="Nothing can be filed"):
        sign(claim, claimant)


def reload(matter: Matter, **changes: object) -> None:
    document = {**matter.document, **changes}
    Matter.objects.filter(pk=matter.pk).update(document=document, sha256=digest_of(document), stage=document["stage"])


def test_words_changed_since_the_check_page_must_be_seen_before_they_are_signed(draft: Claim, claimant: User) -> None:
    token = actions.check_token(draft)
    reload(draft.matter, attestation={"text": "Other words that nobody was shown."})
    with pytest.raises(Refused, match="words to sign changed"):
        sign(draft, claimant, token)
    assert not Submission.objects.exists()


def test_a_capacity_changed_since_the_check_page_must_be_seen_too(draft: Claim, claimant: User) -> None:
    token = actions.check_token(draft)
    actions.change_capacity(claim=draft, capacity="guardian", by=claimant)
    with pytest.raises(Refused, match="Nothing is lost"):
        sign(draft, claimant, token)


def test_a_registration_cannot_be_signed_once_the_case_takes_claims(draft: Claim, claimant: User) -> None:
    reload(draft.matter, stage="preliminary_approval")
    fresh = Claim.objects.with_matter().get()
    with pytest.raises(Refused, match="cannot be signed any more"):
        sign(fresh, claimant)
    assert Claim.objects.get().draft["answers"] == REGISTRATION


def test_someone_registered_may_file_a_claim_once_the_case_takes_claims(registration: Claim, claimant: User) -> None:
    reload(registration.matter, stage="preliminary_approval")
    claim = actions.start(matter=Matter.objects.get(), by=claimant)
    assert claim != registration
    assert (claim.mode, claim.person) == ("claim", registration.person)


def test_a_draft_someone_came_back_to_is_not_purged(draft: Claim, claimant: User) -> None:
    now = timezone.now()
    Claim.objects.update(touched_at=now - timedelta(days=31))
    actions.save_answers(claim=Claim.objects.get(), answers={"inmail": "sent"}, by=claimant)
    assert not retention._purge(draft.pk, now)
    assert Claim.objects.get().draft["answers"]["inmail"] == "sent"


def test_a_correction_after_the_deadline_is_refused(court_claim: Claim, claimant: User) -> None:
    after = court_claim.matter.file.date("claim_deadline").moment + timedelta(seconds=1)
    token = actions.check_token(court_claim, actions.latest_answers(court_claim))
    with time_machine.travel(after, tick=False), pytest.raises(Refused, match="Nothing can be filed"):
        actions.correct(claim=court_claim, answers={}, token=token, typed_name="A", inside_us=True, by=claimant)
