"""Whether the questions, the facts and the class definition of a file belong together."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from claimants.eligibility.document import Definition
from claimants.eligibility.facts import SYSTEM_FACTS, FactKind, FactSpec
from claimants.eligibility.shapes import Problem, Problems
from claimants.eligibility.vocabulary import accepted_values
from claimants.matters.answered_places import country_codes, state_codes
from claimants.matters.kinds import COLUMN_FACT_KINDS, FACT_KINDS, NEEDS, ColumnKind, Kind
from claimants.matters.question_checks import problems_of_questions

if TYPE_CHECKING:
    from claimants.matters.files import MatterFile
    from claimants.matters.questions import Question, Questionnaire

Place = tuple[str | int, ...]


def problems_between(file: "MatterFile") -> Problems:
    """Every disagreement: facts no question feeds, questions that feed nothing, kinds that do not fit."""
    places = list(_places(file))
    yield from problems_of_questions(file.questions)
    fed: dict[str, Place] = {}
    for place, question in places:
        yield from _problems_of_feed(place, question, file.definition)
        for fact in question.facts:
            if fact in fed:
                yield Problem((*place, "feeds"), f"the fact {fact!r} is fed by an earlier question already.")
            fed.setdefault(fact, place)
    if file.questions.pages:
        yield from _problems_of_facts(file.definition, set(fed))
    yield from _problems_of_limitations(file)
    yield from _problems_of_places(file.definition, [question for _, question in places])


def problems_of_definition(definition: Definition, questionnaire: "Questionnaire") -> Problems:
    """The same for a definition apart from its file: what it asks that the matter's questions do not answer."""
    questions = [question for page in questionnaire.pages for question in page.questions]
    fed = {fact for question in questions for fact in question.facts}
    for problem in [*_problems_of_facts(definition, fed), *_problems_of_places(definition, questions)]:
        yield Problem(problem.path[1:], problem.sentence)
    for question in questions:
        spec = definition.facts.get(question.fact or "")
        if spec is not None and spec.kind not in FACT_KINDS[question.kind]:
            can = " or ".join(sorted(FACT_KINDS[question.kind])) or "no fact at all"
            yield Problem(
                ("facts", question.fact or "", "kind"),
                f"{question.fact!r} is asked by a {question.kind} question, which can feed {can}.",
            )


def _places(file: "MatterFile") -> Iterator[tuple[Place, "Question"]]:
    for number, page in enumerate(file.questions.pages):
        for place, question in enumerate(page.questions):
            yield ("questions", "pages", number, "questions", place), question


def _problems_of_feed(place: Place, question: "Question", definition: Definition) -> Problems:
    if question.feeds == "options":
        if question.kind != Kind.CHOICES or not any(option.fact for option in question.options):
            yield Problem((*place, "feeds"), "`options` is for a `choices` question whose options name their facts.")
    elif not question.feeds.startswith("fact:"):
        if question.feeds not in NEEDS:
            known = ", ".join(["fact:…", *NEEDS])
            yield Problem((*place, "feeds"), f"nothing is called {question.feeds!r}. A question feeds one of: {known}.")
        elif question.kind not in NEEDS[question.feeds]:
            expected = " or ".join(sorted(NEEDS[question.feeds]))
            yield Problem((*place, "kind"), f"a question that feeds {question.feeds} is of kind {expected}.")
    if question.fact is not None:
        yield from _problems_of_fact(place, question, question.fact, definition)
    for number, option in enumerate(question.options):
        spec = definition.facts.get((option.fact or "").removeprefix("fact:"))
        if option.fact and (question.kind != Kind.CHOICES or question.feeds != "options"):
            yield Problem(
                (*place, "options", number, "fact"), "only options of a question with `feeds: options` name facts."
            )
        elif option.fact and (spec is None or spec.kind != FactKind.YES_NO):
            yield Problem((*place, "options", number, "fact"), "an option feeds a declared fact of kind yes_no.")


def _problems_of_fact(place: Place, question: "Question", fact: str, definition: Definition) -> Problems:
    key = "feeds" if question.feeds == f"fact:{fact}" else "also"
    spec = definition.facts.get(fact)
    if fact in SYSTEM_FACTS:
        yield Problem((*place, key), f"the portal supplies {fact!r} itself; no question feeds it.")
    elif spec is None:
        yield Problem((*place, key), f"{fact!r} is not a fact of the definition. Facts: {', '.join(definition.facts)}.")
    elif fact not in definition.facts_used:
        yield Problem(
            (*place, key),
            f"no criterion and no flag asks about {fact!r}, so this question serves nothing. Use the fact in the "
            "definition, or drop the question.",
        )
    elif spec.kind not in FACT_KINDS[question.kind]:
        can = " or ".join(sorted(FACT_KINDS[question.kind])) or "no fact at all"
        yield Problem((*place, key), f"{fact!r} is of kind {spec.kind}; a {question.kind} question can feed {can}.")
    else:
        yield from _problems_of_values(place, question, fact, spec)


