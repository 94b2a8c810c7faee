"""The first page: what waits for the reader as one of two people, on top and only where they may approve."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.campaigns import actions
from intake.campaigns.awaited import awaited_from
from intake.campaigns.caps import Caps
from intake.campaigns.models import Campaign
from intake.campaigns.policies import check_can_approve, check_can_cancel
from intake.campaigns.states import BEGUN
from intake.desk.definition_acts import refusal_of
from intake.filing import actions as filing
from intake.filing.models import Claim
from tests.assessments.versions import proposed
from tests.campaigns.situations import approved, draft, frozen, matter_with, rehearsed, running, staff
from tests.desk.campaigns import at
from tests.desk.conftest import AtDesk
from tests.desk.steps import act, taken
from tests.desk.versions import words_of
from tests.fixtures.filings import staff_of

SignedIn = Callable[[User], Client]


def test_a_campaign_waits_on_top_for_who_may_approve_it_and_for_nobody_else(db: None, signed_in: SignedIn) -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = rehearsed(matter, by)
    page = f'href="{at(campaign, "approve/")}"'
    seconder, auditor = (signed_in(staff(matter, role)) for role in (Role.REVIEWER, Role.AUDITOR))
    assert "Waits for you Word approve it: 0 of 2 approvals given" in words_of(signed_in(by).get("/desk/"))
    actions.approve(campaign=campaign, by=by)
    assert "Waits for you Nothing." in words_of(signed_in(by).get("/desk/"))
    answer = seconder.get("/desk/")
    assert "Waits for you Word approve it: 1 of 2 approvals given" in words_of(answer)
    assert page in answer.content.decode()
    assert "Waits for you" not in words_of(auditor.get("/desk/"))
    actions.approve(campaign=campaign, by=staff(matter))
    assert "Waits for you Nothing." in words_of(seconder.get("/desk/"))


def test_what_is_shown_to_wait_is_what_may_be_done(db: None) -> None:
    matter = matter_with(claims=1)
    by, other = staff(matter), staff(matter)
    for make in (draft, frozen, rehearsed, approved, running):
        make(matter, by, name=make.__name__)
    actions.change_limits(
        campaign=approved(matter, by, name="changed"), caps=Caps(per_second=5.0), deadline=None, by=by
    )
    once, mine = (rehearsed(matter, by, name=name) for name in ("once", "mine"))
    actions.approve(campaign=once, by=other)
    actions.approve(campaign=mine, by=by)
    actions.withdraw_approval(campaign=mine, by=by)
    stopping, kept, paused = (running(matter, by, name=name) for name in ("stopping", "kept", "paused"))
    for campaign in (stopping, kept):
        actions.propose_cancel(campaign=campaign, by=by, reason="Vacated.")
    actions.keep(campaign=kept, by=by)
    actions.pause(campaign=paused, by=by, reason="Wait.")
    actions.propose_cancel(campaign=paused, by=other, reason="Vacated.")
    for user in (by, other, staff(matter)):
        shown = awaited_from(user, [matter.pk])
        every = Campaign.objects.order_by("pk")
        open_to = {one.name for one in every if not refusal_of(check_can_approve, user, one)}
        begun = [one for one in every if one.state in BEGUN]
        to_cancel = {one.name for one in begun if not refusal_of(check_can_cancel, user, one)}
        assert {one.campaign.name for one in shown if not one.proposal} == open_to
        assert {one.campaign.name for one in shown if one.proposal} == to_cancel
    assert (open_to, to_cancel) == ({"rehearsed", "changed", "once", "mine"}, {"stopping", "paused"})


def test_a_definition_and_a_proposal_to_cancel_wait_for_a_second_person(seed: Matter, signed_in: SignedIn) -> None:
    first, second = (staff_of(seed, name, Role.ADMINISTRATOR) for name in ("first", "second"))
    version = proposed(seed, first).version
    page = signed_in(second).get("/desk/")
    assert f"Class definition, version {version} approve it: 0 of 2 approvals given" in words_of(page)
    assert f"/desk/matters/{seed.slug}/definitions/{version}/people/" in page.content.decode()
    matter = matter_with(claims=1)
    by, other = staff(matter), staff(matter, Role.REVIEWER)
    campaign = running(matter, by)
    actions.propose_cancel(campaign=campaign, by=by, reason="Vacated.")
    page = signed_in(other).get("/desk/")
    assert f"Word agree to cancel the rest, which {by.email} proposed" in words_of(page)
    assert at(campaign, "cancel/") in page.content.decode()
    assert "Waits for you Nothing." in words_of(signed_in(by).get("/desk/"))


def test_a_new_mailbox_waits_for_whoever_works_in_every_matter_it_opens(
    at_desk: AtDesk, reviewer: User, second_reviewer: User, registration: Claim, other_matter: Matter
) -> None:
    taken(registration, reviewer)
    mailbox = {"new_email": "ana.new@example.org", "reason": "She named the day she joined."}
    act(at_desk(reviewer), registration, "mailbox", **mailbox)
    page = words_of(at_desk(second_reviewer).get("/desk/"))
    assert f"A new mailbox confirm it: {reviewer.email} proposed it" in page
    assert "ana.new@example.org" not in page
    assert "A new mailbox confirm" not in words_of(at_desk(reviewer).get("/desk/"))
    filing.start(matter=other_matter, by=registration.filed_by)
    assert "A new mailbox confirm" not in words_of(at_desk(second_reviewer).get("/desk/"))


def test_the_first_page_asks_the_same_number_of_questions_however_much_waits(db: None, signed_in: SignedIn) -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    client = signed_in(staff(matter))
    rehearsed(matter, by, name="Word 0")
    before = _queries(client)
    for number in range(1, 4):
        actions.approve(campaign=rehearsed(matter, by, name=f"Word {number}"), by=by)
    assert words_of(client.get("/desk/")).count("1 of 2 approvals given") == 3
    assert _queries(client) == before


def test_a_deadline_on_the_first_page_is_in_the_time_of_its_court(settlement: Matter, signed_in: SignedIn) -> None:
    by = staff_of(settlement, "first", Role.ADMINISTRATOR)
    campaign = draft(settlement, by, body="Dear reader,\n\nThe court gave an order.\n", source={"from": "list"})
    zone = settlement.file.court_time_zone
    Campaign.objects.filter(pk=campaign.pk).update(deadline="2099-12-15T23:00:00Z")
    page = words_of(signed_in(by).get("/desk/"))
    assert zone == "America/Los_Angeles"
    assert "by 2099-12-15 15:00 PST" in page


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/")
    return len(asked)


pytestmark = pytest.mark.django_db
