"""Recipients from the claims of a matter, streamed."""

import json
from collections.abc import Generator, Iterable
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claimants.matters.kinds import Kind
from claimants.matters.models import Matter
from intake.assessments.models import Assessment
from intake.campaigns.lines import Line
from intake.campaigns.sources import ClaimsSource
from intake.filing.models import Claim, Erasure, SubmissionPayload
from intake.notices.words import lines, one_line

VARIABLES = frozenset({"name", "reference"})
"""What a claim brings: the name last signed with, and the reference."""

_CHUNK = 5_000
_COLUMNS: tuple[str, ...] = ("pk", "reference", "language", "to", "address", "is_reachable")
_SAME = ("city", "region", "postcode", "country")


def claims_of(matter: Matter, source: ClaimsSource) -> QuerySet[Claim]:
    """The claims that are meant: none that was erased, and none whose person can no longer be reached."""
    claims = Claim.objects.filter(matter=matter, state__in=source.chosen_states)
    claims = claims.exclude(pk__in=Erasure.objects.filter(claim__matter=matter).values("claim"))
    if source.modes:
        claims = claims.filter(mode__in=source.modes)
    if source.languages:
        claims = claims.filter(language__in=source.languages)
    if source.outcomes:
        claims = claims.filter(pk__in=Assessment.objects.filter(outcome__in=source.outcomes).values("claim"))
    claims = claims.annotate(
        to=Coalesce("filed_by", "person__user"),
        address=Coalesce("filed_by__email", "person__user__email"),
        is_reachable=Coalesce("filed_by__is_active", "person__user__is_active"),
    )
    if source.on_paper:
        return claims
    return claims.filter(Q(filed_by__is_active=True) | Q(filed_by__isnull=True, person__user__is_active=True))


def lines_from_claims(
    matter: Matter, source: ClaimsSource, languages: frozenset[str], otherwise: str, *, with_names: bool
) -> Generator[Line, None, None]:
    """A line for each claim. Who reads a language that no template is in gets the one of `otherwise`.

    The postal address is the one in the answers last signed, with the name under which they were signed.
    """
    claims, columns = claims_of(matter, source).order_by("pk"), _COLUMNS
    signed = SubmissionPayload.objects.filter(claim=OuterRef("pk")).order_by("-submission__version")
    answers = {f"answer_{number}": f"answers__{one}" for number, one in enumerate(_postal_questions(matter))}
    claims = claims.annotate(**{name: Subquery(signed.values(path)[:1]) for name, path in answers.items()})
    if with_names or answers:
        claims, columns = claims.annotate(name=Subquery(signed.values("typed_name")[:1])), (*columns, "name")
    rows = claims.values_list(*columns, *answers)
    for pk, reference, language, to, address, is_reachable, *signed_with in rows.iterator(chunk_size=_CHUNK):
        name = one_line(signed_with[0] or "") if signed_with else ""
        values = {"reference": reference}
        if with_names and name:
            values["name"] = name
        yield Line(
            language=language if language in languages else otherwise,
            addresses=[address] if is_reachable and address else [],
            values=values,
            postal=_postal(signed_with[1:], name),
            claim_id=pk,
            user_id=to if is_reachable else None,
        )


def _postal_questions(matter: Matter) -> list[str]:
    """The ids of the questions for a postal address, in every version of what the matter asks, the newest first."""
    asked = [one.questionnaire for one in matter.question_sets.order_by("-version")]
    found = [question.id for one in asked for question in one.questions if question.kind == Kind.POSTAL_ADDRESS]
    return list(dict.fromkeys(found))


def _postal(answers: Iterable[Any], name: str) -> dict[str, str]:
    """The first answer that is an address, in the columns of a list. Some countries have no city: then the region."""
    for answer in answers:
        read = json.loads(answer) if isinstance(answer, str) else answer
        if not isinstance(read, dict) or not str(read.get("lines") or "").strip():
            continue
        parts = {part: one_line(str(value or "")) for part, value in read.items() if part in _SAME}
        street, *rest = lines(str(read["lines"]))
        parts["city"] = parts.get("city") or parts.get("region") or parts.get("country", "")
        found = {"name": name, "address_1": street, "address_2": ", ".join(rest), **parts}
        return {part: value for part, value in found.items() if value}
    return {}
