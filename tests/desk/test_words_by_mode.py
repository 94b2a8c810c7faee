"""What the desk calls whoever answers for a matter, and a decline, before a settlement and under one."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.matters.stages import DECLINE, SPONSOR, Mode, Stage
from claimants.people.models import User
from intake.filing.models import Claim
from tests.desk.steps import page_of, proposed
from tests.desk.versions import words_of
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]


def test_every_mode_has_its_words() -> None:
    assert set(SPONSOR) == set(DECLINE) == set(Mode)


@pytest.mark.parametrize(
    ("name", "words", "others"),
    [
        ("matter", ("Law firm Harbour", "Reasons for a decline"), ("administrator's office", "denial")),
        ("settlement", ("Claims administrator's office Harbour", "Reasons for a denial"), ("Law firm", "decline ")),
    ],
)
def test_a_matter_is_told_in_the_words_of_its_mode(
    request: pytest.FixtureRequest, signed_in: SignedIn, name: str, words: tuple[str, ...], others: tuple[str, ...]
) -> None:
    case: Matter = request.getfixturevalue(name)
    page = words_of(signed_in(staff_of(case, "anna")).get(f"/desk/matters/{case.slug}/"))
    assert all(word in page for word in words)
    assert not any(word in page for word in others)


def test_the_names_in_a_registration_are_compared_with_the_conflicts_of_whoever_answers_for_the_matter_now(
    registration: Claim, signed_in: SignedIn
) -> None:
    client = signed_in(staff_of(registration.matter, "anna"))
    assert "with the conflicts of the law firm" in words_of(client.get(page_of(registration)))
    Matter.objects.filter(pk=registration.matter_id).update(stage=Stage.PRELIMINARY_APPROVAL)
    assert "with the conflicts of the claims administrator's office" in words_of(client.get(page_of(registration)))


def test_a_claim_is_denied_and_a_registration_declined(registration: Claim, claim: Claim, signed_in: SignedIn) -> None:
    for filed, word in ((registration, "decline"), (claim, "denial")):
        first, second = (staff_of(filed.matter, f"{word}-{name}") for name in ("first", "second"))
        held = proposed(filed, first)
        client = signed_in(second)
        assert f"Confirm the {word}" in words_of(client.get(page_of(held)))
        assert f"{word} to confirm" in words_of(client.get("/desk/queue/?state=all"))
