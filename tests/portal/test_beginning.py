"""Beginning: through the door, for whom, and the first page, which may end the conversation."""

from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import Person, User
from intake.filing.models import Claim
from intake.notices.models import Notice
from tests.portal.answers import GATE
from tests.portal.reading import asked_on, text_of

THIS_YEAR = timezone.now().year


def _gate(matter: Matter, capacity: str = "self") -> str:
    return f"/matters/{matter.slug}/start/{capacity}/"


def test_beginning_leads_through_the_door_and_back(client: Client, seed: Matter) -> None:
    answer = client.get(f"/matters/{seed.slug}/start/")
    assert answer.status_code == 302
    there = f"/matters/{seed.slug}/start/"
    assert answer["Location"] == f"/sign-in/?{urlencode({'next': there})}"


def test_nothing_exists_until_the_first_page_is_passed(own: Client, seed: Matter) -> None:
    answer = own.post(f"/matters/{seed.slug}/start/", {"capacity": "self"})
    assert answer["Location"] == _gate(seed)
    own.get(_gate(seed))
    own.post(_gate(seed), {**GATE, "birth_year": "19x"})
    assert not Claim.objects.exists()


def test_the_first_page_asks_only_birth_year_representation_role_and_names(own: Client, seed: Matter) -> None:
    gate = seed.file.questions.gate
    assert gate
    assert asked_on(own.get(_gate(seed))) == [question.id for question in gate.questions]
    assert {question.feeds for question in gate.questions} == {
        "fact:birth_year", "conflict:represented", "conflict:role", "conflict:names",
    }  # fmt: skip


def test_passing_the_first_page_begins_a_draft_with_its_answers(own: Client, seed: Matter, claimant: User) -> None:
    answer = own.post(_gate(seed), GATE)
    claim = Claim.objects.get(filed_by=claimant)
    assert answer["Location"] == f"/registrations/{claim.reference}/your-premium/"
    assert claim.draft["answers"] == {"birth_year": 1980, "already_represented": "no", "excluded_role": "none"}


def test_beginning_twice_finds_the_same_draft(own: Client, seed: Matter) -> None:
    own.post(_gate(seed), GATE)
    own.post(_gate(seed), GATE)
    assert Claim.objects.count() == 1
    assert "You have begun here before" in text_of(own.get(f"/matters/{seed.slug}/start/"))


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"already_represented": "yes"}, "Please talk to your own lawyer"),
        ({"excluded_role": "court"}, "We cannot take your answers"),
        ({"excluded_role": "defendant"}, "We cannot take your answers"),
        ({"excluded_role": "counsel"}, "We cannot take your answers"),
        ({"birth_year": str(THIS_YEAR - 17)}, "Please ask a parent or guardian"),
        ({"birth_year": str(THIS_YEAR - 18)}, "Please ask a parent or guardian"),
        ({"birth_year": str(THIS_YEAR - 12)}, "We have kept nothing"),
        ({"birth_year": str(THIS_YEAR - 13)}, "We have kept nothing"),
        ({"already_represented": "yes", "birth_year": ""}, "Please talk to your own lawyer"),
    ],
)
def test_the_first_page_stops_courteously_keeps_nothing_and_sends_nothing(
    own: Client, seed: Matter, given: dict[str, str], heading: str
) -> None:
    page = text_of(own.post(_gate(seed), {**GATE, **given}))
    assert heading in page
    assert seed.file.sponsor.telephone in page
    assert not Claim.objects.exists()
    assert not Notice.objects.exists()
    assert not mail.outbox


def test_nineteen_years_are_enough(own: Client, seed: Matter) -> None:
    own.post(_gate(seed), {**GATE, "birth_year": str(THIS_YEAR - 19)})
    assert Claim.objects.count() == 1


def test_of_a_child_not_even_the_account_is_kept(own: Client, seed: Matter, claimant: User) -> None:
    own.post(_gate(seed), {**GATE, "birth_year": str(THIS_YEAR - 10)})
    assert not User.objects.filter(pk=claimant.pk).exists()
    assert not Person.objects.filter(user=claimant.pk).exists()
    assert own.get("/account/").status_code == 302


def test_a_child_who_comes_again_by_a_double_click_reads_that_they_are_signed_out(own: Client, seed: Matter) -> None:
    own.post(_gate(seed), {**GATE, "birth_year": str(THIS_YEAR - 10)})
    again = own.post(_gate(seed), {**GATE, "birth_year": str(THIS_YEAR - 10)})
    assert again.status_code == 403
    assert not Claim.objects.exists()


def test_a_parent_registers_for_a_minor(own: Client, seed: Matter) -> None:
    own.post(_gate(seed, "parent"), {**GATE, "birth_year": str(THIS_YEAR - 15)})
    claim = Claim.objects.get()
    assert claim.capacity == "parent"
    assert claim.person.user is None
    page = text_of(own.get(f"/registrations/{claim.reference}/your-premium/"))
    assert "answer for the person you act for" in page


def test_the_first_page_changed_later_still_stops_and_the_draft_goes(own: Client, draft: Claim) -> None:
    page = own.post(f"/registrations/{draft.reference}/before-we-begin/", {**GATE, "already_represented": "yes"})
    assert "Please talk to your own lawyer" in text_of(page)
    assert not Claim.objects.exists()


def test_a_stop_takes_away_a_draft_begun_before(own: Client, seed: Matter, draft: Claim) -> None:
    own.post(_gate(seed), {**GATE, "already_represented": "yes"})
    assert not Claim.objects.exists()


def test_a_claim_has_no_first_page_and_begins_at_once(own: Client, settlement: Matter) -> None:
    answer = own.post(f"/matters/{settlement.slug}/start/", {"capacity": "self"})
    claim = Claim.objects.get()
    assert answer["Location"].startswith(f"/claims/{claim.reference}/")
    assert own.get(_gate(settlement))["Location"] == f"/matters/{settlement.slug}/start/"


@pytest.mark.parametrize("capacity", ["", "nobody", "self'--"])
def test_somebody_who_says_not_for_whom_is_asked(own: Client, seed: Matter, capacity: str) -> None:
    page = own.post(f"/matters/{seed.slug}/start/", {"capacity": capacity})
    assert "Something needs your attention" in text_of(page)
    assert own.get(_gate(seed, "nobody")).status_code == 404
