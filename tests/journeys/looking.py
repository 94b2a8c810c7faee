"""Looking at a page as a tester with a measuring stick: at the width of a telephone, and of a desk."""

import re

from playwright.sync_api import Page

from tests.axe import check_accessible
from tests.fixtures.browsers import DESKTOP, PHONE

_CHANGES_EACH_TIME = re.compile(r'name="(csrfmiddlewaretoken|token|seen)" value="[^"]*"|localhost:\d+')
_seen: set[str] = set()


def look(page: Page) -> None:
    """Fails on anything axe finds and on anything that scrolls sideways, at both widths. Leaves the page as it was.

    A page that was looked at before and has not changed by a letter is not measured again.
    """
    page.wait_for_load_state()
    drawn = _CHANGES_EACH_TIME.sub("", page.content())
    if drawn in _seen:
        return
    size = page.viewport_size
    assert size
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": size["height"]})
        check_accessible(page)
    page.set_viewport_size(size)
    _seen.add(drawn)
