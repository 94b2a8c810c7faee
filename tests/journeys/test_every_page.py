"""Every page of the site, in every state that a claim can be in, is measured at both widths."""

from collections.abc import Iterator

import pytest
from django.urls import resolve

from claimants.matters.actions import start_draft
from claimants.matters.models import Matter
from claimants.people.models import Role, RoleGrant, User
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.models import Notice
from intake.review import mailboxes
from tests.assessments.versions import approve, previewed, proposed
from tests.fixtures.browsers import OpenPage
from tests.fixtures.filings import staff_of
from tests.house.test_urls import every_address
from tests.journeys.conftest import Enter
from tests.journeys.looking import look

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SEED, SETTLEMENT, CLOSED = "de-la-torre-v-linkedin", "example-settlement", "in-re-linkedin-user-privacy"
REFUSED = {"/sign-in/closed/": 403}
SHOWS_NO_PAGE = {
    "healthz", "portal:robots", "portal:data_copy", "portal:receipt", "portal:mail_attachment", "desk:jsi18n",
    "mfa_login_webauthn", "desk:definition_people_csv", "desk:run_progress", "readyz", "desk:campaign_progress",
    "desk:campaign_letters_batch", "desk:campaign_declaration_state", "desk:campaign_declaration_take",
}  # fmt: skip
ONLY_TAKES_WHAT_IS_SENT = {
    "portal:send_code_again", "portal:choose_language", "portal:sign_out_everywhere",
    "desk:next", "desk:notice_settle", "desk:take", "desk:release", "desk:clear", "desk:conflict", "desk:note",
    "desk:definition_start", "desk:definition_approve", "desk:what_if", "desk:run_stop", "desk:run_resume",
    "desk:run_release", "portal:mail_events", "desk:campaign_rehearse", "desk:campaign_letters_export",
    "desk:campaign_declaration_ask",
}  # fmt: skip
LEADS_ELSEWHERE = {"portal:claim_sign", "desk:login", "account_login", "mfa_index", "mfa_list_webauthn"}
OF_NOTICES_TO_MANY = {
    f"desk:{name}"
    for name in (
        "campaigns",
        "campaign_new",
        "campaign",
        "campaign_edit",
        "campaign_log",
        "campaign_messages",
        "campaign_message",
        "campaign_words",
        "campaign_limits",
        "campaign_freeze",
        "campaign_approve",
        "campaign_withdraw",
        "campaign_start",
        "campaign_pause",
        "campaign_resume",
        "campaign_drain",
        "campaign_propose_cancel",
        "campaign_keep",
        "campaign_cancel",
        "campaign_close",
        "campaign_notices",
        "campaign_letters",
        "campaign_letters_read",
        "campaign_letter_address",
        "campaign_letter_again",
        "campaign_letter_give_up",
        "campaign_declaration",
        "templates",
        "template",
        "template_new",
        "health",
        "mail_reports",
        "addresses",
        "address_find",
        "address_lift",
    )
}  # tests/desk/test_campaigns_in_a_browser.py
MEASURED_WHERE_THEY_ARE_TESTED = OF_NOTICES_TO_MANY | {
    "portal:enter_code", "mfa_authenticate", "mfa_activate_totp", "mfa_remove_webauthn",  # tests/people
    "portal:mail_detail", "portal:mail_html",  # every journey reads mail
    "portal:mail_stop",  # tests/portal
}  # fmt: skip


def test_every_page_in_every_state_is_accessible_at_both_widths(
    demonstration: None, site: str, open_page: OpenPage, enter: Enter
) -> None:
    measured = set()
    for user, addresses in _walks():
        page = open_page()
        if user:
            enter(page, user)
        for address in addresses:
            answer = page.goto(f"{site}{address}")
            assert answer
            assert page.url == f"{site}{address}"
            assert answer.status == REFUSED.get(address, 200), address
            look(page)
            measured.add(resolve(address.partition("?")[0]).view_name)
        page.context.close()
    every = {name for name, _, _ in every_address()}
    rest = SHOWS_NO_PAGE | ONLY_TAKES_WHAT_IS_SENT | LEADS_ELSEWHERE | MEASURED_WHERE_THEY_ARE_TESTED
    assert every - measured == rest - measured


def _walks() -> Iterator[tuple[User | None, list[str]]]:
    """Who goes where."""
    yield None, list(_of_a_stranger())
    for state in State:
        for path in ("registrations", "claims"):
            claim = _one(state, path)
            if claim:
                yield claim.filed_by, list(_of_a_claimant(claim))
    for name in ("anna.reviewer", "robin.administrator", "alex.auditor"):
        user = User.objects.get(email=f"{name}@counsel.example.org")
        yield user, list(_WALKS_AT_THE_DESK[name]())


def _one(state: State, path: str) -> Claim | None:
    mode = "registration" if path == "registrations" else "claim"
    return Claim.objects.with_matter().filter(state=state, mode=mode).order_by("pk").first()


