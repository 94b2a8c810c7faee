"""The campaigns of a matter: all of them, a new one, and one with everything that is known about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from claimants.common.exceptions import Refused
from claimants.people.roles import Power
from intake.campaigns import actions
from intake.campaigns.approvals import valid_approvals
from intake.campaigns.log import verify_chain
from intake.campaigns.models import Campaign
from intake.campaigns.policies import check_can_edit
from intake.campaigns.progress import written_to
from intake.desk.acts import refusals
from intake.desk.campaign_acts import offers
from intake.desk.campaigning import happenings_of, proposed_in_words, ways_of
from intake.desk.forms.campaigns import CampaignForm
from intake.desk.progressing import destinations_of, watched
from intake.desk.reach import reach_of, reader
from intake.desk.runs import in_words
from intake.desk.site import desk
from intake.desk.stepping import Step, answer, posted
from intake.desk.views.matters import matter_at

MAY_NOT_WRITE = "Your role in this matter does not let you write to many people. Ask its administrator."
_PEOPLE = ("owner", "made_by", "dispatch", "seeds")


def campaign_at(request: HttpRequest, slug: str, campaign: int, *powers: Power) -> Campaign:
    """The campaign at this address, for staff who have one of the powers in its matter; reading is one of its own."""
    matter = matter_at(request, slug)
    found = get_object_or_404(Campaign.objects.select_related(*_PEOPLE), pk=campaign, matter=matter)
    found.matter = matter
    if powers and not any(reach_of(request).has(power, matter.pk) for power in powers):
        raise PermissionDenied(MAY_NOT_WRITE)
    return found


def page(request: HttpRequest, template: str, title: str, campaign: Campaign, **context: Any) -> HttpResponse:
    """A page about one campaign, with the ways to its other pages."""
    return desk.page(
        request, f"desk/campaigns/{template}.html", title, campaign=campaign, matter=campaign.matter,
        zone=campaign.matter.file.court_time_zone, ways=ways_of(campaign, reach_of(request)), **context,
    )  # fmt: skip


def step_page(request: HttpRequest, campaign: Campaign, this: Step) -> HttpResponse:
    """The page before an act on the campaign, and the act."""
    return answer(request, this, lambda: page(request, "step", this.heading, campaign, step=this, form=this.form))


def address(campaign: Campaign, name: str = "campaign") -> str:
    return reverse(f"desk:{name}", args=[campaign.matter.slug, campaign.pk])


@require_safe
def campaigns(request: HttpRequest, slug: str) -> HttpResponse:
    matter = matter_at(request, slug)
    return desk.page(
        request, "desk/campaigns/list.html", f"Notices to many in {matter.caption}", matter=matter,
        campaigns=matter.campaigns.select_related("owner"), zone=matter.file.court_time_zone,
        may_write=reach_of(request).has(Power.ADMINISTER, matter.pk),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    matter = matter_at(request, slug, Power.ADMINISTER, MAY_NOT_WRITE)
    form = CampaignForm(posted(request), matter=matter, by=reader(request))
    if form.is_valid():
        try:
            made = actions.create(matter=matter, by=reader(request), **form.said)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{made.name}” is a draft now. Choose its words next.")
            return HttpResponseRedirect(address(made, "campaign_words"))
    return desk.page(
        request, "desk/campaigns/edit.html", "A new notice to many", matter=matter, form=form,
        back=reverse("desk:campaigns", args=[slug]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    check_can_edit(reader(request), found)
    form = CampaignForm(posted(request), matter=found.matter, by=reader(request), campaign=found)
    if form.is_valid():
        chosen = languages_of(found)
        try:
            actions.edit(campaign=found, by=reader(request), **form.said)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The draft is saved.")
            if gone := sorted(in_words(language) for language in chosen - languages_of(found)):
                messages.warning(
                    request,
                    f"Its words no longer fit and were taken out: {', '.join(gone)}. Choose words for them anew.",
                )
            return HttpResponseRedirect(address(found))
    return page(request, "edit", f"Edit “{found.name}”", found, form=form, back=address(found))


def languages_of(campaign: Campaign) -> set[str]:
    """In which languages words are chosen."""
    return set(campaign.templates.values_list("language", flat=True))


@require_safe
def campaign(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign)
    possible = offers(found, reader(request))
    return page(
        request, "campaign", found.name, found, offers=possible, refused=refusals(possible),
        nothing_offered=bool(possible) and all(offer.refusal for offer in possible),
        templates=found.templates.select_related("template").order_by("language"),
        approvals=valid_approvals(found), watch=watched(found),
        destinations=destinations_of(found), proposed=proposed_in_words(found),
        written_to=written_to(found) if found.manifest_sha256 else None,
    )  # fmt: skip


@require_safe
def progress(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    """How far it is, alone: what the page asks for every two seconds."""
    found = campaign_at(request, slug, campaign)
    context = {"campaign": found, "watch": watched(found), "zone": found.matter.file.court_time_zone}
    return TemplateResponse(request, "desk/campaigns/_progress.html", context)


@require_safe
def log(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign)
    happenings = happenings_of(found)
    return page(
        request, "log", f"What was done with “{found.name}”", found, happenings=happenings,
        earlier=found.events_count - len(happenings), findings=list(verify_chain(found)),
    )  # fmt: skip
