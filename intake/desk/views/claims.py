"""One page a claim, and what was signed, word for word."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from claimants.people.roles import Power
from intake.desk.acts import offers, refusals
from intake.desk.dossier import dossier_of
from intake.desk.forms.review import NoteForm
from intake.desk.reach import reach_of, reader
from intake.desk.site import desk
from intake.filing.access import mode_of_path, staff_claim
from intake.filing.models import Claim, SubmissionPayload
from intake.review.actions import log_read
from intake.review.policies import check_may_read, is_own


def claim_at(request: HttpRequest, path: str, reference: str) -> Claim:
    """The filed claim at this address, for staff of its matter; anyone else gets a sentence."""
    claim = staff_claim(reader(request), reference)
    if claim.mode != mode_of_path(path):
        raise Http404
    if is_own(reader(request), claim):
        raise PermissionDenied(
            f"You filed this {claim.words.thing} yourself, or it is about you. Someone else works on it; you see it "
            "where you filed it."
        )
    return claim


@require_safe
def claim(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    filed = claim_at(request, path, reference)
    dossier = dossier_of(filed)
    log_read(claim=filed, by=reader(request), narrative=dossier.is_open)
    reach, possible = reach_of(request), offers(dossier, reader(request))
    return desk.page(
        request,
        "desk/claim.html",
        f"{filed.words.thing.capitalize()} {filed.reference}",
        dossier=dossier,
        claim=filed,
        words=filed.words,
        offers=possible,
        refused=refusals(possible),
        nothing_offered=all(offer.refusal for offer in possible),
        may_review=reach.has(Power.REVIEW, filed.matter_id),
        note_form=NoteForm(),
        may_note=dossier.is_open and reach.has(Power.REVIEW, filed.matter_id),
        now=timezone.now(),
    )


@require_safe
def signed(request: HttpRequest, path: str, reference: str, version: int) -> HttpResponse:
    filed = claim_at(request, path, reference)
    check_may_read(filed)
    payload = get_object_or_404(
        SubmissionPayload.objects.select_related("submission__signed_by"), claim=filed, submission__version=version
    )
    log_read(claim=filed, by=reader(request), narrative=True)
    return desk.page(
        request, "desk/signed.html", f"Signed text {version} of {filed.reference}", claim=filed, payload=payload,
        zone=filed.matter.file.court_time_zone,
    )  # fmt: skip
