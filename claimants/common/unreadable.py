"""What the database cannot hold, such as a NUL in an address: the sender's mistake and not ours, so a 400."""

from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger(__name__)


class UnreadableIsABadRequest:
    """Answers with the page for bad requests when a value of the request was more than the database can read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, DataError):
            note_unreadable(request, exception)
            raise BadRequest("The database could not read a value.") from exception


def note_unreadable(request: HttpRequest, error: DataError) -> None:
    """Says where, in case it was ours after all. Never the message: it may quote what somebody wrote."""
    where = request.resolver_match.view_name if request.resolver_match else ""
    log.warning("request.unreadable", view=where, error=type(error.__cause__ or error).__name__)
