"""The short form of `make chaos`, and what only a real group of workers can show."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimants.matters.models import Matter
from intake.notices.actions.dispatching import start_dispatch
from intake.notices.models import Notice, NoticeState
from tests.bulk.dispatches import Count, make_dispatch, unfinished
from tests.chaos.campaigns import run_campaigns
from tests.chaos.faults import Fault
from tests.chaos.processes import crew
from tests.chaos.site import Site, until
from tests.fixtures.workers import _test_database_url
from tests.services.redis import Broker
from tests.services.sink import sink

pytestmark = [
    pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("journeys")
]  # fmt: skip
FEW = 30


@pytest.fixture
def site(matter: Matter, tmp_path: Path) -> Iterator[Site]:
    """The run's own database, with a broker that may be killed, a relay and nobody at work yet."""
    broker = Broker()
    broker.start()
    try:
        with sink(tmp_path / "relay") as relay:
            environment = {
                "DJANGO_SETTINGS_MODULE": "tests.chaos.settings", "DATABASE_URL": _test_database_url(),
                "REDIS_URL": broker.url, "EMAIL_URL": relay.url, "VAR_DIR": str(tmp_path), "BULK_WORKS_FOR": "2",
            }  # fmt: skip
            with crew(tmp_path, environment) as people:
                yield Site(None, broker, relay, people)
    finally:
        broker.end()


def test_killed_groups_a_flushed_and_a_killed_broker_lose_and_double_nothing(site: Site) -> None:
    strikes = iter([site.crew.replace_worker, site.flush_redis, site.crew.replace_worker, site.restart_redis,
                    site.crew.replace_worker])  # fmt: skip
    fault = Fault("one after another", lambda _: next(strikes)(), unknown=2, workers=({}, {}))
    outcome = run_campaigns(site, fault, strikes=5, each=5, notices=300)
    assert outcome.strikes == 5
    assert outcome.holds, outcome
    assert outcome.unknown <= 3 * 2


def test_a_dispatch_that_is_started_while_the_broker_is_down_goes_out_when_it_is_back(site: Site) -> None:
    dispatch = make_dispatch(FEW)
    site.redis.kill()
    start = "from intake.notices.models import Dispatch; from intake.notices.actions.dispatching import start_dispatch;"
    start += f"start_dispatch(Dispatch.objects.get(pk={dispatch.pk}))"
    command = [sys.executable, "-m", "django", "shell", "-c", start]
    done = subprocess.run(command, env=os.environ | site.crew.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert dispatch.notices.filter(state=NoticeState.QUEUED).count() == FEW
    site.crew.add_worker()
    site.crew.add_beat()
    site.redis.start()
    assert until(lambda: unfinished(dispatch) == 0, 60)
    assert Count(dispatch, site.relay).lost == 0


def test_a_notice_that_kills_whoever_writes_it_is_set_aside_and_the_rest_goes_out(site: Site) -> None:
    dispatch = make_dispatch(FEW)
    poison = Notice.objects.filter(dispatch=dispatch)[FEW // 2]
    site.crew.add_worker(BULK_POISON=poison.code)
    site.crew.add_beat()
    start_dispatch(dispatch)
    assert until(lambda: unfinished(dispatch) == 0, 60)
    poison.refresh_from_db()
    assert (poison.state, poison.leases_lost) == (NoticeState.FAILED, 3)
    assert poison.last_reply.startswith("Set aside")
    assert dispatch.tally() == {NoticeState.ACCEPTED: FEW - 1, NoticeState.FAILED: 1}
    assert site.relay.count() == FEW - 1
