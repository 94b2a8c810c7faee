"""What is done with a campaign that may run: started, paused, gone on with, finished, cancelled, closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from claimants.people.models import User
from claimants.people.roles import Power
from intake.campaigns import actions
from intake.campaigns.forecasting import forecast_of, said
from intake.campaigns.models import Campaign
from intake.campaigns.policies import (
    check_can_cancel,
    check_can_close,
    check_can_drain,
    check_can_keep,
    check_can_pause,
    check_can_propose_cancel,
    check_can_resume,
    check_can_start,
)
from intake.campaigns.progress import written_to
from intake.campaigns.states import BEGUN
from intake.desk.campaigning import proposed_in_words
from intake.desk.forms.campaign_acts import ReasonForm
from intake.desk.reach import reader
from intake.desk.stepping import Step, posted
from intake.desk.views.campaigns import address, campaign_at, step_page

_BEGUN = "What a worker has begun still leaves: at most fifty messages each."


@dataclass(frozen=True)
class Running:
    """An act on a campaign that may run. `explains` may ask the campaign; one with a reason asks for a sentence."""

    heading: str
    explains: list[str | Callable[[Campaign], str]]
    button: str
    done: str
    check: Callable[[User, Campaign], object]
    act: Callable[..., object]
    powers: tuple[Power, ...] = (Power.ADMINISTER,)
    has_reason: bool = False


def _page_of(this: Running) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
        found = campaign_at(request, slug, campaign, *this.powers)
        this.check(reader(request), found)

        def perform(values: dict[str, Any]) -> str:
            this.act(campaign=found, by=reader(request), **values)
            return address(found)

        return step_page(request, found, Step(
            heading=this.heading.format(name=found.name),
            explains=[said for one in this.explains if (said := one if isinstance(one, str) else one(found))],
            button=this.button, perform=perform, done=this.done,
            form=ReasonForm(posted(request)) if this.has_reason else forms.Form(),
        ))  # fmt: skip

    return view


def _how_many(campaign: Campaign) -> str:
    meant = written_to(campaign)
    return (
        f"Written to by e-mail from now on: {meant.email:,}. By post: {meant.post:,}. Not at all, because they asked "
        f"for no more updates: {meant.nobody:,}. What has left cannot be called back."
    )


def _foreseen(campaign: Campaign) -> str:
    return said(campaign, forecast_of(campaign))


def _taken_back(campaign: Campaign) -> str:
    if campaign.state not in BEGUN:
        return "Nobody was written to yet, and nobody will be. This cannot be undone."
    return f"Everything is taken back of which certainly nothing has left. This cannot be undone. {_BEGUN}"


_AFTERWARDS = (
    "Many messages of it came to nothing, and whoever has a next address, or needs a letter, is seen to first. A "
    "worker does that and then closes it; you need not wait."
)
_STOPPERS = (Power.SECOND, Power.ADMINISTER)

start = _page_of(Running(
    "Start “{name}”", [_how_many, _foreseen], "Start it", "It runs.", check_can_start, actions.start,
))  # fmt: skip
pause = _page_of(Running(
    "Pause “{name}”", [f"Nothing more leaves. {_BEGUN}"], "Pause it", "It is paused.",
    check_can_pause, actions.pause, _STOPPERS, has_reason=True,
))  # fmt: skip
resume = _page_of(Running(
    "Go on with “{name}”", [_foreseen], "Go on with it", "It goes on.", check_can_resume, actions.resume,
))  # fmt: skip
drain = _page_of(Running(
    "Let “{name}” finish",
    [
        "What waits is still sent. Nobody is written to by e-mail anew, at another address or after a return.",
        "A letter is still owed to whoever no address reaches. This cannot be undone, also not by a pause.",
    ],
    "Let it finish", "It sends what waits, and no e-mail is added any more. Letters are still owed.",
    check_can_drain, actions.drain,
))  # fmt: skip
propose_cancel = _page_of(Running(
    "Propose to cancel the rest of “{name}”",
    ["A second person must agree. Until then what waits still leaves. Pause it if it must not."],
    "Propose to cancel the rest", "It is proposed. A different person must agree.",
    check_can_propose_cancel, actions.propose_cancel, _STOPPERS, has_reason=True,
))  # fmt: skip
keep = _page_of(Running(
    "Do not cancel “{name}” after all",
    [proposed_in_words, "The proposal ends, and whoever still wants to cancel it proposes it anew. This is on record."],
    "Take the proposal back", "The proposal to cancel is taken back.", check_can_keep, actions.keep, _STOPPERS,
))  # fmt: skip
cancel = _page_of(Running(
    "Cancel “{name}”",
    [proposed_in_words, _taken_back],
    "Cancel it", "It is cancelled.", check_can_cancel, actions.cancel, _STOPPERS, has_reason=True,
))  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    """At once, or after the request where many are followed up before."""
    found = campaign_at(request, slug, campaign, Power.ADMINISTER)
    check_can_close(reader(request), found)
    is_long = actions.takes_long_to_close(found)

    def perform(values: dict[str, Any]) -> str:
        act = actions.ask_to_close if is_long else actions.close
        act(campaign=found, by=reader(request))
        return address(found)

    return step_page(request, found, Step(
        heading=f"Close “{found.name}”",
        explains=[
            "Its books are closed: nothing of it is sent any more. Letters go on. This cannot be undone.",
            *([_AFTERWARDS] if is_long else []),
        ],
        button="Close it", perform=perform,
        done="It is being closed. This page says when it is." if is_long
        else "It is closed. Its declaration can be made.",
    ))  # fmt: skip
