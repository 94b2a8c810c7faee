"""The addresses of a claim's pages."""

from django.urls import reverse

from claimants.matters.questions import Page
from intake.filing.models import Claim


def claim_url(claim: Claim, name: str = "claim_detail") -> str:
    """One of a claim's own pages, by the name of its view."""
    return reverse(f"portal:{name}", kwargs={"under": claim.words.path, "reference": claim.reference})


def page_url(claim: Claim, page: Page | None) -> str:
    """A question page; without one, the page where answers are checked and signed."""
    if page is None:
        return claim_url(claim, "claim_check")
    kwargs = {"under": claim.words.path, "reference": claim.reference, "page_id": page.id}
    return reverse("portal:claim_page", kwargs=kwargs)
