"""Letters: given to the printer in batches, what the mail brought back read in, and what follows for one of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claimants.common.exceptions import Refused
from claimants.people.roles import Power
from intake.campaigns import actions
from intake.campaigns.models import Campaign, PostalItem
from intake.campaigns.policies import check_can_export
from intake.desk.definition_acts import refusal_of
from intake.desk.forms.letters import AgainForm, GiveUpForm, ReportForm
from intake.desk.posting import letters_of, without_address
from intake.desk.reach import reach_of, reader
from intake.desk.stepping import Step, posted
from intake.desk.views.campaigns import address, campaign_at, page, step_page

_acts = require_http_methods(["GET", "POST"])


@require_safe
def letters(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign)
    return page(
        request, "letters", f"Letters of “{found.name}”", found, letters=letters_of(found, timezone.now()),
        batches=found.postal_batches.select_related("by").order_by("-number"),
        may_write=reach_of(request).has(Power.ADMINISTER, found.matter_id),
        refusal=refusal_of(check_can_export, reader(request), found),
    )  # fmt: skip


@require_POST
def export(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    """Everything that waits becomes a batch. The page offers its file, as often as it is needed."""
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    try:
        batch, _ = actions.export_batch(campaign=found, by=reader(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        left = without_address(found).count()
        rest = f" {left:,} wait for an address: give it to them below." if left else ""
        messages.success(
            request, f"Batch {batch.number} has {batch.items:,} letters. Take its file for the printer.{rest}"
        )  # fmt: skip
    return HttpResponseRedirect(address(found, "campaign_letters"))


@require_safe
def batch(request: HttpRequest, slug: str, campaign: int, number: int) -> HttpResponse:
    """Its file. When it is not the one on record any more, its name and the next page say so."""
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    text = actions.batch_again(campaign=found, number=number, by=reader(request))
    if why := actions.why_batch_differs(campaign=found, number=number, text=text):
        messages.warning(request, why)
    name = f"{slug}-campaign-{found.pk}-batch-{number}{'-not-as-printed' if why else ''}.csv"
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@_acts
def read_in(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    """The file that came back. What of it cannot be used is told by its line; the rest counts."""
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    form = ReportForm(posted(request), request.FILES if request.method == "POST" else None)
    read = None
    if form.is_valid():
        try:
            read = actions.read_posted(campaign=found, file=form.cleaned_data["report"], by=reader(request))
        except Refused as refusal:
            form.add_error("report", str(refusal))
    return page(request, "letters_read", f"What became of the letters of “{found.name}”", found, form=form, read=read)


@_acts
def again(request: HttpRequest, slug: str, campaign: int, item: int) -> HttpResponse:
    found, letter = _letter_at(request, slug, campaign, item)
    return _to_an_address(
        request, found, letter, actions.mail_again, heading=f"Mail the letter of line {letter.place:,} again",
        explains=["It is owed once more, to the address that you give here."],
        button="Mail it again", done="The letter is owed once more, to the new address.",
    )  # fmt: skip


@_acts
def give_address(request: HttpRequest, slug: str, campaign: int, item: int) -> HttpResponse:
    found, letter = _letter_at(request, slug, campaign, item)
    return _to_an_address(
        request, found, letter, actions.give_address, heading=f"Give the letter of line {letter.place:,} an address",
        explains=["It has no whole postal address. It goes to the printer with the next batch, to the one given here."],
        button="Keep this address", done="The letter has an address and waits for the printer.",
    )  # fmt: skip


@_acts
def give_up(request: HttpRequest, slug: str, campaign: int, item: int) -> HttpResponse:
    found, letter = _letter_at(request, slug, campaign, item)

    def perform(values: dict[str, Any]) -> str:
        actions.give_up(item=letter, by=reader(request), **values)
        return address(found, "campaign_letters")

    return step_page(request, found, Step(
        heading=f"Give up the letter of line {letter.place:,}",
        explains=["The declaration to the court says that nobody was found at any address."],
        button="Give it up", perform=perform, done="It is given up.", form=GiveUpForm(posted(request)),
    ))  # fmt: skip


def _letter_at(request: HttpRequest, slug: str, campaign: int, item: int) -> tuple[Campaign, PostalItem]:
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    return found, get_object_or_404(PostalItem, pk=item, campaign=found)


def _to_an_address(
    request: HttpRequest, campaign: Campaign, letter: PostalItem, act: Callable[..., PostalItem], **words: Any
) -> HttpResponse:
    form = AgainForm(posted(request))

    def perform(values: dict[str, Any]) -> str:
        act(item=letter, postal=form.postal, by=reader(request))
        return address(campaign, "campaign_letters")

    return step_page(request, campaign, Step(perform=perform, form=form, **words))
