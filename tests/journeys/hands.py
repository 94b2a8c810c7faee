"""Two ways to work a page: with a pointer, and with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

TABS_ON_THE_LONGEST_PAGE = 200


class Hands(Protocol):
    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, words: str) -> None: ...
    def tick(self, target: Locator) -> None: ...
    def choose(self, target: Locator, words: str) -> None: ...


class Pointer:
    """A finger or a mouse."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, words: str) -> None:
        target.fill(words)

    def tick(self, target: Locator) -> None:
        target.check()

    def choose(self, target: Locator, words: str) -> None:
        target.select_option(label=words)


class Keyboard:
    """Tab, Space, Enter, arrows and letters; nothing else, and the focus can be seen wherever it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self._tab_to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, words: str) -> None:
        self._tab_to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        expect(target).to_have_value(words)

    def tick(self, target: Locator) -> None:
        """A radio button is reached by its group, and then by arrows, as browsers have it."""
        expect(target).to_be_visible()
        if target.get_attribute("type") == "radio":
            self._go_along_to(target)
        else:
            self._tab_to(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def choose(self, target: Locator, words: str) -> None:
        self._tab_to(target)
        self.page.keyboard.type(words)
        expect(target.locator("option:checked")).to_have_text(words)

    def _tab_to(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(TABS_ON_THE_LONGEST_PAGE):
            if target.evaluate("element => element === document.activeElement"):
                return self._check_focus_shows(target)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key never comes to {target}")

    def _go_along_to(self, radio: Locator) -> None:
        group = "[...document.getElementsByName(element.name)]"
        for _ in range(TABS_ON_THE_LONGEST_PAGE):
            if radio.evaluate(f"element => {group}.includes(document.activeElement)"):
                break
            self.page.keyboard.press("Tab")
        for _ in range(int(radio.evaluate(f"element => {group}.length"))):
            if radio.evaluate("element => element === document.activeElement"):
                return self._check_focus_shows(radio)
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"Tab and arrows never come to {radio}")

    def _check_focus_shows(self, target: Locator) -> None:
        shown = target.evaluate(
            "element => { const style = getComputedStyle(element);"
            " return (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none' }"
        )
        assert shown, f"Nothing shows that the focus is on {target}"
