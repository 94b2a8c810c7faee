"""The words that many can be sent: written, refused with a sentence at their place, and never edited."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.campaigns.models import TemplateVersion
from tests.desk.campaigns import begun, words_for
from tests.desk.steps import said
from tests.desk.versions import words_of
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]
PLAIN = {
    "name": "Word", "language": "en", "purpose": "update", "order_reference": "", "subject": "Word of the case",
    "body": "Dear {{ name? }},\n\nThe judge read the papers.\n", "grade_reason": "",
}  # fmt: skip
HARD = "Notwithstanding the aforementioned considerations, jurisdictional prerequisites necessitate supplementation."


@pytest.fixture
def first(settlement: Matter) -> User:
    return staff_of(settlement, "first", Role.ADMINISTRATOR)


@pytest.fixture
def client(first: User, signed_in: SignedIn) -> Client:
    return signed_in(first)


@pytest.fixture
def address(settlement: Matter) -> str:
    return f"/desk/matters/{settlement.slug}/templates/"


def test_words_are_written_and_read_as_a_recipient_would(client: Client, address: str) -> None:
    assert "There are no words yet." in words_of(client.get(address))
    assert "version 1 is there" in said(client.post(f"{address}new/", PLAIN))
    made = TemplateVersion.objects.get()
    page = words_of(client.get(f"{address}{made.pk}/"))
    assert "Dear [name]," in page
    assert made.sha256 in page
    assert "Word, version 1" in words_of(client.get(address))


def test_a_change_is_the_next_version_and_the_first_stays(client: Client, address: str) -> None:
    client.post(f"{address}new/", PLAIN)
    first = TemplateVersion.objects.get()
    form = client.get(f"{address}new/", {"from": first.pk}).context["form"]
    assert form["body"].value() == first.body
    changed = {**PLAIN, "body": "The judge read all of the papers.\n"}
    assert "version 2 is there" in said(client.post(f"{address}new/", changed))
    first.refresh_from_db()
    assert first.body.startswith("Dear {{ name? }}")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": ""}, "A notice has a subject. Write it."),
        ({"body": "You will receive $500."}, "may not be said"),
        ({"body": "Dear {{ name.upper }},\n\nThe judge read.\n"}, "name.upper"),
        ({"purpose": "court_notice"}, "Words that a court ordered name the order"),
        ({"body": HARD}, "is the most. Use shorter sentences"),
        ({"language": "xx"}, "This case has no pages in it."),
    ],
)
def test_words_that_are_refused_stay_in_the_form(
    client: Client, address: str, changes: dict[str, str], sentence: str
) -> None:
    page = client.post(f"{address}new/", {**PLAIN, **changes})
    assert sentence in words_of(page)
    assert page.context["form"]["body"].value() == {**PLAIN, **changes}["body"]
    assert not TemplateVersion.objects.exists()


def test_hard_words_are_kept_with_the_reason_for_them(client: Client, address: str) -> None:
    page = client.post(f"{address}new/", {**PLAIN, "body": HARD})
    assert "It reads at grade" in words_of(page)
    reason = "The court ordered these words."
    assert "is there" in said(client.post(f"{address}new/", {**PLAIN, "body": HARD, "grade_reason": reason}))
    assert "with a reason" in words_of(client.get(address))
    assert reason in words_of(client.get(f"{address}{TemplateVersion.objects.get().pk}/"))


def test_a_list_says_the_language_in_words_and_no_grade_below_any_school(
    settlement: Matter, first: User, client: Client, address: str
) -> None:
    made = words_for(settlement, first, body="The judge read it.\n")
    assert made.grade is not None
    assert made.grade < 1
    assert "English Notice ordered by the court ECF 41 1 or below" in words_of(client.get(address))
    assert "Reads at grade 1 or below" in words_of(client.get(f"{address}{made.pk}/"))


def test_only_words_for_its_purpose_and_its_order_are_offered(settlement: Matter, first: User, client: Client) -> None:
    words_for(settlement, first, name="Other order", order_reference="ECF 99")
    words_for(settlement, first, name="News", purpose="update", order_reference="")
    campaign = begun(client, settlement, first)
    page = client.get(f"/desk/matters/{settlement.slug}/campaigns/{campaign.pk}/words/")
    choices = dict(page.context["form"].fields["en"].choices)
    assert set(choices.values()) == {"Class notice, version 1"}
    assert "Words that were chosen can be changed" in words_of(client.post(page.request["PATH_INFO"], {"en": ""}))


def test_words_of_another_matter_are_not_there(seed: Matter, client: Client, signed_in: SignedIn) -> None:
    elsewhere = staff_of(seed, "elsewhere", Role.ADMINISTRATOR)
    other = words_for(seed, elsewhere, purpose="update", order_reference="", body="The judge read the papers.\n")
    assert client.get(f"/desk/matters/{seed.slug}/templates/{other.pk}/").status_code == 403
    assert signed_in(elsewhere).get(f"/desk/matters/{seed.slug}/templates/{other.pk + 1}/").status_code == 404
