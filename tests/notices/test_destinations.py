"""Which group of mailbox providers takes an address."""

import pytest

from intake.notices.destinations import GROUPS, destination_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "address, group",
    [
        ("ana@gmail.com", "gmail"),
        ("ana@GoogleMail.com", "gmail"),
        ("ana@hotmail.co.uk", "outlook"),
        ("ana@live.nl", "outlook"),
        ("ana@yahoo.co.jp", "yahoo"),
        ("ana@yahoo.fr.", "yahoo"),
        ("ana@aol.com", "aol"),
        ("ana@me.com", "icloud"),
        ("ana@proton.me", "proton"),
        ("ana@yahoo.example.org", "other"),
        ("ana@yahoo.museum", "other"),
        ("ana@mail.yahoo.com.example", "other"),
        ("ana@example.org", "other"),
        ("nobody", "other"),
        ("", "other"),
    ],
)
def test_an_address_belongs_to_a_group(address: str, group: str) -> None:
    assert destination_of(address) == group


def test_a_group_fits_into_its_column() -> None:
    assert all(len(group) <= 12 for group in GROUPS)
    assert len(set(GROUPS)) == len(GROUPS)
