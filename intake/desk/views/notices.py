"""One notice: what it says, every attempt, and what a named person decides when nobody can know."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claimants.common.exceptions import Refused
from claimants.common.references import normalise
from claimants.people.roles import Power
from intake.campaigns.actions import Decision
from intake.campaigns.actions import settle as settle_of_campaign
from intake.campaigns.models import Campaign
from intake.desk.forms.notices import SettleForm
from intake.desk.reach import reach_of, reader
from intake.desk.site import desk
from intake.desk.telling import campaign_of, choices_of, told_of
from intake.notices import actions
from intake.notices.actions.changes import KIND as CHANGED_DEFINITION
from intake.notices.models import Notice
from intake.review.actions import log_read
from intake.review.policies import may_read_narrative


@require_http_methods(["GET"])
def notice(request: HttpRequest, code: str) -> HttpResponse:
    found = _notice_at(request, code)
    is_open = found.claim is None or may_read_narrative(found.claim)
    if found.claim:
        log_read(claim=found.claim, by=reader(request), narrative=is_open)
    told = told_of(found, reach_of(request))
    choices = _shown_choices(request, found, told.campaign)
    return desk.page(
        request, "desk/notice.html", f"Notice {found.code}",
        notice=found, claim=found.claim, is_open=is_open, told=told,
        message=getattr(found, "message", None) if is_open else None,
        payload=getattr(found, "payload", None) if is_open else None,
        attempts=list(found.attempts.select_related("by")), events=list(found.mail_events.all()),
        zone=found.matter.file.court_time_zone,
        form=SettleForm(choices=choices) if choices else None,
    )  # fmt: skip


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    found = _notice_at(request, code)
    campaign = campaign_of(found)
    if not _may_settle(request, found, campaign):
        raise PermissionDenied("Your role in this matter does not allow you to settle its notices.")
    form = SettleForm(request.POST, choices=choices_of(found, campaign))
    target = HttpResponseRedirect(reverse("desk:notice", args=[found.code]))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return target
    try:
        _settle(found, form.cleaned_data["what"], form.cleaned_data["reason"], request)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return target
    messages.success(request, "Done. Your name and your reason are on record.")
    return target


def _may_settle(request: HttpRequest, found: Notice, campaign: Campaign | None) -> bool:
    """Whoever works on the claims of the matter, and whoever answers for the campaign that it belongs to."""
    is_theirs = campaign is not None and campaign.owner_id == reader(request).pk
    return is_theirs or reach_of(request).has(Power.REVIEW, found.matter_id)


def _shown_choices(request: HttpRequest, found: Notice, campaign: Campaign | None) -> list[tuple[str, str]]:
    """What this reader may decide. Word of a new definition is let go by those who may define."""
    if not _may_settle(request, found, campaign):
        return []
    may_release = found.kind != CHANGED_DEFINITION or reach_of(request).has(Power.ADMINISTER, found.matter_id)
    return [(name, words) for name, words in choices_of(found, campaign) if may_release or name != "release"]


def _settle(found: Notice, what: str, reason: str, request: HttpRequest) -> None:
    by = reader(request)
    if what in set(Decision):
        settle_of_campaign(notice=found, decision=Decision(what), reason=reason, by=by)
    elif what == "release":
        actions.release(notice=found, by=by)
    else:
        act = {"send_again": actions.send_again, "deem_sent": actions.deem_sent, "cancel": actions.cancel}[what]
        act(notice=found, reason=reason, by=by)


def _notice_at(request: HttpRequest, code: str) -> Notice:
    notices = Notice.objects.select_related(
        "matter", "claim__matter", "claim__person__user", "recipient", "dispatch__owner", "owner"
    )
    found = get_object_or_404(notices, code=normalise(code) or "")
    if not reach_of(request).has(Power.READ, found.matter_id):
        raise PermissionDenied("You have no role in this matter. Ask its administrator for one.")
    return found
