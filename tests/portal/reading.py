"""Reading a page as a person or a browser would."""

import re
from html import unescape
from typing import Any

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
