"""The question pages: what makes sense is kept, what does not is shown back, and nothing given is lost."""

from typing import Any

from django.test import Client

from claimants.matters.definitions import current_questions
from claimants.matters.models import Matter, QuestionSet
from intake.filing.models import Claim
from tests.portal.answers import GATE, PAGES
from tests.portal.questions import hidden, moved, renamed, with_question, without
from tests.portal.reading import asked_on, sent_by, text_of

PREMIUM, LIVED, MESSAGES, ABOUT = "your-premium", "where-you-lived", "account-and-messages", "about-you"


def address_of(claim: Claim, page: str = "") -> str:
    return f"/registrations/{claim.reference}/{page}/" if page else f"/registrations/{claim.reference}/"


def kept_in(claim: Claim) -> dict[str, Any]:
    claim.refresh_from_db()
    return claim.draft["answers"]


def test_a_page_says_which_step_it_is_and_leads_to_the_next(own: Client, draft: Claim) -> None:
    assert "Step 1 of 6" in text_of(own.get(address_of(draft, PREMIUM)))
    assert own.post(address_of(draft, PREMIUM), PAGES[PREMIUM])["Location"] == address_of(draft, LIVED)
    assert "Step 2 of 6" in text_of(own.get(address_of(draft, LIVED)))


def test_answers_are_kept_in_their_own_shape_and_shown_again(own: Client, draft: Claim) -> None:
    own.post(address_of(draft, LIVED), PAGES[LIVED])
    assert kept_in(draft)["residence"] == {
        "rows": [{"from": "1980", "to": "open", "country": "US"}],
        "complete": "yes",
    }
    page = own.get(address_of(draft, LIVED)).content.decode()
    assert 'value="United States"' in page
    assert 'value="1980"' in page


def test_what_makes_sense_is_kept_although_something_else_does_not(own: Client, draft: Claim) -> None:
    page = own.post(address_of(draft, PREMIUM), {**PAGES[PREMIUM], "premium.0.from.year": "19x"})
    assert page.status_code == 200
    assert "Row 1: Write the year with four digits" in text_of(page)
    assert 'value="19x"' in page.content.decode()
    assert "Everything else on this page is saved." in text_of(page)
    assert kept_in(draft)["premium_paid_by"] == "self"
    assert "premium" not in kept_in(draft)


def test_a_mistake_does_not_take_away_what_was_kept_before(own: Client, draft: Claim) -> None:
    own.post(address_of(draft, PREMIUM), PAGES[PREMIUM])
    before = kept_in(draft)["premium"]
    own.post(address_of(draft, PREMIUM), {**PAGES[PREMIUM], "premium.0.from.year": "19x"})
    assert kept_in(draft)["premium"] == before


def test_each_mistake_is_linked_from_the_top_to_its_input_and_said_again_there(own: Client, draft: Claim) -> None:
    html = own.post(address_of(draft, LIVED), {**PAGES[LIVED], "residence.0.country": "Atlantis"}).content.decode()
    assert 'href="#id_residence-0-country"' in html
    assert 'id="id_residence-0-country"' in html
    assert html.count("We do not know a country by this name") == 2
    assert "<title>Error: " in html
    assert html.count('aria-invalid="true"') == 1


def test_an_answer_may_be_taken_back_where_it_may_stay_open(own: Client, draft: Claim) -> None:
    own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "narrative": "They read it."})
    assert kept_in(draft)["narrative"] == "They read it."
    own.post(address_of(draft, ABOUT), PAGES[ABOUT])
    assert "narrative" not in kept_in(draft)


def test_a_form_sent_without_its_fields_loses_nothing(own: Client, answered: Claim) -> None:
    before = dict(answered.draft["answers"])
    assert own.post(address_of(answered, PREMIUM), {}).status_code == 302
    assert kept_in(answered) == before


def test_a_form_sent_empty_asks_for_each_answer(own: Client, draft: Claim) -> None:
    page = text_of(own.post(address_of(draft, PREMIUM), {}))
    assert "Some questions need an answer" in page
    assert page.count("Choose an answer.") == 4


def test_a_question_comes_up_when_an_answer_on_the_same_page_asks_for_it(own: Client, draft: Claim) -> None:
    assert "inmail_first" not in asked_on(own.get(address_of(draft, MESSAGES)))
    first = {key: value for key, value in PAGES[MESSAGES].items() if not key.startswith("inmail_first")}
    page = own.post(address_of(draft, MESSAGES), first)
    assert "inmail_first" in asked_on(page)
    assert "Your answers brought up this question. Please answer it too." in text_of(page)
    assert kept_in(draft)["inmail"] == "both"
    assert own.post(address_of(draft, MESSAGES), PAGES[MESSAGES]).status_code == 302


