"""Who may see which claim. Someone else's claim does not exist."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from claimants.common.exceptions import Refused
from claimants.common.references import normalise
from claimants.matters.models import Matter
from claimants.matters.stages import WORDS, Mode
from claimants.people.models import Person, User
from claimants.people.roles import Power, has_power, matters_for
from intake.filing import tokens
from intake.filing.fetching import claim_named
from intake.filing.models import Claim, ClaimQuerySet, Submission, SubmissionPayload
from intake.filing.states import State

_BEGUN = f"""
    SELECT claim.* FROM {Claim._meta.db_table} claim
    WHERE claim.matter_id = %s AND claim.state <> '{State.WITHDRAWN.value}' AND claim.id IN (
        SELECT id FROM {Claim._meta.db_table} WHERE filed_by_id = %s
        UNION SELECT about.id FROM {Claim._meta.db_table} about
        JOIN {Person._meta.db_table} person ON person.id = about.person_id WHERE person.user_id = %s
    ) ORDER BY claim.id
"""  # noqa: S608
_MODE_OF_PATH = {words.path: mode for mode, words in WORDS.items()}


def mode_of_path(path: str) -> Mode:
    """The mode whose pages lie under `path` (`registrations` or `claims`); 404 for anything else."""
    if path not in _MODE_OF_PATH:
        raise Http404
    return _MODE_OF_PATH[path]


def own_claims(user: User) -> ClaimQuerySet:
    """What the user filed, for themselves or for someone else, with its matter in the same query.

    Two questions joined: asked as one with “or”, a database goes through everybody's.
    """
    filed, about = Claim.objects.filter(filed_by=user), Claim.objects.filter(person__user=user)
    return Claim.objects.with_matter().filter(pk__in=filed.values("pk").union(about.values("pk")))


def begun_in(matter: Matter, user: User) -> list[Claim]:
    """What the user has begun or filed in the matter and not withdrawn: `own_claims`, as a plain statement."""
    return list(Claim.objects.raw(_BEGUN, [matter.pk, user.pk, user.pk]))


def own_claim(user: User, reference: str, path: str) -> Claim:
    """The user's own claim, or 404: also when it exists and is someone else's."""
    claim = claim_named(normalise(reference) or "", mode_of_path(path).value)
    if claim is None:
        raise Http404
    if claim.filed_by_id == user.pk:
        claim.filed_by = user
    elif claim.person.user_id != user.pk:
        raise Http404
    return claim


def signed_with(claim: Claim, token: str) -> Submission | None:
    """The submission that was made with this token of a check page, if one was."""
    try:
        key = tokens.read(token).key
    except Refused:
        return None
    return Submission.objects.filter(claim=claim, token=key).first()


def signature_before(claim: Claim) -> str:
    """The name last typed to sign the claim; empty while nothing is signed, and once it is erased."""
    if claim.state == State.DRAFT:
        return ""
    names = SubmissionPayload.objects.filter(claim=claim).order_by("-submission__version")
    return names.values_list("typed_name", flat=True).first() or ""


def staff_claims(user: User) -> ClaimQuerySet:
    """Every filed claim in the matters this member of staff may read."""
    return Claim.objects.with_matter().filed().filter(matter__in=matters_for(user, Power.READ))


def staff_claim(user: User, reference: str) -> Claim:
    """A filed claim for staff; PermissionDenied with a sentence when its matter is not theirs."""
    normal = normalise(reference)
    claim = Claim.objects.with_matter().filed().filter(reference=normal).first() if normal else None
    if claim is None:
        raise Http404
    if not has_power(user, claim.matter, Power.READ):
        raise PermissionDenied("You have no role in this matter. Ask its administrator for one.")
    return claim
