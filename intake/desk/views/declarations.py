"""The declaration of a campaign: a worker makes its pack, and whoever has the power takes it."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from claimants.common.exceptions import Refused
from claimants.people.roles import Power
from intake.desk.campaigning import OVER
from intake.desk.reach import reader
from intake.desk.views.campaigns import address, campaign_at, page
from intake.reports.actions import ask_for_pack
from intake.reports.asking import file_of
from intake.reports.models import DeclarationAsked

_NOT_ON_DISK = (
    "The file of this pack is not on this server’s disk any more. Make it again: the same records give the same bytes."
)


@require_safe
def declaration(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    asked = list(found.declarations_asked.select_related("by", "made"))
    return page(
        request, "declaration", f"Declaration of “{found.name}”", found, asked=asked,
        is_making=any(one.is_open for one in asked), is_over=found.state in OVER,
    )  # fmt: skip


@require_POST
def ask(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    target = HttpResponseRedirect(address(found, "campaign_declaration"))
    try:
        ask_for_pack(campaign=found, is_interim=request.POST.get("interim") == "on", by=reader(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "A worker makes the declaration now. This page says when it is ready.")
    return target


@require_safe
def take(request: HttpRequest, slug: str, campaign: int, asked: int) -> HttpResponse | FileResponse:
    """The pack itself, as long as it lies on the disk."""
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    made = get_object_or_404(DeclarationAsked, pk=asked, campaign=found, state=DeclarationAsked.State.MADE)
    pack = file_of(made)
    if pack is None:
        messages.error(request, _NOT_ON_DISK)
        return HttpResponseRedirect(address(found, "campaign_declaration"))
    return FileResponse(pack.open("rb"), as_attachment=True, filename=pack.name, content_type="application/zip")


@require_safe
def state(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    """Whether one is being made, alone: what the page asks for every two seconds."""
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    is_making = any(one.is_open for one in found.declarations_asked.all())
    return TemplateResponse(request, "desk/campaigns/_declaration.html", {"is_making": is_making})