def test_a_question_that_an_answer_hides_is_not_asked_for(own: Client, draft: Claim) -> None:
    assert own.post(address_of(draft, MESSAGES), {**PAGES[MESSAGES], "inmail": "none"}).status_code == 302
    assert "inmail_first" not in kept_in(draft)


def test_what_is_typed_into_one_hidden_question_is_shown_to_nobody_else(
    own: Client, draft: Claim, browser_of_stranger: Client, draft_of_stranger: Claim
) -> None:
    own.post(address_of(draft, MESSAGES), {"inmail": "none", "inmail_first.year": "4711"})
    assert "4711" not in browser_of_stranger.get(address_of(draft_of_stranger, MESSAGES)).content.decode()


def test_a_row_is_added_and_removed_by_a_button_and_nothing_typed_is_lost(own: Client, draft: Claim) -> None:
    typed = {**PAGES[PREMIUM], "premium.0.from.year": "19x", "premium_paid_by": "gift"}
    more = own.post(address_of(draft, PREMIUM), {**typed, "add": "premium"}).content.decode()
    assert 'name="premium.1.from.year"' in more
    assert 'value="19x"' in more
    assert "Something needs your attention" not in more
    assert kept_in(draft)["premium_paid_by"] == "gift"
    fewer = own.post(address_of(draft, PREMIUM), {**typed, "remove": "premium.0"}).content.decode()
    assert 'name="premium.0.from.year"' not in fewer


def test_a_removed_row_is_gone_at_once(own: Client, draft: Claim) -> None:
    own.post(address_of(draft, PREMIUM), PAGES[PREMIUM])
    own.post(address_of(draft, PREMIUM), {**PAGES[PREMIUM], "remove": "premium.0"})
    assert kept_in(draft)["premium"] == {"rows": [], "complete": "yes"}


def test_a_list_of_nothing_that_is_complete_is_an_answer(own: Client, draft: Claim) -> None:
    none = {key: value for key, value in PAGES[PREMIUM].items() if not key.startswith("premium.0")}
    assert own.post(address_of(draft, PREMIUM), none).status_code == 302
    assert kept_in(draft)["premium"] == {"rows": [], "complete": "yes"}


def test_leaving_keeps_what_is_there_and_asks_for_nothing(own: Client, draft: Claim) -> None:
    page = own.post(address_of(draft, PREMIUM), {"premium_paid_by": "self", "leave": "yes"}, follow=True)
    assert page.redirect_chain == [(address_of(draft), 302)]
    assert "Your answers are saved." in text_of(page)
    assert kept_in(draft)["premium_paid_by"] == "self"


def test_leaving_with_a_mistake_shows_it_first(own: Client, draft: Claim) -> None:
    page = own.post(address_of(draft, PREMIUM), {"premium.0.from.year": "19x", "leave": "yes"})
    assert "Write the year with four digits" in text_of(page)


def test_a_draft_goes_on_where_it_was_left_on_another_device(own: Client, draft: Claim, another_device: Client) -> None:
    own.post(address_of(draft, PREMIUM), PAGES[PREMIUM])
    page = another_device.get(address_of(draft)).content.decode()
    assert f'href="{address_of(draft, LIVED)}">Continue' in page
    assert another_device.get(address_of(draft, PREMIUM)).context["form"].initial["premium_paid_by"] == "self"


def test_changing_from_the_check_page_leads_back_to_it(own: Client, answered: Claim) -> None:
    answer = own.post(f"{address_of(answered, PREMIUM)}?then=check", PAGES[PREMIUM])
    assert answer["Location"] == address_of(answered, "check-answers")


def test_a_page_removed_from_the_matter_leads_on_and_keeps_its_answers(
    own: Client, answered: Claim, seed: Matter
) -> None:
    without(seed, page=LIVED)
    page = own.post(address_of(answered, LIVED), PAGES[LIVED], follow=True)
    assert "The questions have changed since you opened that page." in text_of(page)
    assert "nothing from before is lost" in text_of(page)
    assert kept_in(answered)["residence"]
    read = own.get(address_of(answered, LIVED), follow=True)
    assert "The questions have changed since you opened that page. Nothing you gave is lost." in text_of(read)


