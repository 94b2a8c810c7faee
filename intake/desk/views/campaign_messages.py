"""The messages of a campaign before they leave: those most worth reading, and any line."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from intake.campaigns.models import Campaign, Recipient
from intake.campaigns.previews import preview, worth_reading
from intake.desk.campaigning import MAY_READ_MESSAGES
from intake.desk.forms.campaign_acts import LineForm
from intake.desk.reach import reader
from intake.desk.views.campaigns import campaign_at, page
from intake.notices.render import Message
from intake.review.actions import log_read
from intake.review.policies import may_read_narrative


@require_safe
def messages(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, *MAY_READ_MESSAGES)
    form = LineForm(request.GET if "line" in request.GET else None, rows=found.manifest_rows)
    if form.is_valid():
        return HttpResponseRedirect(_address(found, form.cleaned_data["line"]))
    return page(
        request, "messages", f"Messages of “{found.name}”", found, form=form,
        worth_reading=worth_reading(found) if found.manifest_rows else [],
    )  # fmt: skip


@require_safe
def message(request: HttpRequest, slug: str, campaign: int, place: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign, *MAY_READ_MESSAGES)
    return page(
        request, "message", f"Line {place:,} of “{found.name}”", found, one=read_message(request, found, place),
        before=_address(found, place - 1) if place > 1 else "",
        after=_address(found, place + 1) if place < found.manifest_rows else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Read:
    """One line as it would be written now. To whom it goes is shown once the conflict names are cleared."""

    message: Message
    recipient: Recipient
    addresses: list[str]
    is_open: bool


def read_message(request: HttpRequest, campaign: Campaign, place: int) -> Read:
    """Whoever reads what a claimant told is on record as having read it."""
    shown = preview(campaign, place)
    recipient = Recipient.objects.select_related("claim").defer("claim__draft").get(campaign=campaign, place=place)
    if recipient.claim:
        log_read(claim=recipient.claim, by=reader(request), narrative=False)
    is_open = recipient.claim is None or may_read_narrative(recipient.claim)
    return Read(shown, recipient, recipient.addresses if is_open else [], is_open)


def read_first(request: HttpRequest, campaign: Campaign) -> Read | None:
    """The first line of the list that was not erased."""
    places = Recipient.objects.filter(campaign=campaign, is_seed=False).order_by("place")
    place = places.values_list("place", flat=True).first()
    return read_message(request, campaign, place) if place is not None else None


def _address(campaign: Campaign, place: int) -> str:
    return reverse("desk:campaign_message", args=[campaign.matter.slug, campaign.pk, place])
