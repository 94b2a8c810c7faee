"""The papers keep up with the code: links lead somewhere, commands exist, and the long ones stay short."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.house.sources import ROOT, files, text

PAPERS = files("*.md")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
NAMED_FILE = re.compile(r"`((?:claimants|intake|tests|templates|docs|matters|requirements)/[\w./-]+\.\w+)`")


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_every_link_leads_to_a_file(paper: Path) -> None:
    targets = [(paper, link, ROOT / paper.parent / link) for link in LINK.findall(text(paper))]
    assert [link for _, link, target in targets if not target.exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_every_file_that_is_named_is_there(paper: Path) -> None:
    assert [name for name in NAMED_FILE.findall(text(paper)) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_every_command_that_is_named_exists(paper: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(Path("Makefile")), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", text(paper)))
    assert named - targets == set()
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text(paper)))
    assert commands - set(get_commands()) == set()


def test_the_map_of_the_house_fits_on_a_few_pages() -> None:
    assert len(text(Path("docs/architecture.md")).splitlines()) <= 200


def test_a_decision_record_is_half_a_page() -> None:
    long = {str(path): len(text(path).split()) for path in files("docs/decisions/*.md")}
    assert {path: words for path, words in long.items() if words > 450} == {}


def test_the_licence_is_whole() -> None:
    licence = text(Path("LICENSE"))
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert len(licence.splitlines()) > 190
