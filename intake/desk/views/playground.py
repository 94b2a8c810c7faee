"""The playground: change a fact, and see what each criterion says. Nothing is stored; the address holds it all."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from claimants.matters.definitions import compiled, table_of
from intake.desk.definition_acts import in_force
from intake.desk.forms.playground import FactsForm, data_of
from intake.desk.playing import played
from intake.desk.views.definitions import definition_at, page


@require_safe
def playground(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    found = definition_at(request, slug, version)
    law, table = compiled(found), table_of(found)
    person = _person(request.GET.get("person", ""), len(table.rows))
    changed = any(key.startswith("fact-") for key in request.GET)
    given = request.GET if changed else data_of(table.rows[person].facts, law.definition)
    form = FactsForm(given, definition=law.definition)
    other = in_force(found)
    return page(
        request, "desk/definition_playground.html", f"Try version {version}", found, form=form,
        played=played(law, form, other) if form.is_valid() else None,
        other=other if other and other.pk != found.pk else None,
        person=None if changed else person + 1, words="" if changed else table.rows[person].words,
    )  # fmt: skip


def _person(number: str, many: int) -> int:
    """Which person of the table it starts from: the first, unless the address names another, from 1."""
    return int(number) - 1 if number.isdecimal() and len(number) < 6 and 1 <= int(number) <= many else 0
