"""What failed of a campaign and why, with the next step; one message is decided about on its own page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from intake.desk.failures import grounds_of, rows_of
from intake.desk.forms.failures import FailuresForm
from intake.desk.views.campaigns import campaign_at, page


@require_safe
def notices(request: HttpRequest, slug: str, campaign: int) -> HttpResponse:
    found = campaign_at(request, slug, campaign)
    grounds = grounds_of(found)
    form = FailuresForm(request.GET, grounds=grounds)
    rows = rows_of(found, **form.chosen) if form.is_valid() else None
    query = request.GET.copy()
    if rows and rows.after:
        query["after"] = str(rows.after)
    return page(
        request, "notices", f"What failed of “{found.name}”", found, form=form, grounds=grounds,
        rows=rows.rows if rows else [], further=query.urlencode() if rows and rows.after else "",
    )  # fmt: skip
