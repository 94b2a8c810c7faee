"""The link by which somebody stops messages: a page with a button. Only pressing it, here or in a mail program, acts.

Programs that look into messages open every link, so opening it changes nothing. There is nothing to sign in to: the
link is known to the receiver of the message alone, and the page says nothing about them.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claimants.common.exceptions import Refused
from intake.campaigns.actions import stop_mail
from intake.notices.addressees import addressee_of
from intake.notices.addresses import CLAIM, COURT_NOTICE
from intake.notices.unsubscribing import ONE_CLICK, notice_of_token


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Says what the button does; does it; says that it was done. Twice is as good as once."""
    notice = notice_of_token(token)
    if notice is None:
        raise Http404("No message of ours has this link.")
    purpose = addressee_of(notice).purpose
    if purpose == CLAIM:
        raise Http404("Answers about one's own claim have no such link.")
    name, value = ONE_CLICK
    is_done = request.method == "POST" and request.POST.get(name) == value
    if is_done:
        try:
            stop_mail(notice=notice)
        except Refused as refusal:
            raise Http404(str(refusal)) from refusal
    context = {
        "is_done": is_done, "is_ordered": purpose == COURT_NOTICE, "field": name, "value": value,
        "matter": notice.matter,
    }  # fmt: skip
    return render(request, "portal/mail_stop.html", context)
