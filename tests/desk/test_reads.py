"""Every opening of a claim is on record, and says truly whether the answers were shown."""

from claimants.people.models import User
from intake.filing.models import Claim
from intake.notices.models import Notice
from intake.review.models import StaffRead
from tests.desk.conftest import AtDesk
from tests.desk.steps import page_of, taken


def reads(claim: Claim) -> list[tuple[str, bool]]:
    return [(read.reader.email.split("@")[0], read.narrative) for read in claim.reads.order_by("pk")]


def test_opening_a_claim_is_on_record_with_what_was_shown(
    at_desk: AtDesk, reviewer: User, auditor: User, registration: Claim
) -> None:
    at_desk(auditor).get(page_of(registration))
    taken(registration, reviewer)
    at_desk(auditor).get(page_of(registration))
    assert reads(registration) == [("auditor", False), ("auditor", True)]


def test_every_page_that_shows_something_of_the_claim_is_on_record(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    taken(registration, reviewer)
    client = at_desk(reviewer)
    code = Notice.objects.get(claim=registration).code
    pages = [page_of(registration, step) for step in ("", "signed/1", "accept", "ask", "decline", "mailbox")]
    for number, page in enumerate([*pages, f"/desk/notices/{code}/"], start=1):
        client.get(page)
        assert len(reads(registration)) == number, page


def test_lists_and_refused_openings_are_no_reads(
    at_desk: AtDesk, reviewer: User, unassigned_staff: User, registration: Claim
) -> None:
    client = at_desk(reviewer)
    for place in ("/desk/", "/desk/queue/", f"/desk/queue/?q={registration.reference}", "/desk/notices/"):
        client.get(place)
    at_desk(unassigned_staff).get(page_of(registration))
    client.head("/desk/queue/")
    assert not StaffRead.objects.exists()


def test_the_page_says_who_read_it_before(at_desk: AtDesk, reviewer: User, auditor: User, registration: Claim) -> None:
    assert "Nobody before you" in at_desk(reviewer).get(page_of(registration)).content.decode()
    page = at_desk(auditor).get(page_of(registration)).content.decode()
    assert "(without the answers)" in page
    assert reviewer.email in page


def test_only_who_may_audit_sees_the_register_of_reads(
    at_desk: AtDesk, reviewer: User, supervisor: User, auditor: User, registration: Claim
) -> None:
    at_desk(reviewer).get(page_of(registration))
    assert at_desk(reviewer).get("/desk/reads/").status_code == 403
    for user in (supervisor, auditor):
        page = at_desk(user).get("/desk/reads/").content.decode()
        assert registration.reference in page
        assert reviewer.email in page
    client = at_desk(auditor)
    assert reviewer.email in client.get(f"/desk/reads/?q={registration.reference}").content.decode()
    assert registration.reference in client.get("/desk/reads/?q=reviewer@").content.decode()
    assert registration.reference not in client.get("/desk/reads/?q=nobody@").content.decode()
