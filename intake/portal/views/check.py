"""The check without an account: a few questions, the result in the same answer, and nothing kept anywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claimants.matters.models import Matter
from claimants.matters.questions import Questionnaire
from intake.assessments.results import explain_answers
from intake.portal.forms.questions import QuestionsForm
from intake.portal.forms.rows import changes_rows, with_rows_changed
from intake.portal.readback import today_of
from intake.portal.views.access import private
from intake.portal.views.matters import is_open, law_of


@private
@csrf_exempt  # Nothing is changed and nobody is known here, so no key and no cookie is needed.
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The decisive questions of a matter and, once posted, what each criterion says."""
    matter = get_object_or_404(Matter, slug=slug)
    questionnaire = matter.file.questions
    if law_of(matter) is None or not questionnaire.decisive:
        return redirect("portal:matter_detail", slug=slug)
    form = _form(request, questionnaire)
    context = {"matter": matter, "file": matter.file, "form": form, "is_open": is_open(matter)}
    if form.is_bound and form.is_valid():
        context["explanation"] = explain_answers(matter, form.answers, on=today_of(matter))
    return render(request, "portal/check.html", context)


def _form(request: HttpRequest, questionnaire: Questionnaire) -> QuestionsForm:
    questions = questionnaire.decisive
    if request.method != "POST":
        return QuestionsForm(questionnaire, questions, {})
    typed = with_rows_changed(request.POST)
    form = QuestionsForm(questionnaire, questions, {}, typed, must_be_answered=False)
    if not changes_rows(request.POST):
        return form
    form.is_valid()
    again = QuestionsForm(questionnaire, questions, {**form.answers})
    again.show_typed(typed)
    return again
