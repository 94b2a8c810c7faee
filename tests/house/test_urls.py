"""Every address of the site with every role: what each answers. An address that is not in the table fails."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from claimants.matters.actions import start_draft
from claimants.matters.models import Matter
from claimants.people.models import MailboxChange, Role, RoleGrant, User
from intake.assessments.actions import preview
from intake.campaigns.actions import create, make_template
from intake.campaigns.models import PostalItem
from intake.notices.models import AddressStatus, Notice
from intake.notices.unsubscribing import stop_url
from intake.reports.models import DeclarationAsked
from tests.campaigns.listed import notices_of, running
from tests.fixtures.filings import file_claim, new_claimant, staff_of

ROLES = (
    "anonymous", "claimant", "stranger", "staff_before_second_step", "staff_elsewhere",
    "reviewer", "auditor", "supervisor", "administrator",
)  # fmt: skip

Address = tuple[str, URLPattern, str]

TABLE = Path(__file__).with_name("addresses.txt")


@dataclass(frozen=True)
class Scene:
    clients: dict[str, Client]
    values: dict[str, object]
    special: dict[str, dict[str, object]] = field(default_factory=dict)


@pytest.fixture
def scene(seed: Matter, settlement: Matter, signed_in: Callable[..., Client], settings: Settings) -> Scene:
    settings.MAIL_EVENTS_FROM = ["postmark"]
    settings.ANYMAIL = {"WEBHOOK_SECRET": ["events:secret"]}
    owner = new_claimant("owner")
    claim = file_claim(seed, owner)
    staff = {role: staff_of(seed, role, role) for role in Role}
    elsewhere = staff_of(settlement, "elsewhere")
    change = MailboxChange.objects.create(
        user=owner, old_email=owner.email, new_email="new@example.org", reason="known", proposed_by=staff["reviewer"]
    )
    clients = {
        "anonymous": Client(),
        "claimant": signed_in(owner),
        "stranger": signed_in(new_claimant("stranger-of-all")),
        "staff_before_second_step": Client(),
        "staff_elsewhere": signed_in(elsewhere),
        **{str(role): signed_in(user) for role, user in staff.items()},
    }
    clients["staff_before_second_step"].force_login(staff["reviewer"])
    grant = RoleGrant.objects.get(user=staff["auditor"])
    values = {
        "slug": seed.slug, "reference": claim.reference, "under": "registrations", "path": "registrations",
        "version": 1, "code": Notice.objects.get(claim=claim).code, "capacity": "self", "page_id": "your-premium",
        "name": "nothing", "number": 0,
    }  # fmt: skip
    draft = start_draft(matter=seed, by=staff["administrator"])
    run = preview(definition=draft, by=staff["administrator"])
    of_draft, of_run = {"version": draft.version}, {"version": draft.version, "run": run.pk}
    special = {
        "mailbox_confirm": {"pk": change.pk}, "role": {"pk": grant.pk}, "mfa_remove_webauthn": {"pk": 1},
        "definition_edit": of_draft, "definition_propose": of_draft, "definition_discard": of_draft,
        "run": of_run, "run_progress": of_run, "run_stop": of_run, "run_resume": of_run, "run_release": of_run,
    }  # fmt: skip
    special |= _of_campaigns(seed, staff["administrator"])
    campaign = running(staff["administrator"], [["ana@example.org"]])
    special["mail_stop"] = {"token": stop_url(notices_of(campaign)[0].code).rstrip("/").rpartition("/")[2]}
    special["mail_events"] = {"provider": "postmark"}
    return Scene(clients, values, special)


def _of_campaigns(matter: Matter, by: User) -> dict[str, dict[str, object]]:
    """A draft for the acts on drafts, one that runs for the others, and what belongs to them."""
    draft = create(matter=matter, name="Draft", purpose="update", source={"from": "list"}, by=by)
    going = running(by, [["ana@example.org"]], matter=matter)
    letter = PostalItem.objects.create(campaign=going, place=1)
    words = make_template(
        matter=matter, name="Word", language="en", purpose="update", subject="Word", body="We have word.\n", by=by
    )
    held = AddressStatus.objects.create(digest="0" * 64, reason="no_updates")
    asked = DeclarationAsked.objects.create(campaign=going, by=by)
    of_draft: dict[str, object] = {"campaign": draft.pk}
    names = {pattern.name or "" for _, pattern, text in every_address() if "<int:campaign>" in text}
    return {
        **{name: {"campaign": going.pk, "place": 1, "item": letter.pk, "asked": asked.pk} for name in names},
        "campaign_edit": of_draft, "campaign_words": of_draft, "campaign_freeze": of_draft,
        "template": {"template": words.pk}, "address_lift": {"pk": held.pk},
    }  # fmt: skip


def every_address() -> Iterator[Address]:
    """Each pattern of the site with the name the table gives it and the pattern as text."""

    def walk(
        patterns: list[URLPattern | URLResolver], before: str, space: str
    ) -> Iterator[tuple[str, URLPattern, str]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, before + str(pattern.pattern), pattern.namespace or space)
            else:
                name = f"{space}:{pattern.name}" if space else str(pattern.name)
                yield name, pattern, before + str(pattern.pattern)

    yield from walk(get_resolver().url_patterns, "/", "")


def kwargs_of(pattern: URLPattern, text: str, scene: Scene) -> dict[str, object]:
    """Something that exists, for each part of the address that varies."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", text)
    values = {**scene.values, **scene.special.get(pattern.name or "", {})}
    return {name: values[name] for name in names}


def answered(scene: Scene, method: str) -> dict[str, str]:
    """What each address answers each role, in the order of ROLES. Whatever a request writes is taken back."""
    rows = {}
    for name, pattern, text in every_address():
        url = reverse(name, kwargs=kwargs_of(pattern, text, scene))
        statuses = []
        for role in ROLES:
            client = scene.clients[role]
            cookies = deepcopy(client.cookies)
            with transaction.atomic():
                statuses.append(str(getattr(client, method)(url).status_code))
                transaction.set_rollback(True)
            client.cookies = cookies
        rows[name] = " ".join(statuses)
    return rows


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, str]]:
    """The expected answers by method and address, from `addresses.txt`."""
    methods: dict[str, dict[str, str]] = {}
    for line in TABLE.read_text().splitlines():
        if line in {"GET", "POST"}:
            methods[line.lower()] = {}
        elif line and not line.startswith("#"):
            name, row = line.split(maxsplit=1)
            methods[list(methods)[-1]][name] = row
    return methods


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_answers_every_role_as_the_table_says(
    scene: Scene, table: dict[str, dict[str, str]], method: str
) -> None:
    assert answered(scene, method) == table[method]


def test_the_table_lets_nobody_into_the_desk_who_is_not_staff_past_the_second_step(
    table: dict[str, dict[str, str]],
) -> None:
    outside = [row.split()[:4] for rows in table.values() for name, row in rows.items() if name.startswith("desk:")]
    assert len(outside) > 60
    assert {status for row in outside for status in row} <= {"302", "403"}


def test_the_table_hides_a_claim_from_everyone_but_its_claimant(table: dict[str, dict[str, str]]) -> None:
    own_pages = {"portal:receipt", *(name for name in table["get"] if name.startswith("portal:claim_"))}
    own_pages -= {"portal:claim_list"}
    assert len(own_pages) > 8
    for rows in table.values():
        for name in own_pages:
            anonymous, _, *others = rows[name].split()
            assert anonymous in {"302", "403"}, name
            assert set(others) == {"404"}, name
