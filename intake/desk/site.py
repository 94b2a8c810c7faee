"""The desk: Django's admin in Unfold's dress, closed to everyone but staff who showed a second factor.

Nothing of the stock admin is reachable unless `intake/desk/urls.py` or a register lists it: no sign-in page of its
own, no password pages, no history, no autocomplete, no deletion.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.cache import add_never_cache_headers
from unfold.sites import UnfoldAdminSite

from claimants.common.exceptions import Refused
from claimants.common.unreadable import note_unreadable
from claimants.people.access import staff_with_mfa, way_to_the_desk

View = Callable[..., HttpResponseBase]

_UNREADABLE = "Something in this address or form cannot be read, so nothing was looked up or changed. Write it anew."
_SOMEONE_WAS_QUICKER = "Someone else was quicker, so nothing was changed. Look at how it stands now."


class DeskSite(UnfoldAdminSite):
    """The admin site at `/desk/`. `page` draws a page of ours in its frame."""

    site_title = "Desk"
    index_title = "What to do next"

    def has_permission(self, request: HttpRequest) -> bool:
        return staff_with_mfa(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Lets staff in and turns refusals into sentences. No page of the desk is kept by any cache."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.current_app = self.name
            response = self._answer(view, request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from intake.desk.urls import pages

        registers = [pattern for register in self._registry.values() for pattern in register.get_urls()]
        return [*pages(self), *registers]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the frame needs. The stock lists of models are not in it: `navigation` says where one can go."""
        from intake.desk.navigation import navigation

        return {
            "site_title": self.site_title,
            "has_permission": self.has_permission(request),
            "navigation": navigation(request),
            "available_apps": [],
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        return []

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        """One of our own templates in the desk's frame."""
        return TemplateResponse(request, template, {**self.each_context(request), "title": title, **context})

    def _answer(self, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return way_to_the_desk(request) or _drawn(view(request, *args, **kwargs))
        except PermissionDenied as refusal:
            return self._sentence(request, str(refusal) or "Your role does not open this page.", status=403)
        except Http404:
            if not staff_with_mfa(request):
                raise
            return self._sentence(request, "There is nothing at this address, or it is not filed yet.", status=404)
        except Refused as refusal:
            return self._back(request, str(refusal), kwargs)
        except IntegrityError:
            return self._back(request, _SOMEONE_WAS_QUICKER, kwargs)
        except DataError as error:
            note_unreadable(request, error)
            return self._sentence(request, _UNREADABLE, status=400)

    def _back(self, request: HttpRequest, sentence: str, address: dict[str, Any]) -> HttpResponse:
        """Says the sentence on the page that the refused act belongs to."""
        target = _page_of(address)
        if request.method == "GET" and request.path == target:
            return self._sentence(request, sentence, status=409)
        messages.error(request, sentence)
        return HttpResponseRedirect(target)

    def _sentence(self, request: HttpRequest, sentence: str, status: int) -> HttpResponse:
        if not staff_with_mfa(request):
            context = {"heading": "This page is not open to you", "paragraphs": [sentence]}
            return render(request, "_sentence_page.html", context, status=status)
        title = {400: "We could not read that", 403: "Not open to you", 404: "Nothing here"}.get(
            status, "That cannot be shown"
        )
        response = self.page(request, "desk/sentence.html", title, sentence=sentence)
        response.status_code = status
        return response.render()


def _page_of(address: dict[str, Any]) -> str:
    """Where what an act was about is shown: its claim, pass, version of a definition, campaign; else the first page."""
    for name, parts in (
        ("claim", ("path", "reference")),
        ("run", ("slug", "version", "run")),
        ("definition", ("slug", "version")),
        ("campaign", ("slug", "campaign")),
        ("template", ("slug", "template")),
        ("definitions", ("slug",)),
    ):
        if all(part in address for part in parts):
            return reverse(f"desk:{name}", args=[address[part] for part in parts])
    return reverse("desk:index")


def _drawn(response: HttpResponseBase) -> HttpResponseBase:
    """Drawn inside the guard, so that what a page finds out while it is drawn is answered there too."""
    return response.render() if isinstance(response, TemplateResponse) else response


desk = DeskSite(name="desk")
