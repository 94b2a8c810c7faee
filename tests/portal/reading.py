"""Reading a page as a person or a browser would."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict

_WITHIN_A_LINE = re.compile(r"</?(?:a|b|em|span|strong)\b[^>]*>")
_NOT_SHOWN = re.compile(r"<template\b.*?</template>", re.DOTALL)


def text_of(response: Any) -> str:
    """What the page says, without its markup."""
    html = _WITHIN_A_LINE.sub("", _NOT_SHOWN.sub("", response.content.decode()))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def asked_on(response: Any) -> list[str]:
    """The questions that the page asks, by their ids."""
    return re.findall(r'name="asked" value="([^"]+)"', _NOT_SHOWN.sub("", response.content.decode()))


def token_on(response: Any) -> str:
    """What the check page gives back when it is signed."""
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found, text_of(response)
    return unescape(found[1])


class _Sent(HTMLParser):
    """Collects what a browser would send of the forms in a page, without pressing any button."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = QueryDict(mutable=True)
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and (given["type"] not in {"radio", "checkbox"} or "checked" in given):
            self.sent.appendlist(name, given.get("value", ""))
        if tag == "select":
            self._select = name
            self.sent[name] = ""
        if tag == "option" and "selected" in given:
            self.sent[self._select] = given["value"]
        if tag == "textarea":
            self._textarea = name
            self.sent[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self._textarea] = self.sent[self._textarea].removeprefix("\n")
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.sent[self._textarea] += data


def sent_by(html: str) -> QueryDict:
    """What a browser would send of this form as it stands."""
    parser = _Sent()
    parser.feed(html)
    return parser.sent
