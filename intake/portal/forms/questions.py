"""The form of some of a matter's questions. Its fields are made once per version of the questions and shared."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from claimants.matters.answers import AnswerError, clean
from claimants.matters.digests import MOST_KEPT
from claimants.matters.questions import Question, Questionnaire
from intake.portal.forms.posted import Raw, is_blank, posted, shown_from
from intake.portal.forms.widgets import AnswerWidget

OPENED = "Your answers brought up this question. Please answer it too."


class EmptyForm(forms.Form):
    """A form in which nobody has typed anything."""

    mistakes: dict[str, tuple[AnswerError, ...]] = {}


class AnswerBoundField(forms.BoundField):
    """Knows which pieces of the answer are mistaken, so that only their inputs are marked."""

    form: "EmptyForm | QuestionsForm"

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
        self._drawn: dict[str | None, str] = {}

    def drawn_empty(self) -> str:
        """The question without an answer: the same for everybody, so it is drawn once a language and process."""
        language = get_language()
        if language not in self._drawn:
            self._drawn[language] = draw(AnswerBoundField(EmptyForm(), self, self.question.id))
        return self._drawn[language]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> AnswerBoundField:
        return AnswerBoundField(form, self, field_name)


class EveryQuestion(LayoutObject):
    """Draws the questions of a form one after the other."""

    def render(self, form: "QuestionsForm", context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:
        return mark_safe("".join(form.drawn(id_) for id_ in form.fields))


class Waiting(NamedTuple):
    """A question that an answer to another would bring up: to which, with which values, and how it is drawn."""

    after: str
    shown_for: str
    drawn: str


class QuestionsForm(forms.Form):
    """Some questions in their order, filled from kept answers or from what was just posted.

    After `is_valid()`, `answers` holds every answer that makes sense, also when others do not: None means that an
    answer was taken back. `mistakes` are what is wrong, by question id; a question in `unanswered` is only empty.
    """

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.template = "portal/_form.html"
    helper.layout = Layout(EveryQuestion())

    def __init__(
        self, questionnaire: Questionnaire, questions: Iterable[Question], kept: Mapping[str, Any],
        data: QueryDict | None = None, *, must_be_answered: bool = True,
    ) -> None:  # fmt: skip
        self.questions = list(questions)
        self.must_be_answered = must_be_answered
        self.kept = kept
        self.typed = data
        self.answers: dict[str, Any] = {}
        self.mistakes: dict[str, tuple[AnswerError, ...]] = {}
        self.unanswered: set[str] = set()
        super().__init__(data=data, initial={})
        self._made = fields_of(questionnaire)
        for question in self.questions:
            if data is not None or question.is_shown(kept):
                self.fields[question.id] = self._made[question.id]
                self.initial[question.id] = shown_from(question, kept.get(question.id))

    def show_typed(self, data: QueryDict) -> None:
        """Fills the form with what was typed, judging nothing of it."""
        typed = {question.id: posted(question, data) for question in self.questions}
        self.initial.update((id_, raw) for id_, raw in typed.items() if raw is not None)

    def drawn(self, id_: str) -> str:
        """The question as HTML. One that is empty looks the same for everybody and is drawn once a process."""
        is_empty = not self.is_bound and self.initial.get(id_) is None
        return self._made[id_].drawn_empty() if is_empty else draw(self[id_])

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
        return any(self._made[question.id].widget.asks_for_country for question in self.questions)

    @property
    def waiting(self) -> list[Waiting]:
        """Questions that are not shown and that another answer on this page would bring up."""
        here = {question.id for question in self.questions}
        return [
            Waiting(question.show_if.question, " ".join(question.show_if.is_), self._made[question.id].drawn_empty())
            for question in self.questions
            if question.id not in self.fields and question.show_if and question.show_if.question in here
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
            self._complain(question, _asking_for(question) if question.is_shown(self.kept) else AnswerError(OPENED))
        elif raw is not None:
            self.answers[question.id] = None
            running.pop(question.id, None)

    def _typed(self, question: Question) -> Raw | None:
        return None if self.typed is None else posted(question, self.typed)

    def _complain(self, question: Question, *mistakes: AnswerError) -> None:
        self.mistakes[question.id] = mistakes
        self.add_error(question.id, [mistake.sentence for mistake in mistakes])


def fields_of(questionnaire: Questionnaire) -> dict[str, AnswerField]:
    """A field for every question, by question id; made once a process. What is kept holds on to the questions, so
    that no others can have their identity."""
    kept = _made.get(id(questionnaire))
    if kept is None:
        if len(_made) >= MOST_KEPT:
            _made.clear()
        kept = questionnaire, {question.id: AnswerField(question) for question in questionnaire.questions}
        _made[id(questionnaire)] = kept
    return kept[1]


def draw(field: forms.BoundField) -> str:
    """One question with what was typed and what is wrong with it."""
    return get_template("portal/_question.html").render({"field": field})


def piece_of(mistake: AnswerError) -> str:
    """The piece of the answer a mistake is about: ``, `from`, `complete`, `2` (the third row) or `2-country`."""
    row = "" if mistake.row is None else str(mistake.row - 1)
    return "-".join(piece for piece in (row, mistake.part) if piece)


def _asking_for(question: Question) -> AnswerError:
    """The sentence for a question that must be answered and was left empty."""
    try:
        clean(question, None)
    except AnswerError as mistake:
        return mistake
    return AnswerError("Answer this question.")


_made: dict[int, tuple[Questionnaire, dict[str, AnswerField]]] = {}
