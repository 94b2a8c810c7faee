"""Everything about one claim on one page: answers beside criteria, flags, dates, what happened."""

import re
from datetime import UTC, datetime

import pytest
from time_machine import TimeMachineFixture

from claimants.people.models import User
from intake.filing.models import Claim
from intake.review import actions as review
from tests.desk.conftest import AtDesk, File
from tests.desk.steps import fresh, page_of, taken


def test_the_page_holds_answers_criteria_flags_and_history(at_desk: AtDesk, reviewer: User, file: File) -> None:
    filed = taken(file(joined="2024-06-01", birth_year=2009, learned="2021-03"), reviewer)
    review.add_note(claim=filed, text="Called them.", by=reviewer)
    page = at_desk(reviewer).get(page_of(filed)).content.decode()
    for shown in (
        "June 1, 2024", "They read my private messages.",
        "Does not meet a criterion", "You joined in 2024 or later.", "all who joined before 2024", "counsel to confirm",
        "possibly minor", "May be under 18.", "time passed",
        "between March 1, 2025 and March 31, 2025", "passed, or may have", "if tolled, perhaps until April 30, 2025",
        "Called them.", "compared the names and found no conflict", "took the registration for review",
        "claim received", "Waiting to be sent",
    ):  # fmt: skip
        assert shown in page, shown


@pytest.mark.parametrize(
    ("moment", "is_past"),
    [
        (datetime(2025, 3, 2, 0, 30, tzinfo=UTC), False),
        (datetime(2025, 3, 2, 7, 59, tzinfo=UTC), False),
        (datetime(2025, 3, 2, 8, 0, tzinfo=UTC), True),
    ],
)
def test_the_time_to_sue_runs_to_the_end_of_its_last_day_where_the_court_sits(
    at_desk: AtDesk, reviewer: User, file: File, time_machine: TimeMachineFixture, moment: datetime, is_past: bool
) -> None:
    """The last day is March 1, 2025 in California: midnight there is eight in the morning, UTC."""
    time_machine.move_to(moment)
    filed = taken(file(learned="2021-03-01"), reviewer)
    page = at_desk(reviewer).get(page_of(filed)).content.decode()
    assert "March 1, 2025" in page
    assert ("passed, or may have" in page) is is_past


def test_times_are_the_courts(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    page = at_desk(reviewer).get(page_of(registration)).content.decode()
    assert re.search(r"filed \d{4}-\d\d-\d\d \d\d:\d\d P[SD]T", page)


def test_an_answer_that_changed_stands_beside_what_was_said_before(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    asked = review.ask(
        claim=taken(registration, reviewer), questions=["joined"], message="Which day?", days=20, by=reviewer
    )
    from intake.filing.actions import check_token

    filed = fresh(registration)
    token = check_token(filed, review.merged(asked, {"joined": "2019-05-04"}))
    review.answer(
        request=asked, answers={"joined": "2019-05-04"}, token=token, typed_name="Ana López", inside_us=True,
        by=filed.filed_by,
    )  # fmt: skip
    page = at_desk(reviewer).get(page_of(registration)).content.decode()
    assert "May 4, 2019" in page
    assert re.search(r"before:\s+May 2019", page)
    assert "Answered." in page
    assert f"{page_of(registration)}signed/2/" in page


def test_the_signed_text_is_shown_word_for_word(at_desk: AtDesk, reviewer: User, registration: Claim) -> None:
    taken(registration, reviewer)
    response = at_desk(reviewer).get(page_of(registration, "signed/1"))
    signed = registration.submissions.get()
    assert response.context["payload"].signed_text == signed.payload.signed_text
    assert signed.digest in response.content.decode()
    assert at_desk(reviewer).get(page_of(registration, "signed/9")).status_code == 404


def test_what_to_ask_for_is_offered_where_something_is_not_known(at_desk: AtDesk, reviewer: User, file: File) -> None:
    filed = taken(file(joined="unsure"), reviewer)
    page = at_desk(reviewer).get(page_of(filed, "ask")).content.decode()
    assert "Not known yet: When did you join?" in page


def test_the_matters_page_shows_the_definition_and_who_is_responsible(
    at_desk: AtDesk, auditor: User, registration: Claim
) -> None:
    page = at_desk(auditor).get(f"/desk/matters/{registration.matter.slug}/").content.decode()
    for shown in ("Everyone who joined before 2024.", "provisional", "Harbour &amp; Field LLP", "Joined too late"):
        assert shown in page
    assert registration.matter.slug in at_desk(auditor).get("/desk/matters/").content.decode()
    assert at_desk(auditor).get("/desk/definitions/").status_code == 200


def test_the_keys_are_listed_on_their_page_and_on_the_buttons(
    at_desk: AtDesk, reviewer: User, registration: Claim
) -> None:
    client = at_desk(reviewer)
    listed = {key for keys, _ in client.get("/desk/keys/").context["keys"] for key in keys.split(" / ")}
    taken(registration, reviewer)
    page = client.get(page_of(registration)).content.decode() + client.get("/desk/queue/").content.decode()
    used = {key.replace("&#x27;", "'") for key in re.findall(r'data-key="([^"]+)"', page)}
    assert used <= listed
    assert {"a", "d", "f", "i", "n", "r", "m", "/", "?"} <= used
