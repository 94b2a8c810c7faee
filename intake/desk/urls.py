"""Every page of the desk that is not a register. What is not listed here or there does not exist."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter

from claimants.matters.stages import WORDS
from intake.desk.views import claims, deciding, doors, home, matters, notices, people, queue, reviewing, roles

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
    own = [path(route, site.admin_view(view), name=name) for route, view, name in _PAGES]
    return [*own, path("jsi18n/", site.admin_view(site.i18n_javascript, cacheable=True), name="jsi18n")]