def _of_a_stranger() -> Iterator[str]:
    yield from ("/", "/accessibility/", "/sign-in/", "/sign-in/closed/", "/sign-out/", "/notices/verify/", "/dev/mail/")
    for slug in (SEED, SETTLEMENT, CLOSED):
        yield f"/matters/{slug}/"
        yield f"/privacy/{slug}/"
    yield from (f"/matters/{SEED}/check/", f"/matters/{SETTLEMENT}/check/")


def _of_a_claimant(claim: Claim) -> Iterator[str]:
    base = f"/{claim.words.path}/{claim.reference}"
    yield f"{base}/"
    if claim.state == State.DRAFT:
        yield from (f"/{claim.words.path}/", f"/matters/{claim.matter.slug}/start/", f"{base}/check-answers/")
        yield from (f"{base}/{page.id}/" for page in claim.matter.question_sets.get().questionnaire.pages)
        yield from (f"{base}/withdraw/", "/account/", "/account/erase/", "/account/passkeys/add/")
    if claim.state == State.SUBMITTED:
        yield from (f"{base}/correct/", f"{base}/correct/about-you/", f"{base}/withdraw/")
    if claim.state == State.INFORMATION_REQUESTED:
        yield f"{base}/answer/"
    if claim.state == State.DECLINED:
        yield f"{base}/dispute/"
        yield f"/matters/{SEED}/start/parent/"


def _of_a_reviewer() -> Iterator[str]:
    yield from ("/desk/", "/desk/queue/", "/desk/queue/?q=nobody", "/desk/declines/", "/desk/keys/")
    yield from (f"/desk/matters/{SEED}/", f"/desk/notices/{Notice.objects.order_by('pk')[0].code}/")
    yield from (f"/desk/{register}/" for register in ("matters", "definitions", "notices"))
    for claim in _of_each_state():
        yield f"/desk/{claim.words.path}/{claim.reference}/"
    held = Claim.objects.with_matter().filter(
        state=State.IN_REVIEW, mode="claim", assignment__reviewer__email__startswith="anna", proposals=None
    )
    base = f"/desk/claims/{held[0].reference}"
    yield from (f"{base}/{act}/" for act in ("ask", "accept", "keep-on-file", "decline", "mailbox", "signed/1"))


def _of_an_administrator() -> Iterator[str]:
    """A new mailbox waits for a second person."""
    anna = User.objects.get(email="anna.reviewer@counsel.example.org")
    moved = Claim.objects.filter(state=State.ACCEPTED, mode="claim")[0].filed_by
    change = mailboxes.propose(user=moved, new_email="moved@example.org", reason="Known by their letter.", by=anna)
    yield f"/desk/mailboxes/{change.pk}/"
    claim = Claim.objects.with_matter().filter(state=State.DECLINED, mode="claim")[0]
    yield from (f"/desk/claims/{claim.reference}/{act}/" for act in ("reverse", "erase"))
    proposed = Claim.objects.filter(state=State.IN_REVIEW, mode="claim").exclude(proposals=None)[0]
    yield from (f"/desk/claims/{proposed.reference}/{act}/" for act in ("confirm", "send-back"))
    yield from (f"/desk/{page}/" for page in ("roles", "mailboxes", "roles/give", "roles/log"))
    yield f"/desk/roles/{RoleGrant.objects.order_by('pk')[0].pk}/"
    yield f"/desk/matters/{SEED}/erase-from-lists/"
    yield from _of_a_definition_that_changes()


def _of_a_definition_that_changes() -> Iterator[str]:
    """A draft, and a version that two people approved after its what-if."""
    matter = Matter.objects.get(slug=SEED)
    robin = User.objects.get(email="robin.administrator@counsel.example.org")
    base = f"/desk/matters/{SEED}/definitions/"
    two = proposed(matter, robin)
    run = previewed(two, robin)
    approve(two, robin, staff_of(matter, "second", Role.ADMINISTRATOR))
    start_draft(matter=matter, by=robin)
    start_draft(matter=Matter.objects.get(slug=SETTLEMENT), by=robin)
    yield f"/desk/matters/{SETTLEMENT}/definitions/2/propose/"
    yield from (base, f"{base}1/", f"{base}2/", f"{base}2/runs/{run.pk}/")
    yield from (f"{base}2/{page}/" for page in ("difference", "people", "playground", "withdraw", "apply"))
    yield from (f"{base}3/{page}/" for page in ("edit", "discard"))


def _of_an_auditor() -> Iterator[str]:
    yield from ("/desk/", "/desk/reads/", f"/desk/registrations/{_one(State.SUBMITTED, 'registrations')}/")


_WALKS_AT_THE_DESK = {
    "anna.reviewer": _of_a_reviewer,
    "robin.administrator": _of_an_administrator,
    "alex.auditor": _of_an_auditor,
}


def _of_each_state() -> Iterator[Claim]:
    for state in State:
        claim = _one(state, "registrations")
        if claim and state != State.DRAFT:
            yield claim
