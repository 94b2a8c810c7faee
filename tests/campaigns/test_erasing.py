"""People on an uploaded list go when they must; what was frozen, approved and sent stays provable."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from claimants.common import frozen
from claimants.common.exceptions import Refused
from claimants.people.models import Role, User
from intake.campaigns import actions
from intake.campaigns.actions.erasing import erase_line, erase_list
from intake.campaigns.models import Campaign, ForwardingAddress, ManifestErasure, ManifestLine, PostalItem, Recipient
from intake.campaigns.proof import verify_campaigns
from intake.filing.tasks import erase_past_retention
from intake.notices.models import Notice
from tests.campaigns.situations import LIST, a_list, draft, matter_with, staff
from tests.campaigns.situations import frozen as frozen_campaign

pytestmark = pytest.mark.django_db
ROWS = """email,name,reference,address_1,city,country
ana@example.org,Ana,R1,1 Main Street,Oakland,US
bo@example.org,Bo,R2,2 Main Street,Oakland,US
,Cy,R3,3 Main Street,Oakland,US
"""


@pytest.fixture
def by(db: None) -> User:
    return staff(matter_with(0))


@pytest.fixture
def campaign(by: User) -> Campaign:
    matter = by.grants.get().matter
    campaign = actions.freeze(campaign=draft(matter, by, source=LIST), by=by, upload=a_list(ROWS))
    ForwardingAddress.objects.create(campaign=campaign, place=1, postal={"city": "Reno"})
    ForwardingAddress.objects.create(campaign=campaign, place=2, postal={"city": "Reno"})
    return campaign


def _day_after(campaign: Campaign) -> date:
    return campaign.matter.retain_until + timedelta(days=1)


def _gone(rows: "models.QuerySet[models.Model]") -> None:
    with transaction.atomic():
        rows._raw_delete(rows.db)


@pytest.mark.parametrize("model", [Recipient, ForwardingAddress])
def test_the_database_keeps_who_is_on_a_list_until_an_erasure_is_recorded(
    campaign: Campaign, model: type[models.Model]
) -> None:
    rows = model._default_manager.filter(campaign=campaign)
    with pytest.raises(DatabaseError, match="frozen"):
        _gone(rows.filter(place=1))
    ManifestErasure.objects.create(campaign=campaign, place=1, ground="request")
    with pytest.raises(DatabaseError, match="frozen"):
        _gone(rows.filter(place=2))
    _gone(rows.filter(place=1))
    other = draft(campaign.matter, campaign.owner, name="Another", source=LIST)
    ManifestErasure.objects.create(campaign=other, ground="retention")
    with pytest.raises(DatabaseError, match="frozen"):
        _gone(rows)
    ManifestErasure.objects.create(campaign=campaign, ground="retention")
    _gone(rows)
    assert not rows.exists()


def test_one_person_goes_with_every_word_and_the_list_still_verifies(campaign: Campaign, by: User) -> None:
    sealed = campaign.manifest_sha256
    erase_line(campaign=campaign, place=2, ground="request", by=by)
    assert list(Recipient.objects.values_list("place", flat=True)) == [1, 3]
    assert [row.place for row in ForwardingAddress.objects.all()] == [1]
    assert ManifestLine.objects.filter(campaign=campaign).count() == 3
    assert Notice.objects.get(cause=f"campaign:{campaign.pk}:2").state == "cancelled"
    assert Notice.objects.get(cause=f"campaign:{campaign.pk}:1").state != "cancelled"
    assert campaign.dispatch.tally()["cancelled"] == 1
    campaign.refresh_from_db()
    assert campaign.manifest_sha256 == sealed
    assert list(verify_campaigns()) == []


def test_a_letter_that_waits_is_not_written_to_who_was_erased(campaign: Campaign, by: User) -> None:
    letter, _ = PostalItem.objects.get_or_create(campaign=campaign, place=3)
    erase_line(campaign=campaign, place=3, ground="request", by=by)
    letter.refresh_from_db()
    assert (letter.state, letter.why) == ("exhausted", "The personal data was erased.")


def test_a_person_who_vanished_without_an_erasure_in_the_log_is_missed(campaign: Campaign) -> None:
    ManifestErasure.objects.create(campaign=campaign, place=2, ground="request")
    _gone(Recipient.objects.filter(campaign=campaign, place=2))
    (finding,) = verify_campaigns()
    assert "the recipient of line 2 is gone, and no erasure is on record" in str(finding)


def test_everybody_goes_the_day_after_the_retention_date_and_once(campaign: Campaign) -> None:
    evening = datetime.combine(campaign.matter.retain_until, time(23, 59), ZoneInfo("America/Los_Angeles"))
    with time_machine.travel(evening):
        assert erase_past_retention() == 0
    with time_machine.travel(evening + timedelta(days=1)):
        assert erase_past_retention() == 1
        assert erase_past_retention() == 0
    assert not Recipient.objects.exists()
    assert not ForwardingAddress.objects.exists()
    assert list(verify_campaigns()) == []
    assert campaign.events.get(kind="erased").actor is None


def test_what_is_told_of_an_erased_person_afterwards_goes_with_the_next_sweep(campaign: Campaign, by: User) -> None:
    erase_list(campaign=campaign, ground="retention", by=by, today=_day_after(campaign))
    ForwardingAddress.objects.create(campaign=campaign, place=1, postal={"city": "Reno"})
    with time_machine.travel(timezone.now() + timedelta(days=40_000)):
        assert erase_past_retention() == 1
    assert not ForwardingAddress.objects.exists()


@pytest.mark.parametrize(
    ("ground", "reference", "sentence"),
    [
        ("retention", "", "This list is kept until"),
        ("request", "", "One person can ask for their own line"),
        ("court_order", " ", "docket reference"),
    ],
)
def test_a_whole_list_goes_only_in_time_or_by_order(
    campaign: Campaign, by: User, ground: str, reference: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        erase_list(campaign=campaign, ground=ground, by=by, reference=reference, today=campaign.matter.retain_until)
    assert Recipient.objects.count() == 3


@pytest.mark.parametrize("said", [{"ground": "court_order", "place": 1}, {"ground": "request"}])
def test_the_database_refuses_an_erasure_without_its_reason(campaign: Campaign, said: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ManifestErasure.objects.create(campaign=campaign, **said)


def test_an_erasure_itself_is_never_taken_back(campaign: Campaign, by: User) -> None:
    erase_line(campaign=campaign, place=1, ground="request", by=by)
    with pytest.raises(DatabaseError, match="frozen"):
        _gone(ManifestErasure.objects.all())
    assert frozen.missing(connection) == []


def test_a_line_about_a_claim_goes_with_its_claim() -> None:
    matter = matter_with(1)
    administrator = staff(matter)
    campaign = frozen_campaign(matter, administrator)
    with pytest.raises(Refused, match="Erase the claim"):
        erase_line(campaign=campaign, place=1, ground="request", by=administrator)


def test_only_who_runs_the_matter_erases(campaign: Campaign) -> None:
    with pytest.raises(Refused, match="Your role"):
        erase_line(campaign=campaign, place=1, ground="request", by=staff(campaign.matter, Role.REVIEWER))
    with pytest.raises(Refused, match="Nobody is on line 9"):
        erase_line(campaign=campaign, place=9, ground="request", by=campaign.owner)


def test_the_command_finds_a_person_by_their_address(
    campaign: Campaign, by: User, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("erase_list", str(campaign.pk), "--ground", "request", "--by", by.email)
    call_command(*asked, "--email", "BO@example.org")
    assert "Erased: line 2." in capsys.readouterr().out
    with pytest.raises(CommandError, match="stands on no line of this list"):
        call_command(*asked, "--email", "bo@example.org")
    call_command(*asked, "--line", "1")
    assert list(Recipient.objects.values_list("place", flat=True)) == [3]
    with pytest.raises(CommandError, match="One person can ask"):
        call_command(*asked, "--all")
    ordered = ("--ground", "court_order", "--reference", "ECF 90", "--by", by.email)
    call_command("erase_list", str(campaign.pk), "--all", *ordered)
    assert not Recipient.objects.exists()
