"""The table of people: who is in, who is out, who cannot be told. Whoever approves a version has read it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from claimants.common.exceptions import Refused
from claimants.matters import actions
from claimants.matters.definitions import table_of
from claimants.matters.policies import check_can_approve
from claimants.people.roles import Power
from intake.desk.definition_acts import refusal_of
from intake.desk.forms.definitions import ApproveForm
from intake.desk.law import law_of
from intake.desk.reach import reader
from intake.desk.representatives import outcomes_of, told
from intake.desk.views.defining import address
from intake.desk.views.definitions import definition_at, page


@require_safe
def people(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    found = definition_at(request, slug, version)
    table = table_of(found)
    return page(
        request, "desk/definition_people.html", f"People under version {version}", found, table=table,
        people=told(table), law=law_of(found), outcomes=outcomes_of(table),
        form=ApproveForm(initial={"table_sha256": table.sha256}),
        approvals=found.approvals.select_related("by"), refusal=refusal_of(check_can_approve, reader(request), found),
    )  # fmt: skip


@require_safe
def people_csv(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    found = definition_at(request, slug, version)
    response = HttpResponse(table_of(found).as_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-version-{version}-people.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def approve(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    found = definition_at(request, slug, version, Power.ADMINISTER)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    approval = actions.approve(definition=found, table_sha256=form.cleaned_data["table_sha256"], by=reader(request))
    waits = approval.definition.seconded_by_id is None
    messages.success(
        request,
        f"You approved version {version}. A different person must approve it too."
        if waits
        else f"Version {version} is approved by two people. It can be put into force.",
    )
    return HttpResponseRedirect(address(found))
