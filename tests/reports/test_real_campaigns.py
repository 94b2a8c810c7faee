"""A campaign that was prepared, frozen, approved and started by its own actions has a pack that passes its check."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from intake.campaigns import actions
from intake.campaigns.actions.erasing import erase_list
from intake.campaigns.letters import zone_of
from intake.campaigns.models import Campaign, PostalItem, UnknownRule
from intake.campaigns.proof import verify_campaigns
from intake.notices.actions import send_due
from intake.notices.models import Notice
from intake.reports.actions import make_pack
from intake.reports.checking.packs import check_pack
from intake.reports.digests import caps_sha256, templates_sha256
from tests.campaigns.situations import LIST, a_list, draft, matter_with, running, staff
from tests.notices.conftest import relay as relay
from tests.notices.relay import DROP, Relay
from tests.notices.reporting import came_back

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


ROWS = """email,email_2,name,reference,address_1,city,country
ana@example.org,,Ana,R1,1 Main Street,Oakland,US
bo@example.org,bo@example.net,Bo,R2,2 Main Street,Oakland,US
cy@example.org,,Cy,R3,3 Main Street,Oakland,US
di@example.org,,Di,R4,4 Main Street,Oakland,US
ed@example.org,,Ed,R5,5 Main Street,Oakland,US
,,Flo,R6,6 Main Street,Oakland,US
"""


def _carried_out(relay: Relay) -> Campaign:
    """Ana is told; Bo at the second address; Cy's comes back; of Di's nobody knows; Ed's is cancelled; Flo has none."""
    matter = matter_with(0)
    by, second = staff(matter), staff(matter)
    campaign = draft(matter, by, source=LIST, unknown_rule=UnknownRule.POST)
    campaign = actions.freeze(campaign=campaign, by=by, upload=a_list(ROWS))
    actions.rehearse(actions.ask_for_dry_run(campaign=campaign, by=by))
    for person in (by, second):
        actions.approve(campaign=campaign, by=person)
    actions.start(campaign=campaign, by=by)
    relay.at["rcpt"] = {"bo@example.org": "550 5.1.1 no such user", "ed@example.org": "451 4.3.0 try later"}
    relay.at["message"] = {"di@example.org": DROP}
    send_due()
    came_back(Notice.objects.get(cause=f"campaign:{campaign.pk}:3"))
    actions.follow_up()
    send_due()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("intake.campaigns.actions.unknowns.REPORTS_TAKE", timedelta())  # the database's clock goes on
        assert actions.apply_unknown_rules() == {"counted_as_sent": 1}
    actions.export_batch(campaign=campaign, by=by)
    today = timezone.now().astimezone(zone_of(campaign)).date()
    said = [f"{campaign.pk}-{place}-0,mailed,{today}" for place in PostalItem.objects.values_list("place", flat=True)]
    actions.read_posted(campaign=campaign, file="\n".join(["piece,status,mailed_at", *said]).encode(), by=by)
    actions.propose_cancel(campaign=campaign, reason="The order was vacated.", by=by)
    actions.cancel(campaign=campaign, reason="The order was vacated.", by=second)
    campaign.refresh_from_db()
    return campaign


def _member(pack: Path, name: str) -> str:
    with zipfile.ZipFile(pack) as archive:
        return archive.read(name).decode()


def _rows(pack: Path, name: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(_member(pack, name))))


def test_the_final_pack_of_a_campaign_that_was_carried_out_passes_its_check(tmp_path: Path, relay: Relay) -> None:
    campaign = _carried_out(relay)
    pack = make_pack(campaign=campaign, into=tmp_path, by=None)
    checked = check_pack(pack.path, head=pack.made.head)
    assert (checked.findings, checked.notes, checked.lines) == ([], [], 6)
    assert list(verify_campaigns()) == []
    counts = json.loads(_member(pack.path, "counts.json"))
    assert {name: number for name, number in counts["lines_by_what_they_came_to"].items() if number} == {
        "accepted": 2, "unknown": 1, "undeliverable": 1, "by post alone": 1, "cancelled": 1,
    }  # fmt: skip
    assert counts["letters_by_state"] == {"mailed": 3}
    assert (counts["messages_tried"], counts["messages_tried_after_the_first"]) == (6, 1)
    (unknown,) = _rows(pack.path, "unknowns.csv")
    assert unknown["settled"].startswith("settled by the rule of the campaign: counted as sent")
    assert [row["place"] for row in _rows(pack.path, "postal.csv")] == ["3", "4", "6"]
    assert {row["place"]: row["state"] for row in _rows(pack.path, "notices.csv")}["5"] == "cancelled"
    words = " ".join(_member(pack.path, "declaration.txt").split())
    assert all(email in words for email in campaign.approvals.values_list("by__email", flat=True))
    assert "INTERIM" not in words


def test_a_campaign_whose_list_was_erased_is_declared_all_the_same(tmp_path: Path) -> None:
    matter = matter_with(0)
    by = staff(matter)
    campaign = actions.freeze(campaign=draft(matter, by, source=LIST), by=by, upload=a_list(ROWS))
    actions.cancel(campaign=campaign, reason="The order was vacated.", by=by)
    erase_list(campaign=campaign, ground="court_order", reference="ECF 90", by=by, today=matter.retain_until)
    assert not campaign.recipients.exists()
    pack = make_pack(campaign=campaign, into=tmp_path, by=None)
    checked = check_pack(pack.path, head=pack.made.head)
    assert (checked.findings, checked.lines) == ([], 6)
