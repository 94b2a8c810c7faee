"""The question pages: what makes sense is kept, what does not is shown back, and nothing given is lost."""

from typing import Any

import pytest
from django.test import Client

from claimants.matters.definitions import current_questions
from claimants.matters.models import Matter, QuestionSet
from intake.filing.models import Claim
from tests.portal.answers import GATE, PAGES
from tests.portal.questions import with_question, without
from tests.portal.reading import asked_on, text_of

PREMIUM, LIVED, MESSAGES, ABOUT = "your-premium", "where-you-lived", "account-and-messages", "about-you"


def _at(claim: Claim, page: str = "") -> str:
    return f"/registrations/{claim.reference}/{page}/" if page else f"/registrations/{claim.reference}/"


def _kept(claim: Claim) -> dict[str, Any]:
    claim.refresh_from_db()
    return claim.draft["answers"]


def test_a_page_says_which_step_it_is_and_leads_to_the_next(own: Client, draft: Claim) -> None:
    assert "Step 1 of 6" in text_of(own.get(_at(draft, PREMIUM)))
    assert own.post(_at(draft, PREMIUM), PAGES[PREMIUM])["Location"] == _at(draft, LIVED)
    assert "Step 2 of 6" in text_of(own.get(_at(draft, LIVED)))


def test_answers_are_kept_in_their_own_shape_and_shown_again(own: Client, draft: Claim) -> None:
    own.post(_at(draft, LIVED), PAGES[LIVED])
    assert _kept(draft)["residence"] == {
        "rows": [{"from": "1980", "to": "open", "country": "US"}],
        "complete": "yes",
    }
    page = own.get(_at(draft, LIVED)).content.decode()
    assert 'value="United States"' in page
    assert 'value="1980"' in page


def test_what_makes_sense_is_kept_although_something_else_does_not(own: Client, draft: Claim) -> None:
    page = own.post(_at(draft, PREMIUM), {**PAGES[PREMIUM], "premium.0.from.year": "19x"})
    assert page.status_code == 200
    assert "Row 1: Write the year with four digits" in text_of(page)
    assert 'value="19x"' in page.content.decode()
    assert "Everything else on this page is saved." in text_of(page)
    assert _kept(draft)["premium_paid_by"] == "self"
    assert "premium" not in _kept(draft)


def test_a_mistake_does_not_take_away_what_was_kept_before(own: Client, draft: Claim) -> None:
    own.post(_at(draft, PREMIUM), PAGES[PREMIUM])
    before = _kept(draft)["premium"]
    own.post(_at(draft, PREMIUM), {**PAGES[PREMIUM], "premium.0.from.year": "19x"})
    assert _kept(draft)["premium"] == before


def test_each_mistake_is_linked_from_the_top_to_its_input_and_said_again_there(own: Client, draft: Claim) -> None:
    html = own.post(_at(draft, LIVED), {**PAGES[LIVED], "residence.0.country": "Atlantis"}).content.decode()
    assert 'href="#id_residence-0-country"' in html
    assert 'id="id_residence-0-country"' in html
    assert html.count("We do not know a country by this name") == 2
    assert "<title>Error: " in html
    assert html.count('aria-invalid="true"') == 1


def test_an_answer_may_be_taken_back_where_it_may_stay_open(own: Client, draft: Claim) -> None:
    own.post(_at(draft, ABOUT), {**PAGES[ABOUT], "narrative": "They read it."})
    assert _kept(draft)["narrative"] == "They read it."
    own.post(_at(draft, ABOUT), PAGES[ABOUT])
    assert "narrative" not in _kept(draft)


def test_a_form_sent_without_its_fields_loses_nothing(own: Client, answered: Claim) -> None:
    before = dict(answered.draft["answers"])
    assert own.post(_at(answered, PREMIUM), {}).status_code == 302
    assert _kept(answered) == before


def test_a_form_sent_empty_asks_for_each_answer(own: Client, draft: Claim) -> None:
    page = text_of(own.post(_at(draft, PREMIUM), {}))
    assert "Some questions need an answer" in page
    assert page.count("Choose an answer.") == 4


def test_a_question_comes_up_when_an_answer_on_the_same_page_asks_for_it(own: Client, draft: Claim) -> None:
    assert "inmail_first" not in asked_on(own.get(_at(draft, MESSAGES)))
    first = {key: value for key, value in PAGES[MESSAGES].items() if not key.startswith("inmail_first")}
    page = own.post(_at(draft, MESSAGES), first)
    assert "inmail_first" in asked_on(page)
    assert "Your answers brought up this question. Please answer it too." in text_of(page)
    assert _kept(draft)["inmail"] == "both"
    assert own.post(_at(draft, MESSAGES), PAGES[MESSAGES]).status_code == 302


