"""The portal, with a stopwatch in it: which part of a request's CPU goes where.

Sections exclude what other sections inside them took, but for `sessions`, which keeps its own queries. What no
section took is Django and the server. `GET /shares` answers with seconds by section and the number of queries.
"""

import functools
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

from django.contrib import auth  # noqa: E402
from django.contrib.sessions.middleware import SessionMiddleware  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.db.models.sql.compiler import SQLCompiler, SQLInsertCompiler, SQLUpdateCompiler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template.base import Template  # noqa: E402

from intake.wsgi import application as portal  # noqa: E402

_seconds: Counter[str] = Counter()
_running = threading.local()


@contextmanager
def _section(name: str) -> Any:
    stack = _running.__dict__.setdefault("stack", [])
    if stack and stack[-1][0] == "sessions":
        yield
        return
    stack.append([name, 0.0])
    started = time.thread_time()
    try:
        yield
    finally:
        took = time.thread_time() - started
        _, inside = stack.pop()
        _seconds[name] += took - inside
        if stack:
            stack[-1][1] += took


def _timed(owner: Any, name: str, section: str) -> None:
    original = getattr(owner, name)

    @functools.wraps(original)
    def timed(*args: Any, **kwargs: Any) -> Any:
        with _section(section):
            return original(*args, **kwargs)

    setattr(owner, name, timed)


class OwnLogic:
    """Innermost middleware: what a view takes is ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse:
        with _section("our own logic"):
            response: HttpResponse = view(request, *args, **kwargs)
            return response


def _counted(execute: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(execute)
    def counted(*args: Any, **kwargs: Any) -> Any:
        _seconds["queries"] += 1
        with _section("database and ORM"):
            return execute(*args, **kwargs)

    return counted


def _watch() -> None:
    from intake.portal.forms.questions import QuestionsForm
    from intake.portal.forms.signing import SignForm

    for form in (QuestionsForm, SignForm):
        _timed(form, "__init__", "forms")
        _timed(form, "full_clean", "forms")
    _timed(Template, "render", "templates")
    for step in ("process_request", "process_response"):
        _timed(SessionMiddleware, step, "sessions")
    _timed(auth, "get_user", "sessions")
    _timed(QuerySet, "_fetch_all", "database and ORM")
    for compiler in (SQLCompiler, SQLInsertCompiler, SQLUpdateCompiler):
        _timed(compiler, "execute_sql", "database and ORM")
    CursorWrapper.execute = _counted(CursorWrapper.execute)  # type: ignore[method-assign]
    CursorWrapper.executemany = _counted(CursorWrapper.executemany)  # type: ignore[method-assign]
    portal._view_middleware.append(OwnLogic(lambda request: HttpResponse()).process_view)


_watch()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/shares":
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(_seconds).encode()]
    return portal(environ, start_response)
