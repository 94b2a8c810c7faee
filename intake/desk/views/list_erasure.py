"""Erasing a person from the lists that were uploaded in a matter: found first, then seen, then erased."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from claimants.common.exceptions import Refused
from claimants.people.roles import Power
from intake.campaigns.actions.erasing import erase_lines
from intake.campaigns.models import Campaign
from intake.campaigns.on_lists import OnList
from intake.desk.forms.list_erasure import EraseLinesForm, FindOnListsForm
from intake.desk.reach import reader
from intake.desk.site import desk
from intake.desk.stepping import posted
from intake.desk.views.matters import matter_at

_MAY_NOT_ERASE = "Your role in this matter does not let you erase people from its lists. Ask its administrator."


@dataclass
class OfCampaign:
    """What would go from one list, and the lines that are about a claim and stay."""

    campaign: Campaign
    places: list[int]
    of_claims: list[int]


@require_http_methods(["GET", "POST"])
def list_erasure(request: HttpRequest, slug: str) -> HttpResponse:
    """An address is never in the address of a page, so both steps are sent."""
    matter = matter_at(request, slug, Power.ADMINISTER, _MAY_NOT_ERASE)
    find = FindOnListsForm(posted(request), matter=matter)
    lines = find.lines() if find.is_valid() else None
    now = _seen(lines or [])
    form = EraseLinesForm(request.POST if "seen" in request.POST else None, now=now)
    if lines and form.is_valid():
        try:
            erased = erase_lines(
                lines=lines, ground=form.cleaned_data["ground"], reference=form.cleaned_data["docket"],
                by=reader(request),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _done(len(erased)))
            return HttpResponseRedirect(request.path)
    return desk.page(
        request, "desk/list_erasure.html", "Erase a person from the lists", matter=matter, find=find,
        form=form if lines else find, by_campaign=_by_campaign(lines or []), is_searched=lines is not None,
        can_erase=any(not line.is_about_a_claim for line in lines or []),
    )  # fmt: skip


def _by_campaign(lines: Iterable[OnList]) -> list[OfCampaign]:
    found: dict[int, OfCampaign] = {}
    for line in lines:
        of_campaign = found.setdefault(line.campaign.pk, OfCampaign(line.campaign, [], []))
        (of_campaign.of_claims if line.is_about_a_claim else of_campaign.places).append(line.place)
    return list(found.values())


def _seen(lines: Iterable[OnList]) -> str:
    return " ".join(f"{line.campaign.pk}:{line.place}" for line in lines if not line.is_about_a_claim)


def _done(lines: int) -> str:
    what = "1 line is" if lines == 1 else f"{lines:,} lines are"
    return f"{what} erased. What was not sent is cancelled, and the digests of the lists still verify."
