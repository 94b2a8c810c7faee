"""What a test of the desk stands on: loaded matters, filed claims, and staff whose second factor is done."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions as filing
from intake.filing.models import Claim
from tests.desk.matters import registration_matter, settlement_matter
from tests.factories import PersonFactory

ANSWERS = {
    "birth_year": 1980,
    "lawyer": "no",
    "role": "none",
    "other_names": "Ana Lopez Ruiz",
    "name": {"full": "Ana López"},
    "joined": "2019-05",
    "story": "They read my private messages.",
}
AtDesk = Callable[[User], Client]
File = Callable[..., Claim]


@pytest.fixture
def matter(db: None) -> Matter:
    """The cast's matter, with questions and a definition."""
    return registration_matter("doe-v-company", "Doe v. Company")


@pytest.fixture
def other_matter(db: None) -> Matter:
    return registration_matter("roe-v-other-company", "Roe v. Other Company")


@pytest.fixture
def settlement(db: None) -> Matter:
    return settlement_matter("in-re-company", "In re Company")


@pytest.fixture
def at_desk() -> AtDesk:
    """A browser of a member of staff who has shown the second factor in this session."""

    def sit_down(user: User) -> Client:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client = Client()
        client.force_login(user)
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "mfa", type=Authenticator.Type.TOTP)
        request.session.save()
        return client

    return sit_down


@pytest.fixture
def file(matter: Matter) -> File:
    """Files a claim through the actions, as a person does."""

    def file_one(
        into: Matter | None = None, *, email: str = "", name: str = "Ana López", signed: str = "", **answers: Any
    ) -> Claim:
        people = {"user__email": email} if email else {}
        user = PersonFactory.create(**people).user
        claim = filing.start(matter=into or matter, by=user)
        given = {**ANSWERS, "name": {"full": name}, **answers}
        known = {question.id for question in claim.matter.question_sets.get().questionnaire.questions}
        filing.save_answers(claim=claim, answers={key: given[key] for key in given if key in known}, by=user)
        token = filing.check_token(claim)
        filing.submit(claim=claim, token=token, typed_name=signed or name, inside_us=True, by=user)
        claim.refresh_from_db()
        return claim

    return file_one


@pytest.fixture
def registration(file: File) -> Claim:
    return file(email="ana@example.org")


@pytest.fixture
def claim(file: File, settlement: Matter) -> Claim:
    return file(settlement, email="wei@example.org")
