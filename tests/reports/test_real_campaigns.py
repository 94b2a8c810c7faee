"""A campaign that was prepared, frozen, approved and started by its own actions has a pack that passes its check."""

import json
import zipfile
from pathlib import Path

import pytest

from intake.reports.actions import make_pack
from intake.reports.checking.packs import check_pack
from intake.reports.digests import caps_sha256, templates_sha256
from tests.campaigns.situations import matter_with, running, staff

pytestmark = pytest.mark.django_db


def test_the_digests_that_were_approved_come_out_of_the_pack(tmp_path: Path) -> None:
    matter = matter_with(3)
    campaign = running(matter, staff(matter))
    pack = make_pack(campaign=campaign, into=tmp_path, is_interim=True, by=None)
    checked = check_pack(pack.path, head=pack.made.head)
    assert (checked.findings, checked.lines) == ([], 3)
    with zipfile.ZipFile(pack.path) as archive:
        about = json.loads(archive.read("campaign.json"))
    first, second = about["approvals"]
    assert first["by"] != second["by"]
    digest = templates_sha256(about["templates"], about["frame"])
    assert first["templates_sha256"] == second["templates_sha256"] == digest
    assert first["caps_sha256"] == second["caps_sha256"] == caps_sha256(about["campaign"])
