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
    """Erases what the person ticks, after saying what goes and what stays. With the last of it goes the account."""
    claims = [claim for claim in own_claims(request.user) if not claim.erasures.exists()]
    chosen = [claim for claim in claims if claim.reference in request.POST.getlist("reference")]
    closes, error = "close" in request.POST and not claims, ""
    if request.method == "POST" and (claims or closes):
        if (chosen or closes) and request.POST.get("sure") == "yes":
            return _erased(request, chosen)
        error = "Tick the box that says you are sure." if chosen or closes else "Tick what we should erase."
    context = {"claims": claims, "chosen": chosen, "error": error, "at_sure": bool(chosen or closes)}
    return render(request, "portal/erase.html", context)


def _erased(request: Visit, chosen: list[Claim]) -> HttpResponse:
    """Erases these. When nothing of the person is left, or was there to begin with, the account is closed too."""
    with transaction.atomic():
        for claim in chosen:
            _erase_one(claim, request)
        is_closed = erasure.forget_when_empty(user=request.user)
    if is_closed:
        logout(request)
        return render(request, "portal/erased.html")
    messages.success(request, "What you chose is erased.")
    return redirect("portal:erase")


def _erase_one(claim: Claim, request: Visit) -> None:
    if claim.state == State.DRAFT:
        actions.discard(claim=claim, by=request.user)
    else:
        erasure.erase(claim=claim, ground=Erasure.Ground.REQUEST, by=request.user, and_account=False)
