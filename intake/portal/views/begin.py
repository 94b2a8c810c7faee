"""From a matter's page to a draft: for whom, and in a registration the first page, which may end it."""

import re
import secrets

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.matters.questions import Page, Questionnaire
from intake.filing import actions
from intake.filing.access import begun_in, own_claims
from intake.filing.models import Capacity, Claim
from intake.filing.policies import check_accepts_filing
from intake.filing.states import State
from intake.portal.addresses import claim_url, page_url
from intake.portal.forms.capacity import CapacityForm
from intake.portal.forms.questions import QuestionsForm
from intake.portal.readback import today_of
from intake.portal.stops import stop_for
from intake.portal.views.access import Visit, signed_in
from intake.portal.views.stopping import stopped

_BEGUN_WITH = re.compile(r"[0-9a-f]{32}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Visit, slug: str) -> HttpResponse:
    """Who the registration or claim is for. Whatever was begun before is offered first."""
    matter = get_object_or_404(Matter, slug=slug)
    form = CapacityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and not _refusal(matter):
        capacity = form.cleaned_data["capacity"]
        if matter.file.questions.gate:
            return redirect("portal:gate", slug=slug, capacity=capacity)
        return _begin(request, matter, capacity, {})
    begun = begun_in(matter, request.user)
    context = {"matter": matter, "file": matter.file, "form": form, "begun": begun, "refusal": _refusal(matter)}
    return render(request, "portal/start.html", {**context, "begun_with": _begun_with(request)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: Visit, slug: str, capacity: str) -> HttpResponse:
    """The stopping page of a registration. Nothing is kept until it is passed; a claim has no such page."""
    matter = get_object_or_404(Matter, slug=slug)
    if capacity not in Capacity.values:
        raise Http404
    questionnaire, page = matter.file.questions, matter.file.questions.gate
    if _refusal(matter) or page is None:
        return redirect("portal:start", slug=slug)
    judged = request.method == "POST" and "edit" not in request.POST
    form = QuestionsForm(questionnaire, page.questions, {}, request.POST if judged else None)
    if judged:
        passed = form.is_valid()
        stop = stop_for(page, form.answers, capacity=capacity, today=today_of(matter))
        if stop:
            mine = Q(capacity=capacity) if capacity == Capacity.SELF else Q(pk__in=[])
            begun = own_claims(request.user).filter(mine, matter=matter, state=State.DRAFT)
            return stopped(request, matter, stop, capacity=capacity, answers=form.answers, drafts=begun)
        if passed:
            return _begin(request, matter, capacity, form.answers)
    else:
        form.show_typed(request.POST)
    context = {"matter": matter, "file": matter.file, "page": page, "form": form, "capacity": Capacity(capacity)}
    return render(request, "portal/gate.html", {**context, "begun_with": _begun_with(request)})


def _begin(request: Visit, matter: Matter, capacity: str, answers: dict[str, object]) -> HttpResponse:
    claim = actions.start(
        matter=matter, by=request.user, capacity=capacity, begun_with=_begun_with(request), answers=answers
    )
    if claim.state != State.DRAFT:
        return redirect(claim_url(claim))
    return redirect(page_url(claim, first_open_page(matter.file.questions, claim)))


def _begun_with(request: Visit) -> str:
    """What the page carries, so that the same page sent twice begins one draft, and another page another."""
    carried = request.POST.get("begun_with", "")
    return carried if _BEGUN_WITH.fullmatch(carried) else secrets.token_hex(16)


def first_open_page(questionnaire: Questionnaire, claim: Claim) -> Page | None:
    """The first page with a question that still needs an answer; None when all are answered."""
    missing = questionnaire.missing(claim.draft.get("answers", {}))
    if not missing:
        return None
    return next(page for page in questionnaire.pages if missing[0] in page.questions)


def _refusal(matter: Matter) -> str:
    try:
        check_accepts_filing(matter)
    except Refused as refused:
        return str(refused)
    return ""
