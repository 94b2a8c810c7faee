"""The queue: what it lists, how it is narrowed and searched, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.desk.queue import PAGE, masks_with
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.filing.states import State
from intake.review import actions as review
from intake.review.models import Assignment, InformationRequest, SearchTerm
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import fresh, listed, page_of, proposed, taken
from tests.factories import UserFactory


def test_a_draft_is_never_shown(at_desk: AtDesk, reviewer: User, matter: Matter) -> None:
    draft = filing.start(matter=matter, by=UserFactory.create())
    client = at_desk(reviewer)
    assert listed(client, "state=all") == []
    assert client.get(page_of(draft)).status_code == 404
    assert "Nothing waits for us" in client.get("/desk/queue/").content.decode()


def test_the_oldest_comes_first_and_one_that_waits_too_long_is_marked(
    at_desk: AtDesk, reviewer: User, file: File
) -> None:
    young, old = file(), file()
    Claim.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - timedelta(days=31))
    client = at_desk(reviewer)
    assert listed(client) == [old.reference, young.reference]
    assert listed(client, "order=newest") == [young.reference, old.reference]
    rows = client.get("/desk/queue/").context["rows"]
    assert [(row.age, row.is_overdue) for row in rows] == [(31, True), (0, False)]
    assert "1 has waited longer than 30 days." in client.get("/desk/").content.decode()


def test_what_is_decided_is_not_waiting_and_never_late(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    Claim.objects.filter(pk=registration.pk).update(
        state=State.ON_FILE, submitted_at=timezone.now() - timedelta(days=90)
    )
    client = at_desk(reviewer)
    assert listed(client) == []
    assert listed(client, "state=on_file") == [registration.reference]
    assert not client.get("/desk/queue/?state=on_file").context["rows"][0].is_overdue


def test_each_filter_finds_its_own(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, file: File, matter: Matter
) -> None:
    free, mine, others = file(joined="2024-06"), file(joined="unsure", birth_year=2009), file()
    taken(mine, reviewer, cleared=False)
    proposed(others, second_reviewer)
    client = at_desk(reviewer)
    found = {
        "holder=nobody": [free],
        "holder=mine": [mine],
        "holder=others": [others],
        "outcome=ineligible": [],
        "outcome=needs_information": [],
        "outcome=eligible": [others],
        "flag=any": [],
        f"flag={matter.pk}:0": [],
        f"flag={matter.pk}:1": [],
        "flag=none": [others],
        "conflict=open": [free, mine],
        "conflict=cleared": [others],
        "conflict=found": [],
        "state=submitted": [free],
        "state=in_review&holder=mine": [mine],
        f"matter={matter.pk}": [free, mine, others],
    }
    for query, claims in found.items():
        assert listed(client, query) == [claim.reference for claim in claims], query


def test_results_and_flags_are_found_once_the_names_are_cleared(
    at_desk: AtDesk, reviewer: User, file: File, matter: Matter
) -> None:
    late, unsure, found = file(joined="2024-06"), file(joined="unsure", birth_year=2009), file(joined="2024-06")
    for claim in (late, unsure, found):
        taken(claim, reviewer)
    review.find_conflict(claim=fresh(found), by=reviewer)
    client = at_desk(reviewer)
    for query, claims in {
        "outcome=ineligible": [late],
        "outcome=needs_information": [unsure],
        "flag=any": [unsure],
        f"flag={matter.pk}:0": [unsure],
        "flag=none": [late],
        "conflict=found": [found],
    }.items():
        assert listed(client, query) == [claim.reference for claim in claims], query


def test_a_row_tells_nothing_of_answers_that_are_closed(
    at_desk: AtDesk, reviewer: User, file: File, claim: Claim, administrator: User
) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    told: dict[str, object] = {"joined": "2024-06", "birth_year": 2009}
    new, found, cleared = file(**told), file(**told), file(**told)
    taken(found, reviewer, cleared=False)
    review.find_conflict(claim=fresh(found), by=reviewer)
    taken(cleared, reviewer)
    rows = {row.claim: row for row in at_desk(administrator).get("/desk/queue/").context["rows"]}
    assert (rows[new].outcome, rows[new].outcome_label, rows[new].flags) == ("", "names not compared", [])
    assert (rows[found].outcome, rows[found].outcome_label, rows[found].flags) == ("", "closed", [])
    assert (rows[cleared].outcome, rows[cleared].flags) == ("ineligible", ["possibly minor"])
    assert rows[claim].outcome_label == "all met"


def test_requests_are_found_by_how_they_stand(at_desk: AtDesk, reviewer: User, file: File) -> None:
    open_one, overdue, lapsed = file(), file(), file()
    for claim in (open_one, overdue, lapsed):
        review.ask(claim=taken(claim, reviewer), questions=["joined"], message="", days=10, by=reviewer)
    past = timezone.now() - timedelta(days=1)
    InformationRequest.objects.filter(claim__in=[overdue, lapsed]).update(due_at=past)
    review.lapse(request=lapsed.information_requests.get(), now=timezone.now())
    client = at_desk(reviewer)
    assert listed(client, "state=all&request=open") == [open_one.reference, overdue.reference]
    assert listed(client, "state=all&request=overdue") == [overdue.reference]
    assert listed(client, "request=lapsed") == [lapsed.reference]
    rows = client.get("/desk/queue/?state=all").context["rows"]
    assert [row.signs[-1].text for row in rows] == ["request not delivered yet", "answer overdue", "request lapsed"]
    assert overdue.reference in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    "query",
    ["state=nonsense", "matter=999999", "flag=1:99", "flag=x", "after=tampered", "before=1,2", "order=sideways"],
)
def test_an_address_that_was_tampered_with_shows_the_queue(
    at_desk: AtDesk, reviewer: User, registration: Claim, query: str
) -> None:
    assert listed(at_desk(reviewer), query) == [registration.reference]


def test_pages_follow_one_another_both_ways_without_gap_or_repetition(
    at_desk: AtDesk, reviewer: User, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.desk.queue.PAGE", 3)
    same_moment = timezone.now()
    claims = [file() for _ in range(8)]
    Claim.objects.filter(pk__in=[claim.pk for claim in claims[2:6]]).update(submitted_at=same_moment)
    client, seen, mark, pages = at_desk(reviewer), [], "", []
    while True:
        page = client.get("/desk/queue/", {"after": mark} if mark else {}).context
        seen += [row.claim.reference for row in page["rows"]]
        pages.append(page)
        mark = page["page"].after
        if not mark:
            break
    assert sorted(seen) == sorted(claim.reference for claim in claims)
    assert [len(page["rows"]) for page in pages] == [3, 3, 2]
    back = client.get("/desk/queue/", {"before": pages[-1]["page"].before}).context
    assert [row.claim for row in back["rows"]] == [row.claim for row in pages[1]["rows"]]
    first = client.get("/desk/queue/", {"before": back["page"].before}).context
    assert [row.claim for row in first["rows"]] == [row.claim for row in pages[0]["rows"]]
    assert not first["page"].before


def test_the_queue_costs_the_same_queries_for_five_claims_and_for_sixty(
    at_desk: AtDesk, reviewer: User, file: File
) -> None:
    client = at_desk(reviewer)
    for claim in [file() for _ in range(5)][:2]:
        taken(claim, reviewer)
    few = _queries(client, "/desk/queue/"), _queries(client, "/desk/"), _queries(client, "/desk/queue/?q=ana")
    _many(55, reviewer)
    many = _queries(client, "/desk/queue/"), _queries(client, "/desk/"), _queries(client, "/desk/queue/?q=ana")
    assert few == many
    assert many[0] <= 12
    assert len(listed(client)) == PAGE


def test_a_claims_page_costs_the_same_queries_whatever_happened_to_it(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, file: File
) -> None:
    quiet, busy = taken(file(), reviewer), taken(file(), reviewer)
    for number in range(6):
        review.add_note(claim=busy, text=f"Note {number}", by=reviewer)
        at_desk(second_reviewer).get(page_of(busy))
    client = at_desk(reviewer)
    assert _queries(client, page_of(quiet)) == _queries(client, page_of(busy))


def test_masks_with_a_flag_are_all_masks_that_hold_it() -> None:
    assert masks_with(1, [0, 1, 3]) == [2, 3, 10, 11]


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def _many(number: int, reviewer: User) -> None:
    """Copies of a filed claim with everything a row of the queue shows."""
    from intake.assessments.models import Assessment
    from intake.filing.models import Submission, SubmissionPayload
    from tests.factories import PersonFactory

    model = Claim.objects.get(pk=Assignment.objects.earliest("pk").claim_id)
    payload = SubmissionPayload.objects.get(claim=model)
    for _ in range(number):
        person = PersonFactory.create()
        copy = Claim.objects.create(
            matter=model.matter, person=person, filed_by=person.user, mode=model.mode, state=State.SUBMITTED,
            submitted_at=timezone.now(),
        )  # fmt: skip
        assessment = Assessment.objects.get(claim=model)
        assessment.pk = copy.pk
        assessment.save(force_insert=True)
        signed = Submission.objects.get(claim=model)
        signed.pk, signed.claim = None, copy
        signed.save(force_insert=True)
        SubmissionPayload.objects.create(
            submission=signed, claim=copy, answers=payload.answers, signed_text="", typed_name="Ana López", salt=""
        )
        SearchTerm.objects.create(claim=copy, term="ana")
