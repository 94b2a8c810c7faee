"""What staff do at the desk, step by step, as a browser would."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from claimants.matters.stages import WORDS, Mode
from claimants.people.models import User
from intake.decisions import actions as decisions
from intake.filing.models import Claim
from intake.review import actions as review


def page_of(claim: Claim, act: str = "") -> str:
    path = f"/desk/{WORDS[Mode(claim.mode)].path}/{claim.reference}/"
    return f"{path}{act}/" if act else path


def act(client: Client, claim: Claim, name: str, **values: Any) -> HttpResponse:
    """Looks at the page before the act, sees what it will send, and acts."""
    shown = client.get(page_of(claim, name))
    if shown.context is None or "seen" not in shown.context:
        return shown
    if not shown.context["seen"]:
        shown = client.post(page_of(claim, name), values)
    return client.post(page_of(claim, name), {**values, "seen": shown.context["seen"]})


def said(response: HttpResponse) -> str:
    """The sentences that the next page will say."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def fresh(claim: Claim) -> Claim:
    return Claim.objects.with_matter().get(pk=claim.pk)


def taken(claim: Claim, by: User, *, cleared: bool = True) -> Claim:
    """The claim in this reviewer's hands, its names compared."""
    held = fresh(claim)
    review.take(claim=held, by=by)
    if cleared and held.mode == Mode.REGISTRATION:
        review.clear_conflict(claim=held, by=by)
    return fresh(claim)


def proposed(claim: Claim, by: User) -> Claim:
    """The claim with a decline proposed, waiting for somebody else."""
    held = taken(claim, by)
    decisions.propose_decline(claim=held, reasons=["outside_period"], note="Joined in June.", by=by)
    return fresh(claim)


def listed(client: Client, query: str = "") -> list[str]:
    """The references that the queue shows, in its order."""
    response = client.get(f"/desk/queue/?{query}")
    assert response.status_code == 200
    return [row.claim.reference for row in response.context["rows"]]