def test_a_question_that_an_answer_hides_is_not_asked_for(own: Client, draft: Claim) -> None:
    assert own.post(_at(draft, MESSAGES), {**PAGES[MESSAGES], "inmail": "none"}).status_code == 302
    assert "inmail_first" not in _kept(draft)


def test_what_is_typed_into_one_hidden_question_is_shown_to_nobody_else(
    own: Client, draft: Claim, browser_of_stranger: Client, draft_of_stranger: Claim
) -> None:
    own.post(_at(draft, MESSAGES), {"inmail": "none", "inmail_first.year": "4711"})
    assert "4711" not in browser_of_stranger.get(_at(draft_of_stranger, MESSAGES)).content.decode()


def test_a_row_is_added_and_removed_by_a_button_and_nothing_typed_is_lost(own: Client, draft: Claim) -> None:
    typed = {**PAGES[PREMIUM], "premium.0.from.year": "19x", "premium_paid_by": "gift"}
    more = own.post(_at(draft, PREMIUM), {**typed, "add": "premium"}).content.decode()
    assert 'name="premium.1.from.year"' in more
    assert 'value="19x"' in more
    assert "Something needs your attention" not in more
    assert _kept(draft)["premium_paid_by"] == "gift"
    fewer = own.post(_at(draft, PREMIUM), {**typed, "remove": "premium.0"}).content.decode()
    assert 'name="premium.0.from.year"' not in fewer


def test_a_removed_row_is_gone_at_once(own: Client, draft: Claim) -> None:
    own.post(_at(draft, PREMIUM), PAGES[PREMIUM])
    own.post(_at(draft, PREMIUM), {**PAGES[PREMIUM], "remove": "premium.0"})
    assert _kept(draft)["premium"] == {"rows": [], "complete": "yes"}


def test_a_list_of_nothing_that_is_complete_is_an_answer(own: Client, draft: Claim) -> None:
    none = {key: value for key, value in PAGES[PREMIUM].items() if not key.startswith("premium.0")}
    assert own.post(_at(draft, PREMIUM), none).status_code == 302
    assert _kept(draft)["premium"] == {"rows": [], "complete": "yes"}


def test_leaving_keeps_what_is_there_and_asks_for_nothing(own: Client, draft: Claim) -> None:
    page = own.post(_at(draft, PREMIUM), {"premium_paid_by": "self", "leave": "yes"}, follow=True)
    assert page.redirect_chain == [(_at(draft), 302)]
    assert "Your answers are saved." in text_of(page)
    assert _kept(draft)["premium_paid_by"] == "self"


def test_leaving_with_a_mistake_shows_it_first(own: Client, draft: Claim) -> None:
    page = own.post(_at(draft, PREMIUM), {"premium.0.from.year": "19x", "leave": "yes"})
    assert "Write the year with four digits" in text_of(page)


def test_a_draft_goes_on_where_it_was_left_on_another_device(own: Client, draft: Claim, another_device: Client) -> None:
    own.post(_at(draft, PREMIUM), PAGES[PREMIUM])
    page = another_device.get(_at(draft)).content.decode()
    assert f'href="{_at(draft, LIVED)}">Continue' in page
    assert another_device.get(_at(draft, PREMIUM)).context["form"].initial["premium_paid_by"] == "self"


def test_changing_from_the_check_page_leads_back_to_it(own: Client, answered: Claim) -> None:
    answer = own.post(f"{_at(answered, PREMIUM)}?then=check", PAGES[PREMIUM])
    assert answer["Location"] == _at(answered, "check-answers")


def test_a_page_removed_from_the_matter_leads_on_and_keeps_its_answers(
    own: Client, answered: Claim, seed: Matter
) -> None:
    without(seed, page=LIVED)
    page = own.post(_at(answered, LIVED), PAGES[LIVED], follow=True)
    assert "The questions have changed since you opened that page. Nothing you gave is lost." in text_of(page)
    assert _kept(answered)["residence"]


