"""What it costs to settle who is written to: a list of a million read, checked, sealed and stored. `ROWS=100000`."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from django.conf import settings
from django.db import connection
from django.utils import timezone

from claimants.matters.actions import load
from claimants.matters.models import Matter
from claimants.people.models import Role, RoleGrant, User
from intake.campaigns import actions
from intake.campaigns.models import Campaign, Purpose
from intake.notices.models import Notice
from tests.bench.measures import Measure, at_most

ROWS = int(os.environ.get("ROWS", "1000000"))
BENCH = "freeze"
BODY = "Dear {{ name? }},\n\nThis is about {{ reference }}. A judge gave an order. You do not have to do anything.\n"
_DOMAINS = ("gmail.com", "outlook.com", "yahoo.com", "example.org", "aol.com", "icloud.com")


def measure() -> list[Measure]:
    matter = load(Path(settings.BASE_DIR) / "matters" / "example-settlement.yaml", at=timezone.now()).matter
    by = User.objects.create_superuser("bench@example.org")
    RoleGrant.objects.create(user=by, matter=matter, role=Role.ADMINISTRATOR)
    path = settings.VAR_DIR / "list.csv"
    with path.open("w") as file:
        file.writelines(_lines())
    campaign = _draft(matter, by)
    before, started, cpu = _megabytes(), perf_counter(), process_time()
    with path.open("rb") as upload:
        campaign = actions.freeze(campaign=campaign, by=by, upload=upload)
    wall, own = perf_counter() - started, process_time() - cpu
    assert campaign.manifest_rows == Notice.objects.count() == ROWS
    seconds = at_most(BENCH, f"{ROWS:,} recipients frozen", wall, "s", 60 * max(ROWS, 50_000) / 1_000_000)
    return [
        seconds,
        Measure(BENCH, "of it in our own process", own, "CPU s"),
        at_most(BENCH, "memory it grew by", _megabytes() - before, "MB", 200),
        Measure(BENCH, "rows on disk", _size() / ROWS, "octets a recipient"),
        Measure(BENCH, "dry run", _rehearse(campaign, by), "messages/s"),
    ]


def _draft(matter: Matter, by: User) -> Campaign:
    said = {"purpose": Purpose.UPDATE, "name": "A million"}
    campaign = actions.create(matter=matter, source={"from": "list"}, by=by, **said)
    words = actions.make_template(matter=matter, language="en", subject="An order", body=BODY, by=by, **said)
    actions.choose_template(campaign=campaign, language="en", template=words, by=by)
    return campaign


def _lines() -> Iterator[str]:
    yield "email,email_2,name,reference,address_1,city,country\n"
    for number in range(ROWS):
        domain = _DOMAINS[number % len(_DOMAINS)]
        yield f"person{number}@{domain},,Zoë Okonkwo {number},R-{number:07d},1 Main Street,Oakland,US\n"


def _rehearse(campaign: Campaign, by: User) -> float:
    """How many messages a second; for ten seconds at most."""
    asked, started = actions.ask_for_dry_run(campaign=campaign, by=by), perf_counter()
    done = actions.rehearse(asked, at_most=10).done
    return done / (perf_counter() - started)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _size() -> int:
    tables = ("campaigns_recipient", "campaigns_manifestline", "notices_notice")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(f'pg_total_relation_size({table!r})' for table in tables)}")
        return int(cursor.fetchone()[0])
