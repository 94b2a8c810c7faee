"""Who may come to a page, and what no browser or search engine may keep of it."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.filing.access import own_claim
from intake.portal.views.resend import send_again

View = Callable[..., HttpResponse]


class Visit(HttpRequest):
    """A request by somebody who is signed in."""

    user: User


def private(view: View) -> View:
    """Nobody keeps a copy: no browser, no proxy, no search engine, no report of an error."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def kept_by_nobody(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refused as refused:
            response = not_possible(request, str(refused))
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return kept_by_nobody


def signed_in(view: View) -> View:
    """Only someone who has signed in. What a signed-out form brought is given back, to be sent again."""

    @private
    @wraps(view)
    def for_the_signed_in(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return send_again(request, signed_out=True)
        return HttpResponseRedirect(sign_in_url(request.get_full_path()))

    return for_the_signed_in


def claimant(view: View) -> View:
    """Only the person whose claim it is; for everybody else there is no such page. Hands the claim to the view."""

    @signed_in
    @wraps(view)
    def with_own_claim(request: Visit, under: str, reference: str, **kwargs: object) -> HttpResponse:
        return view(request, own_claim(request.user, reference, under), **kwargs)

    return with_own_claim


def not_possible(request: HttpRequest, sentence: str) -> HttpResponse:
    """Something the rules do not allow now, with the sentence that says so."""
    context = {
        "heading": "That is not possible now",
        "paragraphs": [sentence, "Nothing was changed, and nothing you gave is lost."],
        "next_url": reverse("portal:matter_list"),
        "next_label": "Go to the list of cases",
    }
    return render(request, "_sentence_page.html", context, status=409)


def sign_in_url(back_to: str) -> str:
    return f"{reverse('portal:sign_in')}?{urlencode({'next': back_to})}"
