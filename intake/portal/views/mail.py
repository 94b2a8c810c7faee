"""Mail for development: what would have gone out, newest first. With `DEV_MAIL` off there is no such page."""

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from intake.notices import mailbox
from intake.notices.mailbox import Kept

ON_A_PAGE = 50
_NOTHING_RUNS = {
    **{f"{what}-src": [NONE] for what in ("default", "script", "connect", "font")},
    "form-action": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


def in_development(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only where mail is kept to be looked at; anywhere else the address leads nowhere."""

    @never_cache
    @require_safe
    @wraps(view)
    def only_there(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEV_MAIL:
            raise Http404("Mail is not kept here.")
        return view(request, *args, **kwargs)

    return only_there


@in_development
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every message, newest first, or those to one address."""
    address = request.GET.get("to", "").strip()
    page = Paginator(mailbox.names(), ON_A_PAGE).get_page(request.GET.get("page"))
    messages = mailbox.messages(page.object_list)
    if address:
        messages = [message for message in mailbox.messages(mailbox.names()) if message.is_to(address)]
    return render(request, "portal/mail_list.html", {"mail": messages, "page": page, "address": address})


@in_development
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One message: who, what, its plain text, its HTML in a frame that may do nothing, its attachments."""
    response = render(request, "portal/mail_detail.html", {"message": _kept(name)})
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


@in_development
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a message as it was sent, on a page of its own that runs nothing and loads nothing."""
    response = HttpResponse(_kept(name).html)
    response._csp_replace = _NOTHING_RUNS  # type: ignore[attr-defined]
    return response


@in_development
def mail_attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One attachment, to be saved and never shown in the site's own name."""
    attachments = _kept(name).attachments
    if number >= len(attachments):
        raise Http404("This message has no such attachment.")
    attachment = attachments[number]
    response = HttpResponse(attachment.content, content_type=attachment.type)
    response.headers["Content-Disposition"] = attachment.disposition
    return response


def _kept(name: str) -> Kept:
    message = mailbox.message_named(name)
    if message is None:
        raise Http404("There is no such message.")
    return message
