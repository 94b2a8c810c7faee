"""Of what no pack is made, and the commands."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from claimants.common.exceptions import Refused
from intake.campaigns.models import Campaign
from intake.notices.models import Dispatch, DispatchMove, Notice
from intake.reports.actions import make_pack
from intake.reports.checking.packs import check_pack
from intake.reports.models import DeclarationMade
from tests.reports.situations import (
    ACCEPTED,
    BOUNCED,
    PEOPLE,
    QUEUED,
    finished_campaign,
)

pytestmark = pytest.mark.django_db


def _member(pack: Path, name: str) -> str:
    with zipfile.ZipFile(pack) as archive:
        return archive.read(name).decode()


def _pdf(pack: Path) -> PdfReader:
    with zipfile.ZipFile(pack) as archive:
        return PdfReader(io.BytesIO(archive.read("declaration.pdf")))


def test_what_is_not_finished_is_refused_and_marked_on_every_page_when_asked_for(tmp_path: Path) -> None:
    campaign = finished_campaign((*PEOPLE, (QUEUED,)))
    with pytest.raises(Refused, match="1 message is not finished"):
        make_pack(campaign=campaign, into=tmp_path, by=None)
    assert list(tmp_path.iterdir()) == []
    pack = make_pack(campaign=campaign, into=tmp_path, is_interim=True, by=None)
    assert all("INTERIM" in page.extract_text() for page in _pdf(pack.path).pages)
    assert check_pack(pack.path).findings == []


def test_a_dispatch_that_was_not_closed_is_not_finished(tmp_path: Path) -> None:
    campaign = finished_campaign()
    Dispatch.objects.update(ended_at=None)
    with pytest.raises(Refused, match="the sending has not been closed"):
        make_pack(campaign=campaign, into=tmp_path, by=None)


def test_a_letter_that_waits_is_not_finished(tmp_path: Path) -> None:
    campaign = finished_campaign()
    campaign.postal_items.create(place=1)
    with pytest.raises(Refused, match="1 letter is not mailed"):
        make_pack(campaign=campaign, into=tmp_path, by=None)


def _lose_a_line(campaign: Campaign) -> None:
    campaign.manifest_rows += 1
    campaign.save()


def _alter_the_digest(campaign: Campaign) -> None:
    campaign.manifest_sha256 = "0" * 64
    campaign.save()


def _miscount(campaign: Campaign) -> None:
    DispatchMove.objects.create(dispatch=campaign.dispatch, state="accepted", notices=1)


def _add_a_stranger(campaign: Campaign) -> None:
    Notice.objects.filter(cause__endswith=":1").update(cause=f"campaign:{campaign.pk}:99")


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (_lose_a_line, "frozen with 10 lines and now has 9"),
        (_alter_the_digest, "not the one that was frozen and approved"),
        (_miscount, "do not match its messages"),
        (_add_a_stranger, "do not fit its manifest"),
    ],
)
def test_counts_that_do_not_sum_to_the_manifest_are_refused(tmp_path: Path, spoil: Any, sentence: str) -> None:
    campaign = finished_campaign()
    spoil(campaign)
    with pytest.raises(Refused, match=sentence):
        make_pack(campaign=campaign, into=tmp_path, is_interim=True, by=None)
    assert (list(tmp_path.iterdir()), DeclarationMade.objects.count()) == ([], 0)


def test_the_commands_make_and_check_a_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaign = finished_campaign(((ACCEPTED,), (BOUNCED,)), letters=())
    call_command("declaration", str(campaign.pk), "--out", str(tmp_path))
    head = DeclarationMade.objects.get().head
    assert head in capsys.readouterr().out
    (pack,) = tmp_path.iterdir()
    call_command("verify_pack", str(pack), "--head", head)
    assert "The head is the one that was given" in capsys.readouterr().out
    with pytest.raises(CommandError, match="not the one that was recorded"):
        call_command("verify_pack", str(pack), "--head", "0" * 64)


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["declaration", "77"], "There is no campaign 77"),
        (["verify_pack", "/nowhere.zip"], "There is no file"),
    ],
)
def test_a_command_without_its_object_says_so(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command(*words)
