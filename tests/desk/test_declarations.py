"""The declaration of a campaign: asked for at the desk, made by a worker, taken by whoever has the power."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from claimants.people.models import Role, User
from intake.campaigns.models import Campaign
from intake.reports import actions
from intake.reports.asking import LONGEST, file_of, folder_of
from intake.reports.checking.packs import check_pack
from intake.reports.models import DeclarationAsked
from tests.campaigns.situations import frozen, matter_with, running, staff
from tests.desk.campaigns import at
from tests.desk.steps import said
from tests.desk.versions import words_of

SignedIn = Callable[[User], Client]


@pytest.fixture
def administrator(db: None) -> User:
    return staff(matter_with(3))


@pytest.fixture
def campaign(administrator: User) -> Campaign:
    return running(administrator.grants.get().matter, administrator)


@pytest.fixture
def client(administrator: User, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def test_a_pack_is_asked_for_made_and_taken(campaign: Campaign, client: Client, tmp_path: Path) -> None:
    page = client.get(at(campaign, "declaration/"))
    assert "None was asked for yet." in words_of(page)
    assert "This is not closed yet, so the pack is an interim one" in words_of(page)
    assert "A worker makes the declaration now." in said(_asks(client, campaign))
    assert (
        f'data-poll="{at(campaign, "declaration/state/")}"' in client.get(at(campaign, "declaration/")).content.decode()
    )
    assert "data-ended" not in client.get(at(campaign, "declaration/state/")).content.decode()
    asked = DeclarationAsked.objects.get()
    assert client.get(at(campaign, f"declaration/{asked.pk}/")).status_code == 404
    actions.sweep_asked()
    asked.refresh_from_db()
    assert "data-ended" in client.get(at(campaign, "declaration/state/")).content.decode()
    assert f"Head of its chain: {asked.made.head}" in words_of(client.get(at(campaign, "declaration/")))
    pack = _taken(client, campaign, asked, tmp_path)
    assert check_pack(pack, head=asked.made.head).findings == []
    file_of(asked).unlink()
    assert "not on this server’s disk any more" in said(client.get(at(campaign, f"declaration/{asked.pk}/")))


def test_two_are_not_made_at_once(campaign: Campaign, client: Client) -> None:
    _asks(client, campaign)
    assert "is being made already" in said(_asks(client, campaign))
    assert DeclarationAsked.objects.count() == 1


def test_what_cannot_be_declared_yet_says_why(campaign: Campaign, client: Client) -> None:
    client.post(at(campaign, "declaration/ask/"))
    actions.sweep_asked()
    assert DeclarationAsked.objects.get().state == DeclarationAsked.State.REFUSED
    page = words_of(client.get(at(campaign, "declaration/")))
    assert "Not everything is finished: 3 messages are not finished, the sending has not been closed." in page


def test_an_error_that_nobody_foresaw_is_told(
    campaign: Campaign, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _asks(client, campaign)
    monkeypatch.setattr(actions, "folder_of", lambda asked: Path("/proc/nothing"))
    actions.sweep_asked()
    assert "It ended with an error" in words_of(client.get(at(campaign, "declaration/")))


def test_a_pack_that_lost_its_worker_is_made_by_another(campaign: Campaign, client: Client) -> None:
    _asks(client, campaign)
    DeclarationAsked.objects.update(state="making", begun_at=timezone.now())
    assert actions.sweep_asked() == 0
    DeclarationAsked.objects.update(begun_at=timezone.now() - 2 * LONGEST)
    assert actions.sweep_asked() == 1
    asked = DeclarationAsked.objects.get()
    assert asked.state == DeclarationAsked.State.MADE
    assert file_of(asked) is not None


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR])
def test_only_an_administrator_has_it(campaign: Campaign, client: Client, signed_in: SignedIn, role: Role) -> None:
    _asks(client, campaign)
    other = signed_in(staff(campaign.matter, role))
    asked = DeclarationAsked.objects.get()
    for page in ("declaration/", "declaration/state/", f"declaration/{asked.pk}/"):
        assert other.get(at(campaign, page)).status_code == 403
    assert other.post(at(campaign, "declaration/ask/")).status_code == 403


def test_a_pack_of_another_campaign_is_not_there(campaign: Campaign, administrator: User, client: Client) -> None:
    other = frozen(campaign.matter, administrator, name="Another")
    _asks(client, campaign)
    actions.sweep_asked()
    asked = DeclarationAsked.objects.get()
    assert client.get(at(other, f"declaration/{asked.pk}/")).status_code == 404


def test_a_pack_that_lost_three_workers_is_refused_with_a_sentence(campaign: Campaign, client: Client) -> None:
    _asks(client, campaign)
    lost = timezone.now() - 2 * LONGEST
    DeclarationAsked.objects.update(state="making", begun_at=lost, tries=actions.MOST_TRIES)
    actions.sweep_asked()
    assert DeclarationAsked.objects.get().state == DeclarationAsked.State.REFUSED
    page = words_of(client.get(at(campaign, "declaration/")))
    assert "3 workers began this declaration and were stopped before it was ready" in page
    assert "Tell an engineer, then ask for it again." in page
    assert "A worker makes the declaration now." in said(_asks(client, campaign))


def test_every_worker_that_begins_a_pack_is_counted(campaign: Campaign, client: Client) -> None:
    _asks(client, campaign)
    DeclarationAsked.objects.update(state="making", begun_at=timezone.now() - 2 * LONGEST, tries=1)
    actions.sweep_asked()
    asked = DeclarationAsked.objects.get()
    assert (asked.state, asked.tries) == (DeclarationAsked.State.MADE, 2)


def test_a_pack_goes_when_it_is_old_and_the_page_says_so(campaign: Campaign, client: Client) -> None:
    _asks(client, campaign)
    actions.sweep_asked()
    asked, now = DeclarationAsked.objects.get(), timezone.now()
    assert actions.remove_left_over(now=now + timedelta(days=29)) == 0
    assert file_of(asked) is not None
    assert actions.remove_left_over(now=now + timedelta(days=31)) == 1
    assert (file_of(asked), folder_of(asked).exists()) == (None, False)
    assert "not on this server’s disk any more" in said(client.get(at(campaign, f"declaration/{asked.pk}/")))


def test_what_a_killed_worker_left_goes_and_what_is_being_written_stays(campaign: Campaign, client: Client) -> None:
    _asks(client, campaign)
    asked, now = DeclarationAsked.objects.get(), timezone.now()
    left = folder_of(asked) / ".pack-abc" / "files"
    left.mkdir(parents=True)
    DeclarationAsked.objects.update(state="making", begun_at=now)
    assert actions.remove_left_over(now=now) == 0
    assert left.exists()
    assert actions.remove_left_over(now=now + 2 * LONGEST) == 1
    assert not left.exists()


def test_the_next_worker_removes_what_the_killed_one_left(campaign: Campaign, client: Client) -> None:
    _asks(client, campaign)
    asked = DeclarationAsked.objects.get()
    left = folder_of(asked) / ".pack-abc"
    left.mkdir(parents=True)
    actions.sweep_asked()
    asked.refresh_from_db()
    assert file_of(asked) is not None
    assert not left.exists()


def _asks(client: Client, campaign: Campaign) -> HttpResponse:
    return client.post(at(campaign, "declaration/ask/"), {"interim": "on"})


def _taken(client: Client, campaign: Campaign, asked: DeclarationAsked, folder: Path) -> Path:
    answer = client.get(at(campaign, f"declaration/{asked.pk}/"))
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    pack = folder / "pack.zip"
    pack.write_bytes(answer.getvalue())
    return pack
