"""Bad input: each gets a sentence at its place, and nothing already given is lost."""

import pytest
from django.test import Client

from intake.filing.models import Claim
from tests.portal.answers import PAGES
from tests.portal.reading import text_of
from tests.portal.test_pages import ABOUT, MESSAGES, PREMIUM, address_of, kept_in


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
def test_bad_text_gets_a_sentence_at_its_place_and_the_rest_iskept_in(
    own: Client, draft: Claim, field: str, typed: str, sentence: str
) -> None:
    page = own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "narrative": "Kept.", field: typed})
    assert sentence in text_of(page)
    assert field not in kept_in(draft)
    assert field == "narrative" or kept_in(draft)["narrative"] == "Kept."


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
    assert sentence in text_of(own.post(address_of(draft, MESSAGES), typed))


def test_an_end_before_its_start_gets_a_sentence(own: Client, draft: Claim) -> None:
    typed = {key: value for key, value in PAGES[MESSAGES].items() if key != "account.to.open"}
    page = own.post(address_of(draft, MESSAGES), {**typed, "account.to.year": "2009"})
    assert "The end is before the start. Check both dates." in text_of(page)
    assert 'href="#id_account-to-month"' in page.content.decode()


def test_names_in_any_script_and_emoji_are_kept_as_written(own: Client, draft: Claim) -> None:
    for name in ("李 小龙", "Ні́на Шевче́нко", "أنا لوبيز", "Zoë 🙂 O’Connor-Núñez"):
        own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "full_name": name})
        assert name in own.get(address_of(draft, ABOUT)).content.decode()


def test_unknown_fields_and_wrong_kinds_change_nothing(own: Client, draft: Claim) -> None:
    before = dict(draft.draft["answers"])
    own.post(
        address_of(draft, PREMIUM), {"unknown": "x", "premium": "x", "premium.x.from.year": "2020", "asked": "nothing"}
    )
    own.post(address_of(draft, PREMIUM), {"premium_paid_by": ["self", "nobody"], "product": "<script>"})
    own.post(address_of(draft, PREMIUM), {"remove": "premium", "add": "../etc"})
    assert kept_in(draft) == before


def test_markup_that_was_typed_is_shown_as_text(own: Client, draft: Claim) -> None:
    own.post(address_of(draft, ABOUT), {**PAGES[ABOUT], "narrative": "<script>alert(1)</script>"})
    for page in (ABOUT, "check-answers"):
        html = own.get(address_of(draft, page)).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
