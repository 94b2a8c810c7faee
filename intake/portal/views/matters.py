"""The cases: the list, and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claimants.common.exceptions import Refused
from claimants.eligibility.document import Definition
from claimants.matters.definitions import compiled, definition_in_force
from claimants.matters.models import Matter
from claimants.matters.stages import ACCEPTS_FILING, WORDS, Stage
from intake.portal.banners import SHORT, banner_of
from intake.portal.deadlines import deadlines_of, limitations_of


@require_safe
def matter_list(request: HttpRequest) -> HttpResponse:
    """Every matter, those that take something now first."""
    rows = [
        (matter, WORDS[matter.mode], SHORT[Stage(matter.stage)], is_open(matter)) for matter in Matter.objects.all()
    ]
    rows.sort(key=lambda row: not row[-1])
    return render(request, "portal/matter_list.html", {"rows": rows})


@require_safe
def matter_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What the case is, how it stands, whom it covers, and what a reader can do."""
    matter = get_object_or_404(Matter, slug=slug)
    law, now = law_of(matter), timezone.now()
    context = {
        "matter": matter,
        "file": matter.file,
        "banner": banner_of(matter),
        "words": WORDS[matter.mode],
        "law": law or matter.file.definition,
        "is_open": is_open(matter),
        "can_check": law is not None and bool(matter.file.questions.decisive),
        "deadlines": deadlines_of(matter, now),
        "limitations": limitations_of(matter, now),
    }
    return render(request, "portal/matter_detail.html", context)


def is_open(matter: Matter) -> bool:
    """Whether something can be filed in the matter now."""
    return Stage(matter.stage) in ACCEPTS_FILING and matter.file.is_open(timezone.now())


def law_of(matter: Matter) -> Definition | None:
    """The class definition in force; None while there is none."""
    try:
        return compiled(definition_in_force(matter)).definition
    except Refused:
        return None
