"""What a person may do with what they filed: take it back, ask for another look, have it erased."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claimants.common.exceptions import Refused
from intake.decisions import actions as decisions
from intake.filing import actions
from intake.filing.models import Claim
from intake.filing.states import State
from intake.portal.addresses import claim_url
from intake.portal.standing import may_become
from intake.portal.views.access import Visit, claimant


@claimant
@require_http_methods(["GET", "HEAD", "POST"])
def claim_withdraw(request: Visit, claim: Claim) -> HttpResponse:
    """Takes back a filed one, or throws away a draft, after asking once."""
    words = claim.words
    if not may_become(claim, State.WITHDRAWN):
        messages.info(request, f"This {words.thing} cannot be withdrawn as it stands now. Call if you need help.")
        return redirect(claim_url(claim))
    if request.method == "POST":
        was_draft = claim.state == State.DRAFT
        try:
            actions.withdraw(claim=claim, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(claim_url(claim))
        if was_draft:
            messages.success(request, "Your draft is deleted. Nothing of it is kept.")
            return redirect(reverse("portal:claim_list", kwargs={"under": words.path}))
        messages.success(request, f"Your {words.thing} is withdrawn.")
        return redirect(claim_url(claim))
    return render(request, "portal/claim_withdraw.html", _context(claim))


@claimant
@require_http_methods(["GET", "HEAD", "POST"])
def claim_dispute(request: Visit, claim: Claim) -> HttpResponse:
    """Asks for a different person to look at a decline."""
    if request.method == "POST":
        try:
            decisions.dispute(claim=claim, by=request.user)
        except Refused as refused:
            messages.info(request, str(refused))
        else:
            messages.success(request, "A different person will look at it again.")
        return redirect(claim_url(claim))
    if claim.state != State.DECLINED:
        return redirect(claim_url(claim))
    return render(request, "portal/claim_dispute.html", _context(claim))


def _context(claim: Claim) -> dict[str, object]:
    return {"claim": claim, "matter": claim.matter, "file": claim.matter.file}
