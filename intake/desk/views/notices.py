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
    choices = _choices(request, found)
    return _drawn(request, found, SettleForm(choices=choices) if choices else None)


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    """Decides, or draws the page with what was typed, and why nothing was decided."""
    found = _notice_at(request, code)
    campaign = campaign_of(found)
    if not _may_settle(request, found, campaign):
        raise PermissionDenied("Your role in this matter does not allow you to settle its notices.")
    form = SettleForm(request.POST, choices=choices_of(found, campaign))
    if form.is_valid():
        try:
            _settle(found, form.cleaned_data["what"], form.cleaned_data["reason"], request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Done. Your name and your reason are on record.")
            return HttpResponseRedirect(reverse("desk:notice", args=[found.code]))
    found = _notice_at(request, code)
    choices = _choices(request, found)
    if not choices:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return HttpResponseRedirect(reverse("desk:notice", args=[found.code]))
    form.offer(choices)
    return _drawn(request, found, form)


def _drawn(request: HttpRequest, found: Notice, form: SettleForm | None) -> HttpResponse:
    is_open = found.claim is None or may_read_narrative(found.claim)
    if found.claim:
        log_read(claim=found.claim, by=reader(request), narrative=is_open)
    return desk.page(
        request, "desk/notice.html", f"Notice {found.code}",
        notice=found, claim=found.claim, is_open=is_open, told=told_of(found, reach_of(request)),
        message=getattr(found, "message", None) if is_open else None,
        payload=getattr(found, "payload", None) if is_open else None,
        attempts=list(found.attempts.select_related("by")), events=list(found.mail_events.all()),
        zone=found.matter.file.court_time_zone, form=form,
    )  # fmt: skip


def _choices(request: HttpRequest, found: Notice) -> list[tuple[str, str]]:
    """What the reader may decide about it as it stands. Word of a new definition is let go by those who may define."""
    campaign = campaign_of(found)
    if not _may_settle(request, found, campaign):
        return []
    may_release = found.kind != CHANGED_DEFINITION or reach_of(request).has(Power.ADMINISTER, found.matter_id)
    return [(name, words) for name, words in choices_of(found, campaign) if may_release or name != "release"]


def _may_settle(request: HttpRequest, found: Notice, campaign: Campaign | None) -> bool:
    """Whoever works on the claims of the matter, and whoever answers for the campaign that it belongs to."""
    is_theirs = campaign is not None and campaign.owner_id == reader(request).pk
    return is_theirs or reach_of(request).has(Power.REVIEW, found.matter_id)


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
