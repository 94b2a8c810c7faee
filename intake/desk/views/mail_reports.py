"""Reports about messages that nothing could be made of, or that a person should read: to look at, not to act on."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claimants.people.roles import Power
from intake.desk.forms.mail_reports import ReportsForm
from intake.desk.mail_reports import LATELY, UNMATCHED, Reports, flagged, may_read_of_none, reports_of, unmatched
from intake.desk.reach import Reach, reach_of
from intake.desk.site import desk
from intake.notices.actions.reports import KEPT_WAITING


@require_safe
def mail_reports(request: HttpRequest) -> HttpResponse:
    reach = reach_of(request)
    if not reach.has_anywhere(Power.READ):
        raise PermissionDenied("You have no role in any matter yet. Ask an administrator for one.")
    form = ReportsForm(request.GET, of_none=may_read_of_none(reach))
    found = _chosen(form, reach) if form.is_valid() else Reports([], None)
    query = request.GET.copy()
    if found.before:
        query["before"] = str(found.before)
    return desk.page(
        request, "desk/mail_reports.html", "Reports about messages",
        form=form, rows=found.rows, further=query.urlencode() if found.before else "",
        hears_returns=bool(settings.BOUNCE_KEYS and settings.BOUNCE_DOMAIN),
        hears_providers=bool(settings.MAIL_EVENTS_FROM), of_none=may_read_of_none(reach),
        days=LATELY.days, hours=int(KEPT_WAITING.total_seconds() // 3600),
    )  # fmt: skip


def _chosen(form: ReportsForm, reach: Reach) -> Reports:
    show, before = form.chosen
    return reports_of(unmatched() if show == UNMATCHED else flagged(reach, timezone.now()), before)
