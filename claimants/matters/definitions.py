"""The class definition and the questions that count for a matter now, ready to use."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection

from claimants.common.exceptions import Refused
from claimants.eligibility.document import Definition
from claimants.eligibility.evaluator import Compiled, compile_definition
from claimants.eligibility.facts import FactError, flatten
from claimants.eligibility.people import TruthTable, truth_table
from claimants.matters.digests import ByDigest, in_order
from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter, QuestionSet, whole

_COMPILED: ByDigest[Compiled] = ByDigest()
_TABLES: ByDigest[TruthTable] = ByDigest()
_TRIES = 2


def _all_but_the_document(model: type[ClassDefinition] | type[QuestionSet]) -> str:
    """The start of a plain statement. Every page that judges asks these, and a query is dear to put together."""
    columns = ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields if field.name != "document")
    return f"SELECT {columns} FROM {model._meta.db_table} WHERE matter_id = %s"  # noqa: S608


_IN_FORCE = f"{_all_but_the_document(ClassDefinition)} AND status = '{DefinitionStatus.IN_FORCE.value}'"
_HELD = f"{_IN_FORCE} FOR KEY SHARE"
_NEWEST = f"{_all_but_the_document(QuestionSet)} ORDER BY version DESC LIMIT 1"


def definition_in_force(matter: Matter) -> ClassDefinition:
    """The definition that decides now. Refused if the matter has none yet."""
    for found in ClassDefinition.objects.raw(_IN_FORCE, [matter.pk]):
        return found
    raise Refused(
        f"No class definition is in force in “{matter.caption}” yet. Two people must approve the proposed one."
    )


def definition_that_judges(matter: Matter) -> ClassDefinition:
    """The definition in force, held until the transaction ends: no other comes into force while this one judges.

    Many may judge at once (PostgreSQL's key share lock); SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        for _ in range(_TRIES):  # whoever waited for another to come into force finds it the second time
            for definition in ClassDefinition.objects.raw(_HELD, [matter.pk]):
                return definition
    return definition_in_force(matter)


class Rules(NamedTuple):
    """What counts for a matter at one moment: its questions and its class definition."""

    questions: QuestionSet
    definition: ClassDefinition


def rules_now(matter: Matter, *, to_judge: bool = False) -> Rules:
    """The questions and the definition that count now; `to_judge` holds the definition as `definition_that_judges`."""
    definition = definition_that_judges(matter) if to_judge else definition_in_force(matter)
    return Rules(current_questions(matter), definition)


def definition_numbered(matter: Matter, version: int) -> ClassDefinition:
    """One version, whatever its status. Refused if there is no such version."""
    found = ClassDefinition.objects.filter(matter=matter, version=version).first()
    if found is None:
        numbers = ", ".join(str(number) for number in matter.definitions.values_list("version", flat=True)) or "none"
        raise Refused(f"“{matter.caption}” has no class definition {version}. Its versions: {numbers}.")
    return found


def compiled(definition: ClassDefinition) -> Compiled:
    """The definition as closures, compiled once per content and process."""
    if definition.sha256 not in _COMPILED:
        whole(definition)
    return _COMPILED.get(
        definition.sha256, lambda: compile_definition(Definition.model_validate(in_order(definition.document)))
    )


def table_of(definition: ClassDefinition) -> TruthTable:
    """The table of representative people under the definition, made once per content and process."""
    return _TABLES.get(definition.sha256, lambda: truth_table(compiled(definition).definition))


def flat_facts(law: Compiled, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as this definition reads them. What it does not know, or reads otherwise, is unknown to it.

    Questions can be newer than the definition in force: they may already feed facts of a draft.
    """
    readable = dict(facts)
    while True:
        try:
            return flatten(readable, law.definition)
        except FactError as error:
            before = len(readable)
            readable = {k: v for k, v in readable.items() if k not in (error.fact, f"{error.fact}_complete")}
            if len(readable) == before:
                raise


def current_questions(matter: Matter) -> QuestionSet:
    """The newest version of the matter's questions: what drafts follow. Refused if nothing was loaded."""
    for found in QuestionSet.objects.raw(_NEWEST, [matter.pk]):
        return found
    raise Refused(f"“{matter.caption}” asks no questions yet. Load its matter file first.")
