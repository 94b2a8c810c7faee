"""A pack says what happened, in the same bytes every time, and nothing of anybody's person."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from claimants.people.models import User
from intake.reports.actions import make_pack
from intake.reports.checking.packs import check_pack
from intake.reports.models import DeclarationMade
from tests.reports.situations import (
    ACCEPTED,
    BOUNCED,
    BY_RULE,
    CANCELLED,
    FAILED,
    NO_ADDRESS,
    PEOPLE,
    RULED,
    SETTLED,
    Ending,
    finished_campaign,
)

pytestmark = pytest.mark.django_db


def _member(pack: Path, name: str) -> str:
    with zipfile.ZipFile(pack) as archive:
        return archive.read(name).decode()


def _counts(pack: Path) -> dict[str, Any]:
    return dict(json.loads(_member(pack, "counts.json")))


def _pdf(pack: Path) -> PdfReader:
    with zipfile.ZipFile(pack) as archive:
        return PdfReader(io.BytesIO(archive.read("declaration.pdf")))


def test_a_pack_that_was_made_passes_its_check(tmp_path: Path) -> None:
    pack = make_pack(campaign=finished_campaign(), into=tmp_path, by=None)
    checked = check_pack(pack.path, head=pack.made.head)
    assert (checked.findings, checked.notes) == ([], [])
    assert (checked.head, checked.lines) == (pack.made.head, len(PEOPLE))


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    campaign = finished_campaign()
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir(), second.mkdir()
    one, two = (make_pack(campaign=campaign, into=folder, by=None) for folder in (first, second))
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.made.sha256 == two.made.sha256


def test_what_was_made_is_on_record_with_its_head_and_who_made_it(tmp_path: Path, supervisor: User) -> None:
    campaign = finished_campaign()
    pack = make_pack(campaign=campaign, into=tmp_path, by=supervisor)
    row = DeclarationMade.objects.get()
    assert (row.by, row.head, row.sha256, row.lines) == (supervisor, pack.made.head, pack.made.sha256, len(PEOPLE))
    assert row.head in _member(pack.path, "chain.txt").splitlines()[-1]


def test_counts_sum_to_the_list_and_every_ending_is_in_one(tmp_path: Path) -> None:
    counts = _counts(make_pack(campaign=finished_campaign(), into=tmp_path, by=None).path)
    assert sum(counts["lines_by_state_of_their_last_message"].values()) == counts["lines_ordered"] == len(PEOPLE)
    assert counts["lines_by_what_they_came_to"] == {
        "delivered": 1, "accepted": 3, "complained": 0, "unfinished": 0, "unknown": 3, "undeliverable": 1,
        "by post alone": 1, "cancelled": 0, "no message": 0,
    }  # fmt: skip
    assert counts["lines_not_reached_by_email_but_by_post"] == 2
    assert counts["lines_reached_by_neither"] == 3
    assert counts["unknown_outcomes"] == {
        "open": 1, "settled by a person": 1, "settled by the rule of the campaign": 1, "answered later": 1,
    }  # fmt: skip


def test_only_messages_of_which_an_attempt_was_begun_are_said_to_have_been_tried(tmp_path: Path) -> None:
    """A line that goes by post alone, a cancelled one and a successor nobody sent have rows, and no e-mail."""
    people = ((ACCEPTED,), (BOUNCED, ACCEPTED), (NO_ADDRESS,), (CANCELLED,), (FAILED, CANCELLED))
    pack = make_pack(campaign=finished_campaign(people, letters=(3,)), into=tmp_path, by=None).path
    counts = _counts(pack)
    assert (counts["messages"], counts["messages_tried"]) == (7, 4)
    assert (counts["messages_after_the_first"], counts["messages_tried_after_the_first"]) == (2, 1)
    words = " ".join(_member(pack, "declaration.txt").split())
    assert "An attempt to send was begun for 4 messages in all." in words
    assert "Of the messages of which an attempt to send was begun, 1 followed an earlier one" in words
    assert check_pack(pack).findings == []


def test_what_a_rule_settled_is_not_said_to_have_been_settled_by_a_person(tmp_path: Path) -> None:
    pack = make_pack(campaign=finished_campaign(((RULED,), (SETTLED,)), letters=()), into=tmp_path, by=None).path
    ruled, settled = list(csv.DictReader(_member(pack, "unknowns.csv").splitlines()))
    assert (ruled["settled"], ruled["by"]) == (f"settled by the rule of the campaign: {BY_RULE}", "")
    assert settled["settled"].startswith("settled by a person: deemed sent")
    assert settled["by"] != ""
    words = " ".join(_member(pack, "declaration.txt").split())
    assert "2 times (settled by a person: 1; settled by the rule of the campaign: 1)" in words


def test_letters_taken_back_with_the_campaign_keep_no_pack_and_count_as_cancelled(tmp_path: Path) -> None:
    campaign = finished_campaign()
    taken_back = campaign.postal_items.update(state="cancelled", batch=None, mailed_at=None)
    pack = make_pack(campaign=campaign, into=tmp_path, by=None).path
    assert check_pack(pack).findings == []
    counts = _counts(pack)
    assert counts["letters_by_state"] == {"cancelled": taken_back}
    came_to = counts["lines_by_what_they_came_to"]
    assert (came_to["by post alone"], came_to["cancelled"]) == (0, 1)
    assert "Taken back with the campaign, before they were printed" in " ".join(
        _member(pack, "declaration.txt").split()
    )


def test_times_stand_in_utc_and_in_the_time_of_the_court_on_both_sides_of_the_change(tmp_path: Path) -> None:
    attempts = _member(make_pack(campaign=finished_campaign(), into=tmp_path, by=None).path, "attempts.csv")
    assert "2026-11-01T08:40:00.000000Z,2026-11-01T01:40:00.000000-07:00 PDT" in attempts
    assert "2026-11-01T09:40:00.000000Z,2026-11-01T01:40:00.000000-08:00 PST" in attempts


def test_nobody_written_to_is_named_in_a_pack(tmp_path: Path) -> None:
    campaign = finished_campaign()
    pack = make_pack(campaign=campaign, into=tmp_path, by=None)
    staff = {campaign.owner.email, *campaign.approvals.values_list("by__email", flat=True)}
    with zipfile.ZipFile(pack.path) as archive:
        words = [name for name in archive.namelist() if not name.endswith(".pdf")]
        everything = "\n".join(archive.read(name).decode() for name in words)
    assert "Ines Okafor" not in everything
    assert set(re.findall(r"[\w.]+@[\w.]+\w", everything)) == staff


def test_no_cell_is_run_by_a_spreadsheet_and_each_row_is_one_line(tmp_path: Path) -> None:
    pack = make_pack(campaign=finished_campaign(), into=tmp_path, by=None).path
    assert "deemed sent: =the relay's log has it" in _member(pack, "unknowns.csv")
    for name in ("attempts.csv", "unknowns.csv", "events.csv"):
        assert len(_member(pack, name).splitlines()) == len(list(csv.reader(_member(pack, name).splitlines())))
        assert not re.search(r"(^|,)\"?[=+@-]", _member(pack, name), re.MULTILINE)


def test_the_declaration_is_a_tagged_pdf_with_the_words_of_the_text(tmp_path: Path) -> None:
    pack = make_pack(campaign=finished_campaign(), into=tmp_path, by=None)
    reader = _pdf(pack.path)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    shown = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    text = " ".join(_member(pack.path, "declaration.txt").split())
    for said in ("ECF 41", "28 U.S.C. § 1746", "Not known whether a message was sent", "Doe v. Company", "penalty of"):
        assert (said in shown, said in text) == (True, True), said
    assert pack.made.head in text
    assert pack.made.head in shown.replace(" ", "")
    assert "INTERIM" not in shown


@pytest.mark.parametrize("caption", ["Łódź Nguyễn v. Ærøskøbing", "Владимир v. Ќосовски", "Παπαδοπούλου v. #Sons"])
def test_names_in_any_script_that_the_fonts_have_stand_in_the_declaration(tmp_path: Path, caption: str) -> None:
    pack = make_pack(
        campaign=finished_campaign((((ACCEPTED,),) * 2), caption=caption, letters=()), into=tmp_path, by=None
    )
    assert caption in " ".join(_pdf(pack.path).pages[0].extract_text().split())
    assert check_pack(pack.path).findings == []


def test_what_was_set_aside_before_any_attempt_is_nothing_that_cannot_have_happened(tmp_path: Path) -> None:
    set_aside = Ending("failed", ((0, "failed", None, "Set aside: the worker was lost three times."),))
    pack = make_pack(campaign=finished_campaign(((ACCEPTED,), (set_aside,)), letters=()), into=tmp_path, by=None)
    assert check_pack(pack.path).findings == []
