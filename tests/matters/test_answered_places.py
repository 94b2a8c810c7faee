"""Places and ways to reach people: countries, states, addresses, telephone, e-mail, profiles."""

from typing import Any

import pytest

from tests.matters.asking import cleaned, question, sentence_about

PROFILE = question("profile_url", hosts=["linkedin.com"], paths=["/in/", "/pub/"])


@pytest.mark.parametrize(
    "typed, code",
    [("US", "US"), ("us", "US"), ("United States", "US"), ("usa", "US"), ("Germany", "DE"), ("Türkiye", "TR"),
     ("Côte d'Ivoire", "CI"), (" japan ", "JP"), ("PR", "PR"), ("Taiwan", "TW"), ("South Korea", "KR"), ("UK", "GB")],
)  # fmt: skip
def test_a_country_is_known_by_its_code_and_its_names(typed: str, code: str) -> None:
    assert cleaned(question("country"), typed) == code


@pytest.mark.parametrize("typed", ["Atlantis", "XX", "Kalifornien", "unsure"])
def test_a_country_nobody_knows_gets_a_sentence(typed: str) -> None:
    assert "do not know a country" in sentence_about(question("country"), typed)


@pytest.mark.parametrize(
    "typed, code", [("CA", "CA"), ("california", "CA"), ("District of Columbia", "DC"), ("PR", "PR")]
)
def test_a_state_is_known_by_its_code_and_its_name(typed: str, code: str) -> None:
    assert cleaned(question("us_state"), typed) == code


def test_one_can_be_unsure_of_a_place_where_the_question_offers_it() -> None:
    assert cleaned(question("country", unsure=True), "unsure") == "unsure"
    assert cleaned(question("us_state", unsure=True), "unsure") == "unsure"


ADDRESSES = [
    {"lines": "1 Main St\nApt 2", "city": "Oakland", "region": "CA", "postcode": "94601", "country": "US"},
    {"lines": "1 Main St", "city": "Oakland", "region": "CA", "postcode": "94601-1234", "country": "US"},
    {"lines": "Unter den Linden 1", "city": "Berlin", "region": "", "postcode": "10117", "country": "DE"},
    {"lines": "1 Raffles Place", "city": "", "region": "", "postcode": "048616", "country": "SG"},
    {"lines": "千代田1-1", "city": "東京", "region": "", "postcode": "100-0001", "country": "JP"},
    {"lines": "شارع التحرير ١", "city": "القاهرة", "region": "", "postcode": "", "country": "EG"},
]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["country"])
def test_an_address_of_any_country_is_kept(address: dict[str, str]) -> None:
    assert cleaned(question("postal_address"), address) == address


def test_names_of_places_become_codes_and_blank_lines_go() -> None:
    typed = {**ADDRESSES[0], "lines": " 1  Main St \r\n\r\n Apt 2 ", "region": "California", "country": "United States"}
    assert cleaned(question("postal_address"), typed) == ADDRESSES[0]


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"lines": ""}, "The street and number is missing."),
        ({"country": ""}, "The country is missing."),
        ({"country": "Atlantis"}, "do not know a country"),
        ({"city": ""}, "The town or city is missing."),
        ({"region": ""}, "The state or region is missing."),
        ({"region": "Bavaria"}, "Choose a state"),
        ({"postcode": "9460"}, "A ZIP code has five digits"),
        ({"postcode": "٩٤٦٠١"}, "A ZIP code has five digits"),
        ({"lines": "a\nb\nc\nd\ne\nf"}, "room for 5 lines"),
        ({"lines": "x" * 400}, "there is room for 300"),
        ({"city": "a\x00"}, "cannot be shown"),
        ({"planet": "Mars"}, "in its parts"),
    ],
)
def test_an_address_that_cannot_be_says_which_part(change: dict[str, str], sentence: str) -> None:
    assert sentence in sentence_about(question("postal_address"), {**ADDRESSES[0], **change})


@pytest.mark.parametrize(
    "typed, number",
    [
        ("(415) 555-0123", "+14155550123"),
        ("+1 415 555 0123", "+14155550123"),
        ("+44 20 7946 0018", "+442079460018"),
        ("415.555.0123 ext. 12", "+14155550123;ext=12"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_a_telephone_number_is_kept_with_its_country(typed: str, number: str) -> None:
    assert cleaned(question("phone"), typed) == number


@pytest.mark.parametrize("typed", ["555-0123", "call me", "+999 1", "1" * 30, "+1 415", "١٢"])
def test_what_is_no_telephone_number_gets_a_sentence(typed: str) -> None:
    assert "+44 20 7946 0018" in sentence_about(question("phone"), typed)


def test_an_e_mail_address_keeps_its_name_and_lowers_its_domain() -> None:
    assert cleaned(question("email"), " Jane.Doe+x@EXAMPLE.org ") == "Jane.Doe+x@example.org"


@pytest.mark.parametrize(
    "typed", ["jane", "jane@", "@example.org", "a b@example.org", "jane@example", "a@b@example.org"]
)
def test_what_is_no_e_mail_address_gets_a_sentence(typed: str) -> None:
    assert "with an @ in it" in sentence_about(question("email"), typed)


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.linkedin.com/in/jane-doe",
        "http://linkedin.com/in/jane-doe/",
        "linkedin.com/in/Jane-Doe",
        "WWW.LinkedIn.com/IN/jane-doe",
        "https://uk.linkedin.com/in/jane-doe?trk=x#about",
        "m.linkedin.com/in/jane-doe/details/skills/",
        "https://www.linkedin.com./in/jane-doe",
        "https://www.linkedin.com/in/jane%2Ddoe",
    ],
)
def test_a_profile_has_one_address_however_it_is_typed(typed: str) -> None:
    assert cleaned(PROFILE, typed) == "https://www.linkedin.com/in/jane-doe"


def test_a_profile_in_another_script_is_kept() -> None:
    kept = "https://www.linkedin.com/in/%E6%9D%8E-%E5%B0%8F%E9%BE%99"
    assert cleaned(PROFILE, "https://www.linkedin.com/in/李-小龙") == kept


def test_a_bare_name_is_enough_where_there_is_one_place_for_it() -> None:
    asked = question("profile_url", hosts=["example.com"], paths=["/in/"])
    assert cleaned(asked, "jane-doe") == "https://www.example.com/in/jane-doe"


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.linkedin.com.evil.example/in/jane",
        "https://evil.example/linkedin.com/in/jane",
        "https://linkedin.com@evil.example/in/jane",
        "https://user:pass@linkedin.com/in/jane",
        "https://linkedin.com:8080/in/jane",
        "https://notlinkedin.com/in/jane",
        "https://lіnkedin.com/in/jane",
        "javascript:alert(1)",
        "ftp://linkedin.com/in/jane",
        "https://www.linkedin.com/",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com/company/x",
        "https://www.linkedin.com/in/%00",
        "https://[::1/in/x",
        "https://linkedin.com:99999999/in/x",
        "x" * 600,
    ],
)
def test_what_is_no_profile_there_gets_a_sentence(typed: str) -> None:
    assert sentence_about(PROFILE, typed).endswith(".")


def test_without_hosts_any_page_will_do() -> None:
    asked: Any = question("profile_url")
    assert cleaned(asked, "example.org/Some/Page?x=1") == "https://www.example.org/Some/Page"
    assert cleaned(asked, "https://sub.example.org/a") == "https://sub.example.org/a"
