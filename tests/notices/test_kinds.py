"""Every kind of notice, at every stage, in both modes: what it says, and what it never says."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.db import transaction

from claimants.common.exceptions import Refused
from claimants.matters.promises import promises_in
from claimants.matters.stages import Mode, Stage
from intake.decisions.reasons import given_reasons
from intake.filing.actions import check_token, correct, latest_answers
from intake.filing.models import Claim, EventKind
from intake.notices.actions import owe
from intake.notices.kinds import KINDS, OWED_FOR, kind_named
from intake.notices.models import Notice
from intake.notices.render import UNSENT_CODE, Message, preview, render

MakeClaim = Callable[..., Claim]
SITUATIONS = [
    pytest.param(kind.name, mode, stage, id=f"{kind.name}-{mode}-{stage}")
    for kind in KINDS.values()
    for mode in Mode
    for stage in Stage
    if kind.may_be_sent(mode, stage)
]
pytestmark = pytest.mark.django_db


def test_the_kinds_are_those_the_portal_promises() -> None:
    assert set(KINDS) == {
        "claim_received", "draft_expiring", "information_requested", "information_reminder", "accepted",
        "kept_on_file", "declined", "reversed", "withdrawn", "definition_changed", "matter_changed",
        "mailbox_changed",
    }  # fmt: skip


def test_every_kind_of_event_says_what_it_owes() -> None:
    assert set(OWED_FOR) == set(EventKind)
    assert OWED_FOR[EventKind.DECLINED] == ("declined",)
    assert OWED_FOR[EventKind.CURED] == ("claim_received",)
    assert OWED_FOR[EventKind.NOTED] == ()


def test_a_kind_nobody_wrote_is_named_in_the_error() -> None:
    with pytest.raises(KeyError, match="There is no kind of notice called 'thanks'"):
        kind_named("thanks")


@pytest.mark.parametrize(("kind", "mode", "stage"), SITUATIONS)
def test_a_notice_promises_nothing(kind: str, mode: Mode, stage: Stage, claim_in: MakeClaim) -> None:
    written = preview(kind, claim_in(stage, mode))
    for text in (written.subject, written.text, _words_of(written.html)):
        assert promises_in(text, stage, mode=mode) == []


@pytest.mark.parametrize(("kind", "mode", "stage"), SITUATIONS)
def test_text_and_html_say_the_same_words(kind: str, mode: Mode, stage: Stage, claim_in: MakeClaim) -> None:
    written = preview(kind, claim_in(stage, mode))
    assert _words_of(written.html) == _words_of_text(written.text)


@pytest.mark.parametrize(("kind", "mode", "stage"), SITUATIONS)
def test_a_notice_says_whose_it_is_what_is_true_and_how_to_check_it(
    kind: str, mode: Mode, stage: Stage, claim_in: MakeClaim
) -> None:
    claim = claim_in(stage, mode)
    text = " ".join(preview(kind, claim).text.split())
    sponsor = claim.matter.file.sponsor
    for said in (claim.reference, claim.matter.caption, claim.matter.file.number, sponsor.firm, sponsor.telephone,
                 "How to check that this message is real", UNSENT_CODE, "/notices/verify/"):  # fmt: skip
        assert said in text
    assert ("dismissed" in text) >= (stage is Stage.DISMISSED)
    assert ("No lawyer represents you because you registered" in text) == (mode is Mode.REGISTRATION)


@pytest.mark.parametrize(("kind", "mode", "stage"), SITUATIONS)
def test_a_notice_uses_the_words_of_its_mode(kind: str, mode: Mode, stage: Stage, claim_in: MakeClaim) -> None:
    written = preview(kind, claim_in(stage, mode))
    other = {
        Mode.REGISTRATION: ["registration was approved", "was denied", "is denied", "your claim was"],
        Mode.CLAIM: ["registration", "your lawyer", "was declined", "is declined", "claim was accepted"],
    }[mode]
    own_part = written.subject + written.text.partition("Where this stands")[0]
    assert not [word for word in other if word in own_part.lower()]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_subject_names_no_person_no_case_and_no_sum(kind: str, claim_in: MakeClaim) -> None:
    claim = claim_in(Stage.DISMISSED)
    subject = preview(kind, claim).subject
    assert claim.reference in subject
    assert "Ana" not in subject
    assert claim.matter.caption not in subject
    assert not re.search(r"[$€£]|\d{3},\d{3}", subject)
    assert len(subject) < 80


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_link_opens_anything_by_itself(kind: str, claim_in: MakeClaim) -> None:
    claim = claim_in(Stage.DISMISSED)
    links = set(re.findall(r"https?://\S+", preview(kind, claim).text))
    assert links == {
        f"http://localhost:8000/registrations/{claim.reference}/",
        f"http://localhost:8000/matters/{claim.matter.slug}/",
        "http://localhost:8000/notices/verify/",
    }


@pytest.mark.parametrize("stage", list(Stage))
def test_a_claim_is_never_said_to_be_decided_by_itself_as_if_by_a_machine(stage: Stage, claim_in: MakeClaim) -> None:
    claim = claim_in(stage, Mode.CLAIM)
    said = " ".join(preview("matter_changed", claim).text.split())
    assert "decided by itself" not in said
    assert ("A person decides each claim on its own facts." in said) == (stage in (
        Stage.FINAL_APPROVAL, Stage.DISTRIBUTION,
    ))  # fmt: skip


def test_the_subject_of_a_confirmation_says_when_it_was_a_correction_that_came(registration: Claim) -> None:
    answers = {**latest_answers(registration), "inmail": "sent"}
    assert registration.filed_by
    correct(
        claim=registration, answers=answers, token=check_token(registration, answers), typed_name="Ana",
        inside_us=True, by=registration.filed_by,
    )  # fmt: skip
    first, second = (render(notice).subject for notice in Notice.objects.order_by("pk"))
    assert first == f"We received your registration {registration.reference}"
    assert second == f"We received your correction to registration {registration.reference}"


def test_a_notice_that_says_the_page_may_change_gives_its_address(court_claim: Claim) -> None:
    said = preview("claim_received", court_claim).text
    assert "read the page of this case again before you travel" in " ".join(said.split())
    assert f"\n\nThe page of this matter:\n\n{settings.SITE_URL}/matters/{court_claim.matter.slug}/\n" in said
    assert "1 Example Courthouse Square" in said


def test_a_decline_warns_that_time_may_run_out_and_says_why(claim_in: MakeClaim) -> None:
    claim = claim_in(Stage.DISMISSED)
    text = _flat(preview("declined", claim, reasons=given_reasons(claim, [claim.matter.file.reasons[0].code])))
    assert "Your time to act may be running out" in text
    assert "Ask another lawyer promptly" in text
    assert claim.matter.file.reasons[0].label in text


def test_a_request_shows_its_questions_and_quotes_the_reviewer(claim_in: MakeClaim) -> None:
    claim = claim_in(Stage.DISMISSED)
    written = preview("information_requested", claim, questions=["birth_year"], message="a\n- b\n## c", days=14)
    assert "> a\n> - b\n> ## c" in written.text
    assert "You have 14 days" in _flat(written)


def test_a_parent_s_name_in_another_script_reads_as_it_was_typed(claim: Claim) -> None:
    name = "Нгуен 王小明 د. ليلى"
    _sign_again(claim, name)
    written = preview("withdrawn", claim)
    assert f"Dear {name}," in written.text
    assert f"Dear {name}," in _words_of(written.html)


@pytest.mark.parametrize(
    "name", ["Ana\r\nBcc: all@example.org", "Ana\n\n## Pay now", "Ana\u202egnp.exe", "Ana\x1b[31m"]
)
def test_a_name_cannot_break_out_of_its_line(name: str, claim: Claim) -> None:
    _sign_again(claim, name)
    written = preview("withdrawn", claim)
    greeting = written.text.split("\n\n")[0].replace("\n", " ")
    assert greeting.startswith("Dear Ana")
    assert greeting.endswith(",")
    assert not set(written.text) & set("\r\x1b\u202e")
    assert "Bcc" not in written.subject


def test_html_in_an_answer_stays_text(claim: Claim) -> None:
    _sign_again(claim, "<script>alert(1)</script> & Co")
    html = preview("withdrawn", claim).html
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in html


@pytest.mark.parametrize("kind", ["accepted", "information_requested", "definition_changed", "kept_on_file"])
def test_some_notices_are_refused_once_the_matter_is_closed(kind: str, claim_in: MakeClaim) -> None:
    claim = claim_in(Stage.CLOSED)
    with pytest.raises(Refused, match="is not sent for a claim in a matter at the stage “closed”"):
        preview(kind, claim)
    with pytest.raises(Refused), transaction.atomic():
        owe(kind=kind, cause="event:1", claim=claim)
    assert not claim.notices.exists()


def test_a_notice_with_something_missing_is_refused_and_says_what(claim: Claim) -> None:
    with pytest.raises(Refused, match="cannot be written without reasons"), transaction.atomic():
        owe(kind="declined", cause="event:1", claim=claim)
    assert not claim.notices.exists()


def _sign_again(claim: Claim, name: str) -> None:
    from tests.notices.situations import sign

    sign(claim, name, at=claim.submitted_at)


def _flat(written: Message) -> str:
    return " ".join(written.text.split())


def _words_of_text(text: str) -> str:
    kept = [re.sub(r"^(?:- |> |-+$)", "", line.strip()) for line in text.splitlines()]
    return " ".join(" ".join(kept).split())


def _words_of(page: str) -> str:
    """What a reader of the HTML reads below the subject: no title, no style."""
    body = re.sub(r"<(title|style|h1)>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
