"""The words that many can be sent: every version of them, one read out, and the next one written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.roles import Power
from intake.campaigns.actions import make_template
from intake.campaigns.models import Campaign, TemplateVersion
from intake.campaigns.seeds import sample_values
from intake.campaigns.wording import wording_of
from intake.desk.forms.templates import TemplateForm
from intake.desk.reach import reach_of, reader
from intake.desk.site import desk
from intake.desk.stepping import posted
from intake.desk.views.campaigns import MAY_NOT_WRITE
from intake.desk.views.matters import matter_at
from intake.notices.render import UNSENT_CODE


@require_safe
def templates(request: HttpRequest, slug: str) -> HttpResponse:
    matter = matter_at(request, slug)
    return desk.page(
        request, "desk/templates/list.html", f"Words for many in {matter.caption}", matter=matter,
        templates=matter.templates.select_related("made_by").defer("body"), zone=matter.file.court_time_zone,
        may_write=reach_of(request).has(Power.ADMINISTER, matter.pk),
    )  # fmt: skip


@require_safe
def template(request: HttpRequest, slug: str, template: int) -> HttpResponse:
    """One version, as a recipient would read it, with the names of values where the values will stand."""
    matter = matter_at(request, slug)
    found = get_object_or_404(TemplateVersion.objects.select_related("made_by"), pk=template, matter=matter)
    shown = wording_of(found, matter).write(sample_values(found.variables), code=UNSENT_CODE)
    return desk.page(
        request, "desk/templates/template.html", str(found), matter=matter, words=found, message=shown,
        zone=matter.file.court_time_zone, may_write=reach_of(request).has(Power.ADMINISTER, matter.pk),
        used_by=Campaign.objects.filter(templates__template=found),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """`?from=` names the version to begin with."""
    matter = matter_at(request, slug, Power.ADMINISTER, MAY_NOT_WRITE)
    form = TemplateForm(posted(request), matter=matter, base=_base_of(matter, request.GET.get("from", "")))
    if form.is_valid():
        try:
            made = make_template(matter=matter, by=reader(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made} is there. It can be chosen for a notice to many.")
            return HttpResponseRedirect(reverse("desk:template", args=[slug, made.pk]))
    return desk.page(
        request, "desk/templates/edit.html", "Words for many", matter=matter, form=form, grade=form.grade()
    )  # fmt: skip


def _base_of(matter: Matter, number: str) -> TemplateVersion | None:
    """The version to begin with; none when there is no such number."""
    if not number.isdecimal() or len(number) > 9:
        return None
    return matter.templates.filter(pk=int(number)).first()
