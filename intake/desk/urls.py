"""Every page of the desk that is not a register. What is not listed here or there does not exist."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter

from claimants.matters.stages import WORDS
from intake.desk.views import (
    claims,
    deciding,
    defining,
    definitions,
    doors,
    home,
    matters,
    notices,
    people,
    playground,
    queue,
    reviewing,
    roles,
    runs,
    tables,
)

if TYPE_CHECKING:
    from intake.desk.site import DeskSite


class ModePath:
    """The folder of a claim's pages: `registrations` or `claims`."""

    regex = "|".join(sorted({words.path for words in WORDS.values()}))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ModePath, "mode_path")

_VERSION = "matters/<slug:slug>/definitions/<int:version>/"
_RUN = f"{_VERSION}runs/<int:run>/"
_DEFINITIONS: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("matters/<slug:slug>/definitions/", definitions.definitions, "definitions"),
    (_VERSION, definitions.definition, "definition"),
    (f"{_VERSION}difference/", definitions.changed, "definition_difference"),
    (f"{_VERSION}people/", tables.people, "definition_people"),
    (f"{_VERSION}people.csv", tables.people_csv, "definition_people_csv"),
    (f"{_VERSION}approve/", tables.approve, "definition_approve"),
    (f"{_VERSION}playground/", playground.playground, "definition_playground"),
    (f"{_VERSION}start/", defining.start, "definition_start"),
    (f"{_VERSION}edit/", defining.edit, "definition_edit"),
    (f"{_VERSION}propose/", defining.propose, "definition_propose"),
    (f"{_VERSION}withdraw/", defining.withdraw, "definition_withdraw"),
    (f"{_VERSION}discard/", defining.discard, "definition_discard"),
    (f"{_VERSION}what-if/", defining.what_if, "what_if"),
    (f"{_VERSION}apply/", defining.apply, "definition_apply"),
    (_RUN, runs.run, "run"),
    (f"{_RUN}progress/", runs.progress, "run_progress"),
    (f"{_RUN}stop/", runs.stop, "run_stop"),
    (f"{_RUN}resume/", runs.resume, "run_resume"),
    (f"{_RUN}release/", runs.release, "run_release"),
]
_PAGES: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("", home.index, "index"),
    ("queue/", queue.queue, "queue"),
    ("next/", queue.take_next, "next"),
    ("declines/", queue.proposals, "proposals"),
    ("keys/", home.keys, "keys"),
    ("login/", doors.login, "login"),
    ("matters/<slug:slug>/", matters.matter, "matter"),
    ("notices/<code>/", notices.notice, "notice"),
    ("notices/<code>/settle/", notices.settle, "notice_settle"),
    ("mailboxes/<int:pk>/", people.confirm_mailbox, "mailbox_confirm"),
    ("roles/give/", roles.give, "role_give"),
    ("roles/log/", roles.log, "role_log"),
    ("roles/<int:pk>/", roles.role, "role"),
    ("<mode_path:path>/<reference>/", claims.claim, "claim"),
    ("<mode_path:path>/<reference>/signed/<int:version>/", claims.signed, "signed"),
    ("<mode_path:path>/<reference>/take/", reviewing.take, "take"),
    ("<mode_path:path>/<reference>/release/", reviewing.release, "release"),
    ("<mode_path:path>/<reference>/no-conflict/", reviewing.clear, "clear"),
    ("<mode_path:path>/<reference>/conflict/", reviewing.conflict, "conflict"),
    ("<mode_path:path>/<reference>/note/", reviewing.note, "note"),
    ("<mode_path:path>/<reference>/ask/", reviewing.ask, "ask"),
    ("<mode_path:path>/<reference>/accept/", deciding.accept, "accept"),
    ("<mode_path:path>/<reference>/keep-on-file/", deciding.keep_on_file, "keep_on_file"),
    ("<mode_path:path>/<reference>/decline/", deciding.decline, "decline"),
    ("<mode_path:path>/<reference>/confirm/", deciding.second, "second"),
    ("<mode_path:path>/<reference>/send-back/", deciding.send_back, "send_back"),
    ("<mode_path:path>/<reference>/reverse/", deciding.reverse, "reverse"),
    ("<mode_path:path>/<reference>/erase/", people.erase, "erase"),
    ("<mode_path:path>/<reference>/mailbox/", people.propose_mailbox, "mailbox"),
]


def pages(site: "DeskSite") -> list[URLPattern]:
    own = [path(route, site.admin_view(view), name=name) for route, view, name in [*_PAGES, *_DEFINITIONS]]
    return [*own, path("jsi18n/", site.admin_view(site.i18n_javascript, cacheable=True), name="jsi18n")]
