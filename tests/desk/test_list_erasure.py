"""Erasing a person from uploaded lists at the desk: found, seen, confirmed, and on record with who did it."""

from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.campaigns import actions
from intake.campaigns.models import Campaign, ManifestErasure, Recipient
from intake.campaigns.proof import verify_campaigns
from intake.notices.models import Notice
from tests.campaigns.situations import LIST, a_list, draft, matter_with, staff
from tests.campaigns.situations import frozen as of_claims
from tests.desk.steps import said
from tests.desk.versions import words_of

SignedIn = Callable[[User], Client]
ROWS = """email,email_2,name,reference,address_1,city,country
ana@example.org,,Ana,R1,1 Main Street,Oakland,US
bo@example.org,ana.two@example.org,Bo,R2,2 Main Street,Oakland,US
,,Cy,R3,3 Main Street,Oakland,US
"""
ANA = {"email": " Ana@Example.org ", "campaign": "", "line": ""}
pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(db: None) -> Matter:
    return matter_with(claims=1)


@pytest.fixture
def by(matter: Matter) -> User:
    return staff(matter)


@pytest.fixture
def campaigns(matter: Matter, by: User) -> list[Campaign]:
    drafts = [draft(matter, by, source=LIST, name=name) for name in ("First", "Second")]
    return [actions.freeze(campaign=one, by=by, upload=a_list(ROWS)) for one in drafts]


@pytest.fixture
def client(by: User, signed_in: SignedIn) -> Client:
    return signed_in(by)


def _page(matter: Matter) -> str:
    return f"/desk/matters/{matter.slug}/erase-from-lists/"


def _erase(client: Client, matter: Matter, who: dict[str, object], **changes: str) -> object:
    seen = client.post(_page(matter), who).context["form"]["seen"].value()
    return client.post(_page(matter), {**who, "seen": seen, "ground": "request", "agreed": "on", **changes})


def test_a_person_is_found_on_every_list_and_erased_from_all_of_them(
    matter: Matter, by: User, campaigns: list[Campaign], client: Client
) -> None:
    answer = client.post(_page(matter), ANA)
    page = words_of(answer)
    assert "First Recipients frozen 1 line 1 0 Second Recipients frozen 1 line 1 0" in page
    assert "Main Street" not in page
    assert "R1" not in page
    assert not ManifestErasure.objects.exists()
    assert "2 lines are erased." in said(_erase(client, matter, ANA))
    erasures = ManifestErasure.objects.values_list("campaign", "place", "ground", "by")
    assert set(erasures) == {(campaign.pk, 1, "request", by.pk) for campaign in campaigns}
    for campaign in campaigns:
        assert list(Recipient.objects.filter(campaign=campaign).values_list("place", flat=True)) == [2, 3]
        assert campaign.events.filter(kind="erased", actor=by).count() == 1
        assert Notice.objects.get(cause=f"campaign:{campaign.pk}:1").state == "cancelled"
    assert not list(verify_campaigns())
    assert "Nobody stands there" in words_of(client.post(_page(matter), ANA))


def test_a_second_address_and_a_line_without_one_are_found_too(
    matter: Matter, campaigns: list[Campaign], client: Client
) -> None:
    first = campaigns[0]
    assert "2 lines are erased." in said(_erase(client, matter, {**ANA, "email": "ana.two@example.org"}))
    assert "1 line is erased." in said(_erase(client, matter, {"email": "", "campaign": first.pk, "line": "3"}))
    assert list(Recipient.objects.filter(campaign=first).values_list("place", flat=True)) == [1]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ({}, "Choose the notice and write the line, both, or write the e-mail address."),
        ({"line": "3"}, "Choose the notice and write the line, both"),
        ({"campaign": "0", "line": "3"}, "This notice is not of this matter."),
        ({"line": "three"}, "Write the number of the line."),
    ],
)
def test_a_search_for_nobody_says_what_to_write(
    matter: Matter, client: Client, who: dict[str, str], sentence: str
) -> None:
    assert sentence in words_of(client.post(_page(matter), who))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ground": ""}, "Say why the person is erased."),
        ({"ground": "retention"}, "Choose one of the reasons."),
        ({"ground": "court_order"}, "Give the docket reference of the order to destroy."),
        ({"agreed": ""}, "Look at what would be erased first"),
        ({"seen": "1:1"}, "The lists changed meanwhile, and nothing was erased."),
    ],
)
def test_nothing_is_erased_without_a_reason_a_look_and_a_confirmation(
    matter: Matter, campaigns: list[Campaign], client: Client, changes: dict[str, str], sentence: str
) -> None:
    assert sentence in words_of(_erase(client, matter, ANA, **changes))
    assert not ManifestErasure.objects.exists()


def test_a_line_about_a_claim_stays_until_the_claim_is_erased(matter: Matter, by: User, client: Client) -> None:
    campaign = of_claims(matter, by)
    [email] = Recipient.objects.get(campaign=campaign).addresses
    page = words_of(client.post(_page(matter), {**ANA, "email": email}))
    assert "0 1 about a claim: erase the claim, and the line goes too" in page
    assert "Erase for good" not in page


def test_only_an_administrator_of_the_matter_sees_whether_somebody_is_on_its_lists(
    matter: Matter, campaigns: list[Campaign], by: User, signed_in: SignedIn
) -> None:
    other = staff(Matter.objects.create(slug="other", caption="Other", stage=matter.stage, document={}, sha256="1" * 64,
                                        retain_until=matter.retain_until))  # fmt: skip
    for user in (other, *(staff(matter, role) for role in Role if role != Role.ADMINISTRATOR)):
        answer = signed_in(user).post(_page(matter), ANA)
        assert answer.status_code == 403
        assert "First" not in words_of(answer)
    assert _page(matter) in signed_in(by).get(f"/desk/matters/{matter.slug}/campaigns/").content.decode()
