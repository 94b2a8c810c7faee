"""Every template is drawn by something, and none thinks or runs script of its own."""

import re
from pathlib import Path

from tests.house.sources import files, python_files, text

DRAWN_BY_OTHERS = re.compile(
    r"^(account|mfa|allauth|admin|unfold|bootstrap5|crispy_forms)/|^(400|403|403_csrf|404|429|500)\.html$"
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
HOLDS_A_NAME = re.compile(r"""["']((?:[\w{}.-]+/)*[\w{}.-]+\.(?:html|txt|typ|svg))["']""")


def _templates() -> list[Path]:
    return [path.relative_to("templates") for path in files("templates/*")]


def test_every_template_is_drawn_by_something() -> None:
    sources = [*python_files("claimants", "intake"), *files("templates/*")]
    named = {name for path in sources for name in HOLDS_A_NAME.findall(text(path))}
    patterns = [re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(name))) for name in named]
    unused = [
        str(template)
        for template in _templates()
        if not DRAWN_BY_OTHERS.match(str(template)) and not any(p.fullmatch(str(template)) for p in patterns)
    ]
    assert unused == []


def test_no_template_holds_script_or_style() -> None:
    """The policy of the pages would refuse both. Mail has no style sheet to link, so its one layout is exempt."""
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in files("templates/*.html")
        if path != Path("templates/notices/layout.html")
        for number, line in enumerate(text(path).splitlines(), start=1)
        if INLINE.search(line)
    ]
    assert found == []


def test_every_closing_block_says_which() -> None:
    found = [str(path) for path in files("templates/*.html") if re.search(r"{%-?\s*endblock\s*-?%}", text(path))]
    assert found == []
