"""What axe finds wrong with a page, in words."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

_RULES = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"


def check_accessible(page: Page) -> None:
    """Fails with axe's findings; WCAG 2.2 AA and axe's own best practices alike, and no scrolling sideways."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    results = AxeResults(page.evaluate(f"axe.run({_RULES})"))
    assert not results.violations_count, f"{page.url}\n{results.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"
