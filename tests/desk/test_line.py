"""The common path: from the queue to a decision."""

from claimants.people.models import User
from intake.filing.models import Claim
from intake.filing.states import State
from intake.notices.models import Notice
from tests.desk.conftest import AtDesk


def test_a_reviewer_goes_from_the_queue_to_a_decision(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    client = at_desk(reviewer)
    page = f"/desk/registrations/{registration.reference}/"
    assert registration.reference in client.get("/desk/queue/").content.decode()
    assert client.post("/desk/next/")["Location"] == page
    assert "private messages" not in client.get(page).content.decode()
    client.post(f"{page}no-conflict/")
    assert "private messages" in client.get(page).content.decode()
    step = client.get(f"{page}accept/")
    seen = step.context["seen"]
    client.post(f"{page}accept/", {"seen": seen, "note": "All is well."})
    registration.refresh_from_db()
    assert registration.state == State.ACCEPTED
    assert Notice.objects.filter(claim=registration, kind="accepted").count() == 1
