"""What is held against addresses, for which purpose, on what evidence, and by whom it is given back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimants.common.exceptions import Refused
from claimants.people.models import Role, User
from intake.notices.actions import act_on_reports, hold_by_choice, lift
from intake.notices.addresses import HOLDS, digest_of, held_among, is_held
from intake.notices.grounds import Ground
from intake.notices.models import AddressStatus, Notice, NoticeAttempt
from intake.notices.replies import Fate, Verdict
from intake.notices.suppression import suppress_from
from tests.factories import RoleGrantFactory
from tests.notices.reporting import accept, came_back, report

pytestmark = pytest.mark.django_db
ADDRESS = "claimant@example.org"


def _held(reason: str) -> AddressStatus:
    notice = Notice.objects.get()
    attempt = NoticeAttempt.objects.create(notice=notice, number=9, phase="failed")
    return AddressStatus.objects.create(digest=digest_of(ADDRESS), reason=reason, attempt=attempt)


def test_an_address_has_one_digest_however_it_is_written() -> None:
    assert len({digest_of(form) for form in ("Ana@Example.ORG", " ana@example.org\n", "ANA@EXAMPLE.ORG")}) == 1
    assert digest_of("ana@bücher.example") == digest_of("ana@xn--bcher-kva.example")
    assert digest_of("ana@example.org") != digest_of("ana@example.com")
    assert all(
        len(digest_of(odd)) == 64 for odd in ("", "@", "no address", "a@b@c", "\ud800@example.org", "a@" + "x" * 999)
    )


@pytest.mark.parametrize(
    ("reason", "purposes"),
    [
        ("gone", {"court_notice", "update", ""}),
        ("soft", {"court_notice", "update"}),
        ("complained", {"court_notice", "update"}),
        ("prefers_post", {"court_notice", "update"}),
        ("no_updates", {"update"}),
    ],
)
def test_who_wants_no_updates_still_gets_what_a_court_ordered(owed: Notice, reason: str, purposes: set[str]) -> None:
    _held(reason)
    assert {purpose for purpose in HOLDS if is_held(ADDRESS, purpose)} == purposes


def test_many_addresses_are_asked_for_at_once(owed: Notice) -> None:
    _held("gone")
    many = [f"person{number}@example.org" for number in range(1200)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        held = held_among([*many, "Claimant@example.org", ""], "update")
    assert list(held) == ["Claimant@example.org"]
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict(Fate.FAILED, ground=Ground.ADDRESS), "gone"),
        (Verdict(Fate.FAILED, ground=Ground.TEMPORARY), "soft"),
        (Verdict(Fate.FAILED, ground=Ground.FULL), "soft"),
        (Verdict(Fate.FAILED, ground=Ground.POLICY), None),
        (Verdict(Fate.FAILED, ground=Ground.CONTENT), None),
        (Verdict(Fate.FAILED, ground=Ground.UNRECOGNISED), None),
        (Verdict(Fate.DEFERRED, ground=Ground.FULL), None),
        (Verdict(Fate.UNKNOWN, ground=Ground.SILENCE), None),
        (Verdict(Fate.ACCEPTED, ground=Ground.ACCEPTED), None),
    ],
)
def test_a_relays_answer_is_held_against_an_address_only_when_it_is_about_it(
    owed: Notice, verdict: Verdict, reason: str | None
) -> None:
    attempt = NoticeAttempt.objects.create(notice=owed, number=1, phase="failed", code=550)
    for _ in range(2):
        status = suppress_from(owed, attempt, verdict)
        assert (status.reason if status else None) == reason
    assert AddressStatus.objects.count() == (reason is not None)


def test_a_person_gives_an_address_back_with_a_reason_and_the_old_report_takes_it_no_more(
    owed: Notice, reviewer: User, auditor: User
) -> None:
    """Someone of the matter in which it came back."""
    came_back(accept(owed))
    status = AddressStatus.objects.get()
    with pytest.raises(Refused, match="Only staff"):
        lift(status=status, reason="They wrote from it.", by=auditor)
    with pytest.raises(Refused, match="of the matter that has the evidence"):
        lift(status=status, reason="They wrote from it.", by=reviewer)
    RoleGrantFactory.create(user=reviewer, matter=owed.matter, role=Role.REVIEWER)
    with pytest.raises(Refused, match="Say why"):
        lift(status=status, reason=" ", by=reviewer)
    lifted = lift(status=status, reason="They wrote from it.", by=reviewer)
    assert (lifted.lifted_by, lifted.lifted_why) == (reviewer, "They wrote from it.")
    with pytest.raises(Refused, match="already"):
        lift(status=status, reason="Again.", by=reviewer)
    report(owed, "delivered")
    act_on_reports()
    assert is_held(ADDRESS, "update") is None
    report(owed, "bounced", status="5.1.1", ground="address")
    act_on_reports()
    assert is_held(ADDRESS, "update") is not None


def test_what_a_person_asked_for_is_not_taken_back_by_who_works_on_claims(owed: Notice, reviewer: User) -> None:
    status = hold_by_choice(notice=owed, reason=AddressStatus.Reason.NO_UPDATES)
    assert status
    with pytest.raises(Refused, match="only an administrator"):
        lift(status=status, reason="They wrote from it.", by=reviewer)


def test_without_evidence_nothing_but_a_wish_is_held(owed: Notice) -> None:
    with pytest.raises(Refused, match="without evidence"):
        hold_by_choice(notice=owed, reason=AddressStatus.Reason.GONE)
