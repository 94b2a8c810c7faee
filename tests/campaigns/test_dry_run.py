"""The dry run: every message is written before anybody may approve it."""

import pytest

from claimants.common.exceptions import Refused
from intake.campaigns import actions
from intake.campaigns.actions import rehearsing
from intake.campaigns.models import Purpose, Recipient
from intake.filing.erasure import erase
from tests.campaigns.situations import LIST, a_list, draft, frozen, matter_with, staff

pytestmark = pytest.mark.django_db


def test_who_was_erased_before_the_dry_run_owes_nothing_to_it() -> None:
    matter = matter_with(claims=2)
    by = staff(matter)
    campaign = frozen(matter, by)
    erase(claim=Recipient.objects.get(place=1).claim, ground="request", by=None)
    dry_run = actions.rehearse(actions.ask_for_dry_run(campaign=campaign, by=by))
    assert (dry_run.state, dry_run.unwritable, dry_run.done) == ("passed", 0, 2)


def test_a_dry_run_goes_on_where_another_worker_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsing, "CHUNK", 2)
    matter = matter_with(claims=5)
    by = staff(matter)
    asked = actions.ask_for_dry_run(campaign=frozen(matter, by), by=by)
    assert (actions.rehearse(asked, at_most=-1).done, asked.state) == (2, "running")
    assert actions.sweep_rehearsals() == 1
    asked.refresh_from_db()
    assert (asked.done, asked.state, asked.unwritable) == (5, "passed", 0)
    assert asked.shortest <= asked.longest
    assert asked.octets >= 5 * asked.shortest


def test_a_dry_run_says_who_cannot_be_written_to() -> None:
    matter = matter_with(claims=0)
    by = staff(matter)
    campaign = draft(matter, by, "About {{ reference }}, {{ name }}.\n", source=LIST)
    actions.freeze(campaign=campaign, by=by, upload=a_list("email,name,reference\na@example.org,Ana,R-1\n"))
    words = actions.make_template(
        matter=matter, name="More", language="en", purpose=Purpose.UPDATE, subject="Word", by=by,
        body="About {{ amount }}.\n",
    )  # fmt: skip
    actions.choose_template(campaign=campaign, language="en", template=words, by=by)
    dry_run = actions.rehearse(actions.ask_for_dry_run(campaign=campaign, by=by))
    assert (dry_run.state, dry_run.unwritable) == ("failed", 1)
    assert dry_run.reasons[0]["place"] == 1
    assert "without “amount”" in dry_run.reasons[0]["why"]
    with pytest.raises(Refused, match="No dry run"):
        actions.approve(campaign=campaign, by=by)