def test_a_page_with_a_new_address_keeps_what_was_typed_on_the_old_one(own: Client, draft: Claim, seed: Matter) -> None:
    renamed(seed, page=ABOUT, to="reach-you")
    page = own.post(address_of(draft, ABOUT), PAGES[ABOUT], follow=True)
    assert "Your answers to what is still asked are saved" in text_of(page)
    assert kept_in(draft)["full_name"] == {"full": "Ana López"}


def test_a_page_with_a_new_address_shows_again_what_could_not_be_read(own: Client, draft: Claim, seed: Matter) -> None:
    renamed(seed, page=ABOUT, to="reach-you")
    page = own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "phone": "12"})
    assert "“Telephone” is on another page now." in text_of(page)
    assert f'action="{address_of(draft, "reach-you")}"' in page.content.decode()
    assert sent_by(page.content.decode())["phone"] == "12"
    assert kept_in(draft)["full_name"] == {"full": "Ana López"}
    assert "phone" not in kept_in(draft)


def test_a_question_that_moved_to_another_page_keeps_what_was_typed_on_the_old_one(
    own: Client, draft: Claim, seed: Matter
) -> None:
    moved(seed, question="narrative", page=PREMIUM)
    own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "narrative": "A long story."})
    assert kept_in(draft)["narrative"] == "A long story."
    own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "narrative": ""})
    assert kept_in(draft)["narrative"] == "A long story."
    page = own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "narrative": "x" * 3_001}, follow=True)
    assert "is on another page now. Please look at your answer to it again." in text_of(page)


def test_a_page_that_another_window_has_hidden_keeps_its_answers(own: Client, draft: Claim, seed: Matter) -> None:
    hidden(seed, page=LIVED, unless_paid_by="employer")
    own.post(address_of(draft, PREMIUM), {**PAGES[PREMIUM], "premium_paid_by": "self"})
    own.post(address_of(draft, LIVED), PAGES[LIVED])
    assert kept_in(draft)["residence"]["rows"][0]["country"] == "US"


def test_the_stops_hold_on_a_page_that_is_gone_and_for_a_question_that_moved(
    own: Client, draft: Claim, seed: Matter
) -> None:
    page = own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "already_represented": "yes"})
    assert "Please talk to your own lawyer" in text_of(page)
    assert not Claim.objects.exists()


def test_the_year_is_asked_about_and_corrected_on_a_first_page_with_a_new_address(
    own: Client, draft: Claim, seed: Matter
) -> None:
    renamed(seed, page="before-we-begin", to="first-of-all")
    typed = {**GATE, "birth_year": "2019"}
    assert "Is that right?" in text_of(own.post(address_of(draft, "before-we-begin"), typed))
    page = own.post(address_of(draft, "before-we-begin"), {**typed, "edit": "yes"})
    assert sent_by(page.content.decode())["birth_year"] == "2019"
    assert kept_in(draft)["birth_year"] == 1980


def test_a_question_added_between_two_pages_is_asked_before_signing(own: Client, answered: Claim, seed: Matter) -> None:
    with_question(
        seed, page=ABOUT, id="nickname", kind="text", label="What do friends call you?", feeds="conflict:names"
    )
    page = text_of(own.get(address_of(answered, "check-answers")))
    assert "1 question still needs an answer before you can sign." in page
    assert "Sign and submit" not in page
    assert "What do friends call you?" in text_of(own.post(address_of(answered, ABOUT), PAGES[ABOUT]))
    assert current_questions(seed).version == 2
    assert QuestionSet.objects.count() == 2


def test_a_page_left_open_from_before_the_submission_says_so_and_changes_nothing(own: Client, submitted: Claim) -> None:
    page = own.post(address_of(submitted, PREMIUM), {**PAGES[PREMIUM], "premium_paid_by": "gift"}, follow=True)
    assert "This registration was already submitted, so nothing on that page was changed." in text_of(page)
    payload = submitted.submissions.get().payload
    assert payload.answers["premium_paid_by"] == "self"


def test_the_first_page_can_be_read_again_but_is_no_step(own: Client, draft: Claim) -> None:
    page = text_of(own.get(address_of(draft, "before-we-begin")))
    assert "Before the first step" in page
    assert own.post(address_of(draft, "before-we-begin"), GATE)["Location"] == address_of(draft, PREMIUM)
