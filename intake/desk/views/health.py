"""How the queue of notices is, on one page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from claimants.people.roles import Power
from intake.desk.health import health as health_now
from intake.desk.mail_reports import may_read_of_none
from intake.desk.reach import reach_of
from intake.desk.site import desk


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    reach = reach_of(request)
    if not reach.has_anywhere(Power.READ):
        raise PermissionDenied("You have no role in any matter yet. Ask an administrator for one.")
    return desk.page(
        request, "desk/health.html", "How the queue is", health=health_now(reach), of_none=may_read_of_none(reach)
    )