def test_a_question_added_between_two_pages_is_asked_before_signing(own: Client, answered: Claim, seed: Matter) -> None:
    with_question(
        seed, page=ABOUT, id="nickname", kind="text", label="What do friends call you?", feeds="conflict:names"
    )
    page = text_of(own.get(_at(answered, "check-answers")))
    assert "1 question still needs an answer before you can sign." in page
    assert "Sign and submit" not in page
    assert "What do friends call you?" in text_of(own.post(_at(answered, ABOUT), PAGES[ABOUT]))
    assert current_questions(seed).version == 2
    assert QuestionSet.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("full_name", "x" * 1_000_000, "characters; there is room for"),
        ("full_name", "Ana\x00", "character that cannot be shown"),
        ("full_name", "Ana\x07", "character that cannot be shown"),
        ("full_name", "Ana\u202egnp.exe", "turns the order of letters around"),
        ("narrative", "y" * 3_001, "there is room for 3,000"),
        ("phone", "12", "too few or too many digits"),
        ("profile", "https://example.com/in/ana", "not an address at linkedin.com"),
    ],
)
def test_bad_text_gets_a_sentence_at_its_place_and_the_rest_is_kept(
    own: Client, draft: Claim, field: str, typed: str, sentence: str
) -> None:
    page = own.post(_at(draft, ABOUT), {**PAGES[ABOUT], "narrative": "Kept.", field: typed})
    assert sentence in text_of(page)
    assert field not in _kept(draft)
    assert field == "narrative" or _kept(draft)["narrative"] == "Kept."


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("2024", "2", "31"), "February 2024 has 29 days"),
        (("2999", "", ""), "Check the year"),
        (("", "5", ""), "Write the year too"),
        (("2024", "", "5"), "Add the month, or leave the day empty"),
        (("2024", "13", ""), "month as a number from 1 to 12"),
        (("2024", "x", "y"), "month as a number from 1 to 12"),
    ],
)
def test_impossible_dates_get_a_sentence(own: Client, draft: Claim, parts: tuple[str, str, str], sentence: str) -> None:
    date = dict(zip(("year", "month", "day"), parts, strict=True))
    typed = {**PAGES[MESSAGES], **{f"inmail_first.{part}": value for part, value in date.items()}}
    assert sentence in text_of(own.post(_at(draft, MESSAGES), typed))


def test_an_end_before_its_start_gets_a_sentence(own: Client, draft: Claim) -> None:
    typed = {key: value for key, value in PAGES[MESSAGES].items() if key != "account.to.open"}
    page = own.post(_at(draft, MESSAGES), {**typed, "account.to.year": "2009"})
    assert "The end is before the start. Check both dates." in text_of(page)
    assert 'href="#id_account-to-month"' in page.content.decode()


def test_names_in_any_script_and_emoji_are_kept_as_written(own: Client, draft: Claim) -> None:
    for name in ("李 小龙", "Ні́на Шевче́нко", "أنا لوبيز", "Zoë 🙂 O’Connor-Núñez"):
        own.post(_at(draft, ABOUT), {**PAGES[ABOUT], "full_name": name})
        assert name in own.get(_at(draft, ABOUT)).content.decode()


def test_unknown_fields_and_wrong_kinds_change_nothing(own: Client, draft: Claim) -> None:
    before = dict(draft.draft["answers"])
    own.post(_at(draft, PREMIUM), {"unknown": "x", "premium": "x", "premium.x.from.year": "2020", "asked": "nothing"})
    own.post(_at(draft, PREMIUM), {"premium_paid_by": ["self", "nobody"], "product": "<script>"})
    own.post(_at(draft, PREMIUM), {"remove": "premium", "add": "../etc"})
    assert _kept(draft) == before


def test_markup_that_was_typed_is_shown_as_text(own: Client, draft: Claim) -> None:
    own.post(_at(draft, ABOUT), {**PAGES[ABOUT], "narrative": "<script>alert(1)</script>"})
    for page in (ABOUT, "check-answers"):
        html = own.get(_at(draft, page)).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_a_page_left_open_from_before_the_submission_says_so_and_changes_nothing(own: Client, submitted: Claim) -> None:
    page = own.post(_at(submitted, PREMIUM), {**PAGES[PREMIUM], "premium_paid_by": "gift"}, follow=True)
    assert "This registration was already submitted, so nothing on that page was changed." in text_of(page)
    payload = submitted.submissions.get().payload
    assert payload.answers["premium_paid_by"] == "self"


def test_the_first_page_can_be_read_again_but_is_no_step(own: Client, draft: Claim) -> None:
    page = text_of(own.get(_at(draft, "before-we-begin")))
    assert "Before the first step" in page
    assert own.post(_at(draft, "before-we-begin"), GATE)["Location"] == _at(draft, PREMIUM)
