"""The command for lists that are too large for a browser."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.campaigns.situations import LIST, draft, matter_with, staff

pytestmark = pytest.mark.django_db


def test_a_list_is_frozen_from_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matter = matter_with(claims=0)
    by = staff(matter)
    campaign, path = draft(matter, by, source=LIST), tmp_path / "list.csv"
    path.write_text("email,reference\na@example.org,R-1\nnobody,R-2\n")
    with pytest.raises(CommandError, match="Line 3, column “email”"):
        call_command("freeze_campaign", str(campaign.pk), list=path, by=by.email)
    path.write_text("email,reference\na@example.org,R-1\n")
    call_command("freeze_campaign", str(campaign.pk), list=path, by=by.email)
    assert "1 recipients are frozen as" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no such campaign"):
        call_command("freeze_campaign", "999", by=by.email)
