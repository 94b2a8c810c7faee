"""The whole way of a claimant: from the page of the case to the receipt."""

from django.test import Client

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing.models import Claim
from intake.filing.states import State
from tests.portal.answers import GATE, PAGES
from tests.portal.reading import token_on


def test_a_person_registers_page_by_page_signs_and_sees_where_it_stands(
    own: Client, seed: Matter, claimant: User
) -> None:
    step = own.post(f"/matters/{seed.slug}/start/", {"capacity": "self"}, follow=True)
    step = own.post(step.redirect_chain[-1][0], GATE, follow=True)
    for answers in PAGES.values():
        address = step.redirect_chain[-1][0]
        step = own.post(address, answers, follow=True)
        assert step.redirect_chain, step.context["form"].mistakes
    assert "Check your answers and sign" in step.content.decode()
    signed = own.post(
        step.redirect_chain[-1][0].replace("check-answers", "sign"),
        {"token": token_on(step), "typed_name": "Ana López"},
        follow=True,
    )
    claim = Claim.objects.get(filed_by=claimant)
    assert claim.state == State.SUBMITTED
    assert signed.redirect_chain[-1][0] == f"/registrations/{claim.reference}/"
    assert "Received, waiting to be read" in signed.content.decode()
