"""The queue, the next claim in it, and the declines that wait for a second person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from claimants.people.roles import Power
from intake.desk.forms.queue import QueueForm
from intake.desk.queue import PAGE, in_reach, narrowed, open_proposals, page_of
from intake.desk.reach import reach_of, reader
from intake.desk.rows import flag_choices, flags_in_force, rows_of
from intake.desk.site import desk
from intake.desk.views.acting import address
from intake.review import actions
from intake.review.search import is_misread_reference

_MISREAD = "That reference has a typing mistake: its last character does not fit the others."


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    reach, now = reach_of(request), timezone.now()
    flags = flags_in_force(reach.with_power(Power.READ))
    form = QueueForm(request.GET, reach=reach, flags=flag_choices(flags))
    form.is_valid()
    wanted = form.cleaned_data
    page = page_of(
        narrowed(in_reach(reach), wanted, reader(request), {pk: [flag.bit for flag in flags[pk]] for pk in flags}),
        newest_first=wanted.get("order") == "newest",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    asked = request.GET.copy()
    asked.pop("after", None)
    asked.pop("before", None)
    rows = rows_of(
        page.claims, dict(reach.matters), user_id=reader(request).pk, now=now, with_names=bool(wanted.get("q"))
    )
    return desk.page(
        request, "desk/queue.html", "Queue",
        form=form, rows=rows, page=page, asked=asked.urlencode(), size=PAGE,
        misread=_MISREAD if is_misread_reference(wanted.get("q", "")) else "",
        may_review=reach.has_anywhere(Power.REVIEW),
    )  # fmt: skip


@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    claim = actions.take_next(by=reader(request))
    if claim is None:
        messages.info(request, "Nothing waits for review in your matters.")
        return HttpResponseRedirect(reverse("desk:queue"))
    return HttpResponseRedirect(address(claim))


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    reach = reach_of(request)
    waiting = open_proposals(reach).select_related("claim", "made_by").defer("claim__draft").order_by("made_at")
    return desk.page(
        request, "desk/proposals.html", "Declines to confirm",
        proposals=list(waiting[:PAGE]), matters=reach.matters, size=PAGE,
        second_in=reach.with_power(Power.SECOND), me=reader(request).pk,
    )  # fmt: skip
