"""What is done with a campaign before it starts: its words, its limits, its recipients, and two approvals."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from claimants.common.exceptions import Refused
from claimants.people.roles import Power
from intake.campaigns import actions
from intake.campaigns.approvals import digests, passed_dry_run, valid_approvals
from intake.campaigns.forecasting import forecast_of, said
from intake.campaigns.lists import ListRefused
from intake.campaigns.models import Campaign, Purpose, TemplateVersion
from intake.campaigns.policies import (
    check_can_approve,
    check_can_change,
    check_can_choose_template,
    check_can_freeze,
    check_can_withdraw,
)
from intake.campaigns.previews import worth_reading
from intake.campaigns.progress import written_to
from intake.campaigns.wording import frame_around
from intake.desk.forms.campaign_acts import ApproveCampaignForm, UploadForm, WordsForm
from intake.desk.forms.campaigns import LimitsForm
from intake.desk.meant import columns_for, meant_by
from intake.desk.reach import reader
from intake.desk.stepping import Step, answer, posted
from intake.desk.views.campaign_messages import read_first
from intake.desk.views.campaigns import address, campaign_at, page, step_page

_acts = require_http_methods(["GET", "POST"])
_APPROVERS = (Power.SECOND, Power.ADMINISTER)


@_acts
def words(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    check_can_choose_template(reader(request), found)
    chosen = dict(found.templates.values_list("language", "template"))
    form = WordsForm(posted(request), fitting=_fitting(found), chosen=chosen)

    def perform(values: dict[str, Any]) -> str:
        actions.choose_words(campaign=found, templates=form.chosen(), by=reader(request))
        return address(found)

    step = Step(
        heading=f"The words of “{found.name}”",
        explains=["One version for each language. What is not chosen is not written. A change voids every approval."],
        button="Use these words", perform=perform, done="These are its words now.", form=form,
    )  # fmt: skip
    return answer(request, step, lambda: page(request, "words", step.heading, found, step=step, form=form))


@_acts
def limits(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    check_can_change(reader(request), found)
    form = LimitsForm(posted(request), matter=found.matter, campaign=found)
    return step_page(request, found, Step(
        heading=f"The limits of “{found.name}”",
        explains=["Every approval is void afterwards: two people must approve the new limits."],
        button="Change its limits",
        perform=lambda values: address(actions.change_limits(campaign=found, by=reader(request), **form.limits)),
        done="Its limits are changed. Two people must approve it anew.",
        form=form,
    ))  # fmt: skip


@_acts
def freeze(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    check_can_freeze(reader(request), found)
    is_list = found.source.get("from") == "list"
    sent = (posted(request), request.FILES if request.method == "POST" else None)
    form = UploadForm(*sent) if is_list else forms.Form()
    problems: list[Any] = []

    def perform(values: dict[str, Any]) -> str:
        try:
            actions.freeze(campaign=found, by=reader(request), upload=values.get("upload"))
        except ListRefused as refusal:
            problems.extend(refusal.problems)
            raise Refused(f"{str(refusal).splitlines()[-1]} Correct these lines, and upload it again.") from None
        return address(found)

    step = Step(
        heading=f"Freeze the recipients of “{found.name}”",
        explains=["From then on it is settled who is written to, line by line. Nothing is sent yet."],
        button="Freeze the recipients", perform=perform, done="The recipients are frozen. Start a dry run next.",
        form=form,
    )  # fmt: skip
    return answer(request, step, lambda: page(
        request, "freeze", step.heading, found, step=step, form=form, problems=problems,
        columns=columns_for(found) if is_list else None, meant=None if is_list else meant_by(found),
    ))  # fmt: skip


@require_POST
def rehearse(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, *_APPROVERS)
    actions.ask_for_dry_run(campaign=found, by=reader(request))
    messages.success(request, "A worker writes every message now, and sends none.")
    return HttpResponseRedirect(address(found))


@_acts
def approve(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, *_APPROVERS)
    check_can_approve(reader(request), found)
    bound = digests(found)
    form = ApproveCampaignForm(posted(request), now=" ".join(bound.values()))

    def perform(values: dict[str, Any]) -> str:
        actions.approve(campaign=found, by=reader(request), seen=bound)
        return address(found)

    step = Step(
        heading=f"Approve “{found.name}”",
        explains=["You approve exactly what this page shows. If any of it changes, your approval is void."],
        button="Approve it", perform=perform, done="You approved it.", form=form,
    )  # fmt: skip
    foreseen = forecast_of(found)
    return answer(request, step, lambda: page(
        request, "approve", step.heading, found, step=step, form=form, bound=bound,
        templates=found.templates.select_related("template").order_by("language"), worth_reading=worth_reading(found),
        forecast=said(found, foreseen), is_late=foreseen.is_late(found.deadline), approvals=valid_approvals(found),
        dry_run=passed_dry_run(found), written_to=written_to(found), first=read_first(request, found),
        frame=frame_around(found).said,
    ))  # fmt: skip


@_acts
def withdraw(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, *_APPROVERS)
    check_can_withdraw(reader(request), found)
    return step_page(request, found, Step(
        heading=f"Take your approval of “{found.name}” back",
        explains=["It cannot be started, or go on, until two people approve it. That you took it back is on record."],
        button="Take my approval back",
        perform=lambda values: address(
            actions.withdraw_approval(campaign=found, by=reader(request)).campaign
        ),
        done="Your approval is taken back.",
    ))  # fmt: skip


def _fitting(campaign: Campaign) -> QuerySet[TemplateVersion]:
    """The versions that could be used: of this matter, for this purpose and, if a court ordered it, by this order."""
    fitting = TemplateVersion.objects.filter(matter=campaign.matter, purpose=campaign.purpose)
    if campaign.purpose == Purpose.COURT_NOTICE:
        fitting = fitting.filter(order_reference=campaign.order_reference)
    return fitting.order_by("language", "name", "-version")
