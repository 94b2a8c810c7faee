"""Every page of the desk that is not a register. What is not listed here or there does not exist."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter

from claimants.matters.stages import WORDS
from intake.desk.views import (
    addresses,
    campaign_messages,
    campaign_notices,
    campaign_preparing,
    campaign_running,
    campaigns,
    claims,
    deciding,
    declarations,
    defining,
    definitions,
    doors,
    health,
    home,
    letters,
    list_erasure,
    mail_reports,
    matters,
    notices,
    people,
    playground,
    queue,
    reviewing,
    roles,
    runs,
    tables,
    templates,
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
_DEFINITIONS: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
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
_CAMPAIGN = "matters/<slug:slug>/campaigns/<int:campaign>/"
_CAMPAIGNS: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
    ("matters/<slug:slug>/campaigns/", campaigns.campaigns, "campaigns"),
    ("matters/<slug:slug>/campaigns/new/", campaigns.new, "campaign_new"),
    ("matters/<slug:slug>/erase-from-lists/", list_erasure.list_erasure, "list_erasure"),
    ("matters/<slug:slug>/templates/", templates.templates, "templates"),
    ("matters/<slug:slug>/templates/new/", templates.new, "template_new"),
    ("matters/<slug:slug>/templates/<int:template>/", templates.template, "template"),
    (_CAMPAIGN, campaigns.campaign, "campaign"),
    (f"{_CAMPAIGN}progress/", campaigns.progress, "campaign_progress"),
    (f"{_CAMPAIGN}edit/", campaigns.edit, "campaign_edit"),
    (f"{_CAMPAIGN}log/", campaigns.log, "campaign_log"),
    (f"{_CAMPAIGN}messages/", campaign_messages.messages, "campaign_messages"),
    (f"{_CAMPAIGN}messages/<int:place>/", campaign_messages.message, "campaign_message"),
    (f"{_CAMPAIGN}words/", campaign_preparing.words, "campaign_words"),
    (f"{_CAMPAIGN}limits/", campaign_preparing.limits, "campaign_limits"),
    (f"{_CAMPAIGN}freeze/", campaign_preparing.freeze, "campaign_freeze"),
    (f"{_CAMPAIGN}rehearse/", campaign_preparing.rehearse, "campaign_rehearse"),
    (f"{_CAMPAIGN}approve/", campaign_preparing.approve, "campaign_approve"),
    (f"{_CAMPAIGN}withdraw/", campaign_preparing.withdraw, "campaign_withdraw"),
    (f"{_CAMPAIGN}start/", campaign_running.start, "campaign_start"),
    (f"{_CAMPAIGN}pause/", campaign_running.pause, "campaign_pause"),
    (f"{_CAMPAIGN}resume/", campaign_running.resume, "campaign_resume"),
    (f"{_CAMPAIGN}drain/", campaign_running.drain, "campaign_drain"),
    (f"{_CAMPAIGN}propose-cancel/", campaign_running.propose_cancel, "campaign_propose_cancel"),
    (f"{_CAMPAIGN}keep/", campaign_running.keep, "campaign_keep"),
    (f"{_CAMPAIGN}cancel/", campaign_running.cancel, "campaign_cancel"),
    (f"{_CAMPAIGN}close/", campaign_running.close, "campaign_close"),
    (f"{_CAMPAIGN}notices/", campaign_notices.notices, "campaign_notices"),
    (f"{_CAMPAIGN}letters/", letters.letters, "campaign_letters"),
    (f"{_CAMPAIGN}letters/export/", letters.export, "campaign_letters_export"),
    (f"{_CAMPAIGN}letters/read/", letters.read_in, "campaign_letters_read"),
    (f"{_CAMPAIGN}letters/batches/<int:number>.csv", letters.batch, "campaign_letters_batch"),
    (f"{_CAMPAIGN}letters/<int:item>/again/", letters.again, "campaign_letter_again"),
    (f"{_CAMPAIGN}letters/<int:item>/address/", letters.give_address, "campaign_letter_address"),
    (f"{_CAMPAIGN}letters/<int:item>/give-up/", letters.give_up, "campaign_letter_give_up"),
    (f"{_CAMPAIGN}declaration/", declarations.declaration, "campaign_declaration"),
    (f"{_CAMPAIGN}declaration/state/", declarations.state, "campaign_declaration_state"),
    (f"{_CAMPAIGN}declaration/ask/", declarations.ask, "campaign_declaration_ask"),
    (f"{_CAMPAIGN}declaration/<int:asked>/", declarations.take, "campaign_declaration_take"),
]
_PAGES: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
    ("", home.index, "index"),
    ("queue/", queue.queue, "queue"),
    ("next/", queue.take_next, "next"),
    ("declines/", queue.proposals, "proposals"),
    ("keys/", home.keys, "keys"),
    ("health/", health.health, "health"),
    ("mail-reports/", mail_reports.mail_reports, "mail_reports"),
    ("addresses/", addresses.addresses, "addresses"),
    ("addresses/find/", addresses.find, "address_find"),
    ("addresses/<int:pk>/lift/", addresses.lift, "address_lift"),
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
    own = [path(route, site.admin_view(view), name=name) for route, view, name in [*_PAGES, *_DEFINITIONS, *_CAMPAIGNS]]
    return [*own, path("jsi18n/", site.admin_view(site.i18n_javascript, cacheable=True), name="jsi18n")]
