"""`manage.py reassess` and `manage.py replay`, as they are typed."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.assessments.models import AssessmentChange, Reassessment
from intake.filing.erasure import erase
from intake.filing.models import Claim, Erasure
from tests.assessments.versions import LATER_PREMIUM, administrators, approve, proposed
from tests.fixtures.filings import file_claim, new_claimant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filed(seed: Matter) -> list[Claim]:
    return [file_claim(seed, new_claimant("stays")), file_claim(seed, new_claimant("moves"), premium=LATER_PREMIUM)]


def said(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def reassess(matter: Matter, *words: str) -> dict[str, Any]:
    return said("reassess", matter.slug, "--to", "2", "--json", *words)


def test_the_apply_prints_counts_equal_to_those_of_the_preview(seed: Matter, filed: list[Claim]) -> None:
    first, second = administrators(seed)
    definition = proposed(seed, first)
    shown = reassess(seed, "--preview")
    approve(definition, first, second)
    done = reassess(seed, "--by", first.email)
    same = ("claims", "matrix", "funnel", "funnel_before", "moved", "decided_before", "notices_owed")
    assert {key: done[key] for key in same} == {key: shown[key] for key in same}
    assert {"old": "eligible", "new": "ineligible", "claims": 1} in shown["matrix"]
    assert done["note"] == "The recount equals the what-if."
    assert Reassessment.objects.get(kind="apply").started_by == first
    assert reassess(seed) == done


def test_without_json_the_numbers_are_lines(seed: Matter, filed: list[Claim]) -> None:
    first, _ = administrators(seed)
    proposed(seed, first)
    out = StringIO()
    call_command("reassess", seed.slug, "--to", "2", "--preview", stdout=out)
    assert "1  eligible → ineligible" in out.getvalue()
    assert "premium_before: 1 meet it, 1 do not, 0 not known" in out.getvalue()


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["no-such-matter", "--to", "2"], "No matter is called 'no-such-matter'"),
        (["SEED", "--to", "9"], "has no class definition 9"),
        (["SEED", "--to", "1"], "in force already"),
        (["SEED", "--to", "2"], "Run the what-if first"),
        (["SEED", "--to", "2", "--by", "nobody@example.org"], "No member of staff"),
    ],
)
def test_what_cannot_be_done_is_said(seed: Matter, filed: list[Claim], words: list[str], sentence: str) -> None:
    first, _ = administrators(seed)
    proposed(seed, first)
    with pytest.raises(CommandError, match=sentence):
        call_command("reassess", *[seed.slug if word == "SEED" else word for word in words], stdout=StringIO())


def test_a_claim_is_replayed_as_it_stood_before_and_after_a_new_version(seed: Matter, filed: list[Claim]) -> None:
    moved = filed[1]
    before = timezone.now()
    first, second = administrators(seed)
    definition = proposed(seed, first)
    reassess(seed, "--preview")
    approve(definition, first, second)
    reassess(seed)
    then = said("replay", moved.reference, "--as-of", before.isoformat())
    now = said("replay", moved.reference)
    assert (then["definition"], then["outcome"], then["agrees"]) == (1, "eligible", True)
    assert (now["definition"], now["outcome"], now["agrees"]) == (2, "ineligible", True)
    assert {one["id"]: one["result"] for one in now["criteria"]}["premium_before"] == "not_met"


def test_what_cannot_be_replayed_is_said(registration: Claim, claimant: User) -> None:
    with pytest.raises(CommandError, match="no claim"):
        said("replay", "0000-0000")
    with pytest.raises(CommandError, match="not judged by then"):
        said("replay", registration.reference, "--as-of", "2020-01-01")
    with pytest.raises(CommandError, match="is no moment"):
        said("replay", registration.reference, "--as-of", "yesterday")
    erase(claim=registration, ground=Erasure.Ground.REQUEST, by=None)
    with pytest.raises(CommandError, match="erased"):
        said("replay", registration.reference)


def test_every_result_of_the_demonstration_is_replayed_to_the_same_masks(seed: Matter, settlement: Matter) -> None:
    call_command("load_matter", "matters/in-re-linkedin-user-privacy.yaml", stdout=StringIO())
    call_command("seed_demo", stdout=StringIO())
    changes = AssessmentChange.objects.filter(claim__erasures__isnull=True).select_related("claim")
    assert changes.count() > 30
    for change in changes:
        found = said("replay", change.claim.reference, "--as-of", change.at.isoformat())
        masks = (found["fail_mask"], found["unknown_mask"], found["flag_mask"])
        assert masks == (change.fail_mask, change.unknown_mask, change.flag_mask), change.claim.reference
