"""What the logs say: references, and nothing that a person wrote."""

import json
import logging
from collections.abc import Callable

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import Role, User
from intake.filing import erasure
from intake.review import actions as review
from intake.settings.logs import logging_of
from tests.fixtures.filings import REGISTRATION, file_claim, staff_of

PRIVATE = ["Núñez", "claimant@example.org", "recruiters about my health", "a secret note"]


@pytest.mark.django_db
def test_nothing_a_person_wrote_reaches_the_logs(
    seed: Matter, claimant: User, signed_in: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    claim = file_claim(seed, claimant, narrative="I wrote to recruiters about my health.")
    anna = staff_of(seed, "anna", Role.SUPERVISOR)
    review.take(claim=claim, by=anna)
    review.clear_conflict(claim=claim, by=anna)
    review.add_note(claim=claim, text="a secret note", by=anna)
    own = signed_in(claimant)
    own.get(f"/registrations/{claim.reference}/")
    own.post(f"/registrations/{claim.reference}/about-you/", {"full_name": "Ana María Núñez\x00" * 9})
    Client().post("/sign-in/", {"email": "claimant@example.org"})
    signed_in(anna).get(f"/desk/registrations/{claim.reference}/")
    erasure.erase(claim=claim, ground="request", by=claimant)
    said = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    said = said.replace("anna@counsel.example.org", "")
    assert [word for word in PRIVATE if word in said] == []
    assert REGISTRATION["full_name"]["full"] not in said


def test_an_event_is_one_line_of_json_in_production(capsys: pytest.CaptureFixture[str]) -> None:
    import logging.config

    before = logging.getLogger().handlers[:]
    try:
        logging.config.dictConfig(logging_of(as_json=True))
        logging.getLogger("django.request").warning("Not Found: %s", "/claims/K7QX-PM2D/")
        said = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    finally:
        logging.config.dictConfig(logging_of(as_json=False))
        logging.getLogger().handlers[:] = before
    assert said["event"] == "Not Found: /claims/K7QX-PM2D/"
    assert said["level"] == "warning"


def test_no_error_is_mailed_to_anyone() -> None:
    handlers = logging_of(as_json=True)["handlers"].values()
    assert [handler["class"] for handler in handlers] == ["logging.StreamHandler"]
