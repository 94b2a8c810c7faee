"""Reading a page as a person or a browser would."""

import re
from html import unescape
from typing import Any


def text_of(response: Any) -> str:
    """What the page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def token_on(response: Any) -> str:
    """What the check page gives back when it is signed."""
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found, text_of(response)
    return unescape(found[1])
