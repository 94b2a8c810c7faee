"""The form of some of a matter's questions. Its fields are made once per version of the questions and shared."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from claimants.matters.answers import AnswerError, clean
from claimants.matters.models import QuestionSet
from claimants.matters.questions import Question
from intake.portal.forms.posted import Raw, is_blank, posted, shown_from
from intake.portal.forms.widgets import AnswerWidget

OPENED = "Your answers brought up this question. Please answer it too."


class AnswerBoundField(forms.BoundField):
    """Knows which pieces of the answer are mistaken, so that only their inputs are marked."""

    form: "QuestionsForm"

    def id_of_piece(self, piece: str) -> str:
        """The id of the first input of a piece of the answer."""
        widget = cast(AnswerWidget, self.field.widget)
        return widget.id_of_piece(self.auto_id, piece)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        mistakes = self.form.mistakes.get(self.name, ())
        return {**built, "mistaken": frozenset(piece_of(mistake) for mistake in mistakes)}


class AnswerField(forms.Field):
    """One question. Its value is what was typed; `claimants.matters.answers` makes an answer of it."""

    def __init__(self, question: Question) -> None:
        super().__init__(
            label=question.label, help_text=question.help or "", required=False, widget=AnswerWidget(question)
        )
        self.question = question

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> AnswerBoundField:
        return AnswerBoundField(form, self, field_name)


class QuestionsForm(forms.Form):
    """Some questions in their order, filled from kept answers or from what was just posted.

    After `is_valid()`, `answers` holds every answer that makes sense, also when others do not: None means that an
    answer was taken back. `mistakes` are what is wrong, by question id; a question in `unanswered` is only empty.
    """

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.field_template = "portal/_question.html"

    def __init__(
        self, question_set: QuestionSet, questions: Iterable[Question], kept: Mapping[str, Any],
        data: QueryDict | None = None, *, must_be_answered: bool = True,
    ) -> None:  # fmt: skip
        self.question_set = question_set
        self.questions = list(questions)
        self.must_be_answered = must_be_answered
        self.kept = kept
        self.typed = data
        self.answers: dict[str, Any] = {}
        self.mistakes: dict[str, tuple[AnswerError, ...]] = {}
        self.unanswered: set[str] = set()
        super().__init__(data=data, initial={})
        made = fields_of(question_set)
        for question in self.questions:
            if data is not None or question.is_shown(kept):
                self.fields[question.id] = made[question.id]
                self.initial[question.id] = shown_from(question, kept.get(question.id))

    def show_typed(self, data: QueryDict) -> None:
        """Fills the form with what was typed, judging nothing of it."""
        typed = {question.id: posted(question, data) for question in self.questions}
        self.initial.update((id_, raw) for id_, raw in typed.items() if raw is not None)

    @property
    def has_mistakes(self) -> bool:
        """Something was typed that makes no sense; an empty answer is no mistake."""
        return bool(self.mistakes.keys() - self.unanswered)

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """Each mistake: the id of the input it is about, the question, the sentence."""
        return [
            (cast(AnswerBoundField, self[id_]).id_of_piece(piece_of(mistake)), str(self[id_].label), mistake.sentence)
            for id_, mistakes in self.mistakes.items()
            for mistake in mistakes
        ]

    @property
    def has_countries(self) -> bool:
        fields = [*self.fields.values(), *(bound.field for bound in self.waiting)]
        return any(field.widget.asks_for_country for field in fields)

    @cached_property
    def waiting(self) -> list[forms.BoundField]:
        """Questions that are not shown, and that another answer on this page would bring up."""
        here = {question.id for question in self.questions}
        hidden = [question for question in self.questions if question.id not in self.fields]
        made = fields_of(self.question_set)
        return [
            made[question.id].get_bound_field(self, question.id)
            for question in hidden
            if question.show_if and question.show_if.question in here
        ]

    def _clean_fields(self) -> None:
        """Question by question, so that an answer decides at once whether a later question is asked."""
        running = dict(self.kept)
        for question in self.questions:
            if question.is_shown(running):
                self._clean_one(question, self._typed(question), running)
            else:
                del self.fields[question.id]

    def _clean_one(self, question: Question, raw: Raw | None, running: dict[str, Any]) -> None:
        if raw is None and question.id in running:
            return
        if is_blank(raw):
            self._leave_blank(question, raw, running)
            return
        try:
            running[question.id] = self.answers[question.id] = clean(question, raw)
        except AnswerError as mistake:
            self._complain(question, *mistake.all)

    def _leave_blank(self, question: Question, raw: Raw | None, running: dict[str, Any]) -> None:
        if question.required and self.must_be_answered:
            self.unanswered.add(question.id)
            was_asked = raw is not None or not self._asked_anything()
            self._complain(question, _asking_for(question, was_asked=was_asked))
        elif raw is not None:
            self.answers[question.id] = None
            running.pop(question.id, None)

    def _typed(self, question: Question) -> Raw | None:
        return None if self.typed is None else posted(question, self.typed)

    def _complain(self, question: Question, *mistakes: AnswerError) -> None:
        self.mistakes[question.id] = mistakes
        self.add_error(question.id, [mistake.sentence for mistake in mistakes])

    def _asked_anything(self) -> bool:
        """Whether the posted form asked any of these questions at all."""
        return any(self._typed(question) is not None for question in self.questions)


def fields_of(question_set: QuestionSet) -> dict[str, AnswerField]:
    """A field for every question of this version, by question id; made once a process."""
    if question_set.sha256 not in _made:
        _made[question_set.sha256] = {
            question.id: AnswerField(question) for question in question_set.questionnaire.questions
        }
    return _made[question_set.sha256]


def piece_of(mistake: AnswerError) -> str:
    """The piece of the answer a mistake is about: ``, `from`, `complete`, `2` (the third row) or `2-country`."""
    row = "" if mistake.row is None else str(mistake.row - 1)
    return "-".join(piece for piece in (row, mistake.part) if piece)


def _asking_for(question: Question, *, was_asked: bool) -> AnswerError:
    """The sentence for a question left empty, or one that only this form's answers brought up."""
    if not was_asked:
        return AnswerError(OPENED)
    try:
        clean(question, None)
    except AnswerError as mistake:
        return mistake
    return AnswerError("Answer this question.")


_made: dict[str, dict[str, AnswerField]] = {}
