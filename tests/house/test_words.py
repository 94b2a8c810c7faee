"""The words of the house: what files, functions and tests may be called, and what may not stand in them."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import files, functions, python_files, text

NO_FILE_IS_CALLED = {"util", "utils", "helper", "helpers", "misc", "manager", "managers", "data", "info", "common"}
NO_FUNCTION_STARTS_WITH = ("process_", "handle_", "do_")
ROOM_FOR_ALL_ROOMS = Path("claimants/common")
FOLDERS_BY_AGREEMENT = {
    ("tests", "common"): "The tests of the room for all rooms.",
    ("tests", "data"): "Files that tests read: real settlements, what relays say, mail that comes back.",
}
CALLED_BY_OTHERS = {
    "handle_EHLO": "aiosmtpd calls it by this name.",
    "handle_MAIL": "aiosmtpd calls it by this name.",
    "handle_RCPT": "aiosmtpd calls it by this name.",
    "handle_DATA": "aiosmtpd calls it by this name.",
    "process_exception": "Django calls it by this name.",
    "handle_exception": "aiosmtpd calls it by this name.",
    "process_view": "Django calls it by this name.",
    "handle_starttag": "html.parser calls it by this name.",
    "handle_endtag": "html.parser calls it by this name.",
    "handle_data": "html.parser calls it by this name.",
    "do_GET": "http.server calls it by this name.",
    "do_POST": "http.server calls it by this name.",
}
EMPTY_PROMISES = re.compile(
    "|".join(
        [
            "TO" + "DO",
            "FIX" + "ME",
            r"\bX" + r"XX\b",
            r"pytest\.(skip|xfail|importorskip)\(",
            r"mark\.(skip|skipif|xfail)\b",
            r"raise NotImplemented" + "Error",
            r"assert Tr" + r"ue\b",
        ]
    )
)


def test_files_and_folders_say_what_is_in_them() -> None:
    found = [
        path
        for path in files("claimants", "intake", "templates", "tests", "docs")
        if NO_FILE_IS_CALLED & {path.stem, *path.parts[:-1]} and ROOM_FOR_ALL_ROOMS not in path.parents
    ]
    assert [path for path in found if path.parts[:2] not in FOLDERS_BY_AGREEMENT] == []


def test_functions_say_what_they_do() -> None:
    found = [
        (str(path), function.name)
        for path in python_files()
        for function in functions(path)
        if function.name.lstrip("_").startswith(NO_FUNCTION_STARTS_WITH) and function.name not in CALLED_BY_OTHERS
    ]
    assert found == []


def test_every_test_is_named_by_a_sentence() -> None:
    found = [
        f"{path}: {function.name}"
        for path in python_files("tests")
        for function in functions(path)
        if function.name.startswith("test") and not re.fullmatch(r"test(_[a-z0-9]+){4,}", function.name)
    ]
    assert found == []


def test_every_function_says_what_it_takes_and_gives() -> None:
    found = [
        f"{path}:{function.lineno} {function.name}"
        for path in python_files()
        for function in functions(path)
        if function.returns is None
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["claimants", "intake", "tests", "templates", "docs", "matters"])
def test_nothing_is_left_for_later(folder: str) -> None:
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in files(folder)
        if path.suffix in {".py", ".html", ".txt", ".md", ".yaml", ".js", ".css"}
        for number, line in enumerate(text(path).splitlines(), start=1)
        if EMPTY_PROMISES.search(line)
    ]
    assert found == []


def test_no_test_replaces_our_own_code() -> None:
    """Real parts only: neither mock nor monkeypatch swaps a function of the project for another."""
    found = [
        f"{path}:{node.lineno}"
        for path in python_files("tests")
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "mock" in [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
    ]
    assert found == []


def test_an_init_file_is_empty_or_says_something_at_once() -> None:
    """`__init__` files re-export nothing in the rooms: what you import says where it is."""
    found = [
        str(path)
        for path in python_files("claimants", "intake")
        if path.name == "__init__.py" and path.parent.parent in {Path("claimants"), Path("intake")}
        if any(not isinstance(node, ast.Expr) for node in ast.parse(text(path)).body)
    ]
    assert found == []
