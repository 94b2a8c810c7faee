"""The envelope senders: each says which notice it belongs to, and cannot be made up."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.notices import verp

pytestmark = pytest.mark.pure

KEY = b"a key of the envelope senders"
DOMAIN = "bounce.example.org"
NUMBERS = st.integers(0, 2**63 - 1)
KEYS = st.binary(min_size=1, max_size=64)


@given(NUMBERS, KEYS)
def test_an_address_is_read_back_as_the_notice_it_was_written_for(number: int, key: bytes) -> None:
    assert verp.read(verp.address(number, key=key, domain=DOMAIN), key=key) == number


@given(NUMBERS, st.randoms(use_true_random=False))
def test_relays_may_change_the_case_of_letters(number: int, lot: object) -> None:
    written = verp.address(number, key=KEY, domain=DOMAIN)
    changed = "".join(lot.choice([letter.lower(), letter.upper()]) for letter in written)  # type: ignore[attr-defined]
    assert verp.read(changed, key=KEY) == verp.read(f"  <{changed}> ", key=KEY) == number


@given(NUMBERS, st.data())
def test_one_altered_letter_is_refused(number: int, data: st.DataObject) -> None:
    local, _, domain = verp.address(number, key=KEY, domain=DOMAIN).partition("@")
    place = data.draw(st.integers(0, len(local) - 1))
    other = data.draw(st.sampled_from(string.printable).filter(lambda letter: letter.lower() != local[place].lower()))
    assert verp.read(f"{local[:place]}{other}{local[place + 1 :]}@{domain}", key=KEY) is None


def test_letters_that_only_look_alike_are_others() -> None:
    written = next(
        written
        for written in (verp.address(number, key=KEY, domain=DOMAIN) for number in range(1000))
        if {"k", "s"} & set(written.partition(".")[0])
    )
    lookalike = written.replace("k", "\u212a").replace("s", "\u017f")
    assert verp.read(lookalike, key=KEY) is None


@given(NUMBERS, KEYS, KEYS)
def test_another_key_does_not_read_it(number: int, key: bytes, other: bytes) -> None:
    read = verp.read(verp.address(number, key=key, domain=DOMAIN), key=other)
    assert read == (number if _same(key, other) else None)


@given(NUMBERS)
def test_of_several_keys_the_first_writes_and_all_read(number: int) -> None:
    old = verp.address(number, key=b"old", domain=DOMAIN)
    assert verp.address(number, key=[b"new", b"old"], domain=DOMAIN) == verp.address(number, key=b"new", domain=DOMAIN)
    assert verp.read(old, key=[b"new", b"old"]) == number
    assert verp.read(old, key=[b"new"]) is None


@given(NUMBERS)
def test_an_address_fits_into_an_envelope(number: int) -> None:
    local, _, domain = verp.address(number, key=KEY, domain=DOMAIN).partition("@")
    assert len(local) <= 64
    assert local.isascii()
    assert domain == DOMAIN


@given(st.text() | st.emails())
def test_what_we_did_not_write_is_nobodys(address: str) -> None:
    assert verp.read(address, key=KEY) is None


def test_no_two_notices_share_an_address_and_none_has_two() -> None:
    written = {verp.address(number, key=KEY, domain=DOMAIN) for number in range(5000)}
    assert len(written) == 5000
    padded = _signed("aa" + verp._in_base32(7))  # zeros before the number
    assert verp.read(padded, key=KEY) is None
    assert verp.read(_signed("a"), key=KEY) is None  # no whole byte
    assert verp.read(_signed("7" * 13), key=KEY) is None  # larger than any number of a notice


@pytest.mark.parametrize("address", ["", "@", "b+aa", "b+.@x", f"b+aa.{'0' * 12}", "b+aa.00@x", "bounces@example.org"])
def test_what_is_no_address_of_ours_is_none(address: str) -> None:
    assert verp.read(address, key=KEY) is None


@pytest.mark.parametrize("number", [-1, 2**63])
def test_what_is_no_number_of_a_notice_gets_no_address(number: int) -> None:
    with pytest.raises(ValueError, match="cannot be the number"):
        verp.address(number, key=KEY, domain=DOMAIN)


@pytest.mark.parametrize("key", [b"", [], [b"good", b""]])
def test_an_empty_key_signs_nothing(key: bytes | list[bytes]) -> None:
    with pytest.raises(ValueError, match="empty key"):
        verp.address(1, key=key, domain=DOMAIN)


def _same(key: bytes, other: bytes) -> bool:
    """HMAC fills keys up with zeros."""
    return key.rstrip(b"\0") == other.rstrip(b"\0")


def _signed(number: str) -> str:
    return f"b+{number}.{verp._mac(number, KEY)}@{DOMAIN}"
