"""One finished campaign's pack, made once for all tests that only look at it or alter a copy."""

from pathlib import Path

import pytest

from intake.reports.actions import make_pack
from tests.reports.situations import finished_campaign

_made: dict[str, bytes] = {}


@pytest.fixture
def pack(db: None, tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    if not _made:
        _made["pack"] = make_pack(campaign=finished_campaign(), into=tmp_path, by=None).path.read_bytes()
    path.write_bytes(_made["pack"])
    return path
