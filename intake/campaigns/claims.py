"""Recipients from the claims of a matter, streamed."""

from collections.abc import Generator

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claimants.matters.models import Matter
from intake.assessments.models import Assessment
from intake.campaigns.lines import Line
from intake.campaigns.sources import ClaimsSource
from intake.filing.models import Claim, Erasure, SubmissionPayload
from intake.notices.words import one_line

VARIABLES = frozenset({"name", "reference"})
"""What a claim brings: the name last signed with, and the reference."""

_CHUNK = 5_000


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
    """A line for each claim. Who reads a language that no template is in gets the one of `otherwise`."""
    claims, columns = claims_of(matter, source).order_by("pk"), ["pk", "reference", "language", "to", "address"]
    if with_names:
        signed = SubmissionPayload.objects.filter(claim=OuterRef("pk")).order_by("-submission__version")
        claims = claims.annotate(name=Subquery(signed.values("typed_name")[:1]))
    rows = claims.values_list(*columns, "is_reachable", *(["name"] if with_names else []))
    for pk, reference, language, to, address, is_reachable, *name in rows.iterator(chunk_size=_CHUNK):
        values = {"reference": reference}
        if name and name[0]:
            values["name"] = one_line(name[0])
        yield Line(
            language=language if language in languages else otherwise,
            addresses=[address] if is_reachable and address else [],
            values=values,
            claim_id=pk,
            user_id=to if is_reachable else None,
        )
