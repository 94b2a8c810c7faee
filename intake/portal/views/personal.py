"""What a person may ask of us about themselves: a copy of everything, and that it be erased."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake.filing import actions, erasure
from intake.filing.access import own_claims
from intake.filing.models import Claim, Erasure
from intake.filing.states import State
from intake.portal.copies import copy_for
from intake.portal.views.access import Visit, signed_in


@signed_in
@require_safe
def data_copy(request: Visit) -> HttpResponse:
    """Everything we hold on the person, as a file that people and programs can read."""
    response = JsonResponse(
        copy_for(request.user, at=timezone.now()), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="everything-we-hold.json"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: Visit) -> HttpResponse:
    """Erases what the person ticks, after saying what goes and what stays."""
    claims = [claim for claim in own_claims(request.user) if not claim.erasures.exists()]
    chosen = [claim for claim in claims if claim.reference in request.POST.getlist("reference")]
    error = ""
    if request.method == "POST":
        if chosen and request.POST.get("sure") == "yes":
            return _erased(request, chosen)
        error = "Tick what we should erase." if not chosen else "Tick the box that says you are sure."
    context = {"claims": claims, "chosen": chosen, "error": error}
    return render(request, "portal/erase.html", context)


def _erased(request: Visit, chosen: list[Claim]) -> HttpResponse:
    with transaction.atomic():
        for claim in chosen:
            _erase_one(claim, request)
    request.user.refresh_from_db()
    if not request.user.is_active:
        logout(request)
        return render(request, "portal/erased.html")
    messages.success(request, "What you chose is erased.")
    return redirect("portal:erase")


def _erase_one(claim: Claim, request: Visit) -> None:
    if claim.state == State.DRAFT:
        actions.discard(claim=claim, by=request.user)
    else:
        erasure.erase(claim=claim, ground=Erasure.Ground.REQUEST, by=request.user)
