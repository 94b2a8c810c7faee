"""Addresses as people type them, and the paths they may be sent on to."""

import pytest
from allauth.account.adapter import get_adapter

from claimants.people.addresses import normalise, own_path


@pytest.mark.parametrize(
    "typed",
    [
        "ana@example.org",
        "  Ana@Example.ORG ",
        "<ana@example.org>",
        "mailto:ana@example.org",
        "Mailto:ana@example.org",
        "ana@example.org\u200b",
        "\u202eana@example.org\u202c",
        "ana\x00@example.org",
        "ana@example.org\r\n",
    ],
)
def test_an_address_is_understood_however_it_was_pasted(typed: str) -> None:
    assert normalise(typed) == "ana@example.org"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "ana", "ana@", "@example.org", "ana@example", "a b@example.org", "ana@example.org, bob@example.org"]
    + ["ana@exa mple.org", "ana@@example.org", "ana@example.org\nBcc: bob@example.org", f"{'a' * 250}@example.org"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert normalise(typed) is None


def test_a_look_alike_becomes_the_address_that_the_message_goes_to() -> None:
    assert normalise("ana@example.org".replace("a", "A")) == "ana@example.org"
    assert normalise("\u212aim@example.org") == "kim@example.org"


def test_an_address_in_another_script_keeps_its_domain() -> None:
    assert normalise("ana@bu\u0308cher.example") == "ana@b\u00fccher.example"


@pytest.mark.parametrize("path", ["/", "/account/", "/registrations/?page=2", "/a#b", "/ü/"])
def test_a_path_of_this_site_may_be_next(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [None, "", "account/", "//evil.example", "///evil.example", "/\\evil.example", "https://evil.example/"]
    + ["javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "\x00/", "http:///evil.example", "/" + "a" * 2000]
    + ["http://localhost:8000/account/", "/\u200b/evil.example"],
)
def test_nobody_is_sent_elsewhere(path: str | None) -> None:
    assert own_path(path) is None
    assert not get_adapter().is_safe_url(path or "")
