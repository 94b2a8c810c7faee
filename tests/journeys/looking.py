"""Looking at a page as a tester with a measuring stick: at the width of a telephone, and of a desk."""

from playwright.sync_api import Page

from tests.axe import check_accessible
from tests.fixtures.browsers import DESKTOP, PHONE


def look(page: Page) -> Page:
    """Fails on anything axe finds and on anything that scrolls sideways, at both widths. Leaves the page as it was."""
    size = page.viewport_size
    assert size
    others = [width for width in (PHONE, DESKTOP) if width != size["width"]]
    check_accessible(page)
    for width in others:
        page.set_viewport_size({"width": width, "height": size["height"]})
        check_accessible(page)
    page.set_viewport_size(size)
    return page
