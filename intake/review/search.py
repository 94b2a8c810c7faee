"""Finding a claim by what its claimant says: the reference, a name in any script, an e-mail address."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from claimants.common.references import ALPHABET, normalise
from claimants.matters.questions import Questionnaire
from claimants.people.models import Person, User
from intake.filing.models import ClaimQuerySet
from intake.filing.names import fold
from intake.review.models import SearchTerm

LONGEST_TERM = 80
MOST_TERMS = 24
MOST_FOUND = 200
_WORD = re.compile(r"[^\W_]+")
_EXACT_BELOW = 3
_LIKE_A_REFERENCE = re.compile(rf"[{ALPHABET}OIL]{{4}}[\s-]?[{ALPHABET}OIL]{{4}}", re.IGNORECASE)


def terms_of(texts: Iterable[str]) -> list[str]:
    """The words of names and the addresses in `texts`, folded alike for keeping and for asking; each once."""
    found: dict[str, None] = {}
    for text in texts:
        folded = fold(text)
        words = [folded.strip()] if "@" in folded else _WORD.findall(folded)
        found.update((word[:LONGEST_TERM], None) for word in words if word)
    return list(found)[:MOST_TERMS]


def names_in(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[str]:
    """What the answers give as the claimant's own name and e-mail address."""
    texts = []
    for page in questionnaire.pages:
        for question in page.questions:
            given = answers.get(question.id)
            if question.feeds == "contact:name" and given:
                texts.append(str(given["full"]) if isinstance(given, Mapping) else str(given))
            if question.feeds == "contact:email" and given:
                texts.append(str(given))
    return texts


def is_misread_reference(text: str) -> bool:
    """It has the shape of a reference with a digit in it, and its check character does not fit."""
    plain = text.strip()
    return bool(
        _LIKE_A_REFERENCE.fullmatch(plain) and any(sign.isdigit() for sign in plain) and normalise(plain) is None
    )


def find(claims: ClaimQuerySet, text: str) -> ClaimQuerySet:
    """Those of `claims` that `text` means: a reference, else the start of an address, else words of a name.

    Of a name that very many bear, only the first `MOST_FOUND` are found: the search stops there, and so is quick.
    """
    reference = normalise(text)
    if reference and claims.filter(reference=reference).exists():
        return claims.filter(reference=reference)
    terms = terms_of([text])
    if not terms:
        return claims.none()
    named = _named(claims, [terms[0]] if "@" in text else sorted(terms[:5], key=len, reverse=True))
    if "@" not in text:
        return claims.filter(pk__in=named)
    users = list(User.objects.filter(email__startswith=terms[0]).values_list("pk", flat=True)[:MOST_FOUND])
    people = list(Person.objects.filter(user__in=users).values_list("pk", flat=True))
    return claims.filter(Q(pk__in=named) | Q(filed_by__in=users) | Q(person__in=people))


def _named(claims: ClaimQuerySet, terms: list[str]) -> list[int]:
    """The first of `claims` that bear every term."""
    bearing = _having(terms[0])
    for term in terms[1:]:
        bearing = bearing.filter(Exists(_having(term).filter(claim=OuterRef("claim"))))
    among = bearing.filter(Exists(claims.filter(pk=OuterRef("claim"))))
    return list(dict.fromkeys(among.values_list("claim", flat=True)[:MOST_FOUND]))


def _having(term: str) -> QuerySet[SearchTerm]:
    """Rows of the term; as a beginning when it is long enough to tell people apart."""
    exactly = term.isascii() and len(term) < _EXACT_BELOW
    return SearchTerm.objects.filter(**({"term": term} if exactly else {"term__startswith": term}))