def _problems_of_values(place: Place, question: "Question", fact: str, spec: FactSpec) -> Problems:
    for number, option in enumerate(question.options):
        if spec.values and option.value not in spec.values:
            yield Problem(
                (*place, "options", number, "value"),
                f"{option.value!r} is not a value of the fact {fact!r}. Values: {', '.join(spec.values)}.",
            )
    for number, column in enumerate(question.fields):
        if column.id not in spec.fields:
            yield Problem((*place, "fields", number, "id"), f"the fact {fact!r} has no field {column.id!r}.")
        elif spec.fields[column.id] != COLUMN_FACT_KINDS[column.kind]:
            yield Problem(
                (*place, "fields", number, "kind"),
                f"the fact's field {column.id!r} is of kind {spec.fields[column.id]}; this column is not.",
            )
    asked = {column.id for column in question.fields}
    for name in (name for name in spec.fields if name not in asked):
        yield Problem(
            (*place, "fields"), f"the fact {fact!r} has the field {name!r}, and this question does not ask for it."
        )


def _problems_of_facts(definition: Definition, fed: set[str]) -> Problems:
    for fact in sorted(definition.facts_used - fed - set(SYSTEM_FACTS)):
        yield Problem(
            ("definition", "facts", fact),
            f"a criterion or flag asks about {fact!r}, and no question feeds it. Add one with `feeds: fact:{fact}`.",
        )
    for fact in sorted(set(definition.facts) - definition.facts_used - fed):
        yield Problem(("definition", "facts", fact), f"no criterion and no flag asks about {fact!r}; remove it.")


def _problems_of_limitations(file: "MatterFile") -> Problems:
    for number, limitation in enumerate(file.limitations):
        spec = file.definition.facts.get(limitation.runs_from or "")
        if limitation.runs_from and (spec is None or spec.kind != FactKind.DATE):
            yield Problem(
                ("limitations", number, "runs_from"),
                f"{limitation.runs_from!r} is not a fact of kind date. Leave it out to count from `default_from` only.",
            )


def _problems_of_places(definition: Definition, questions: list["Question"]) -> Problems:
    """Values that no answer can have, such as USA where a country is two letters."""
    possible = dict(_possible_values(questions))
    for collection in ("criteria", "flags"):
        for number, item in enumerate(getattr(definition, collection)):
            for asked, values in _values_asked(item.test, definition):
                for value in values:
                    if asked in possible and value not in possible[asked]:
                        yield Problem(
                            ("definition", collection, number, "test"),
                            f"{value!r} can never be an answer for {'.'.join(filter(None, asked))!r}; correct it.",
                        )


def _possible_values(questions: list["Question"]) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
    for question in questions:
        if question.fact is None:
            continue
        if (values := _values_of(question)) is not None:
            yield (question.fact, ""), values
        for column in question.fields:
            if (values := _values_of(column)) is not None:
                yield (question.fact, column.id), values


def _values_of(asked: Any) -> frozenset[str] | None:
    if asked.kind in (Kind.COUNTRY, ColumnKind.COUNTRY):
        return frozenset(country_codes().values())
    if asked.kind in (Kind.US_STATE, ColumnKind.US_STATE):
        return frozenset(state_codes().values())
    if asked.kind in (Kind.CHOICE, ColumnKind.CHOICE):
        return frozenset(option.value for option in asked.options)
    return None


def _values_asked(form: Any, definition: Definition) -> Iterator[tuple[tuple[str, str], tuple[Any, ...]]]:
    """Every fact, or column of a list, that a test compares with values."""
    for part in form.parts():
        yield from _values_asked(part, definition)
    where = getattr(form, "where", None) or {}
    fact = getattr(form, "fact", None)
    for name, conditions in (where if fact is None else {fact: where}).items():
        for column, accepted in conditions.items():
            yield (name, column), accepted_values(accepted, definition.terms)
    if fact is not None and (listed := getattr(form, "list", None) or getattr(form, "values", None)):
        yield (fact, ""), definition.lists[listed] if isinstance(listed, str) else tuple(listed)
