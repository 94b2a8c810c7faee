"""A file is one thing, a function one thought. Longer ones are listed here, each with its reason."""

import pytest

from tests.house.sources import files, functions, python_files, text

LINES_OF_A_FILE = 250
LINES_OF_A_FUNCTION = 40

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def test_no_file_is_long_without_a_reason() -> None:
    written = [*python_files(), *files("templates/*.html", "templates/*.txt", ".ci/*", "Makefile")]
    long = {str(path): len(text(path).splitlines()) for path in written}
    found = {path: lines for path, lines in long.items() if lines > LINES_OF_A_FILE}
    assert set(found) == set(LONG_FILES), found


def test_no_function_is_long_without_a_reason() -> None:
    found = {
        f"{path}:{function.name}": function.end_lineno - function.lineno + 1
        for path in python_files()
        for function in functions(path)
        if function.end_lineno and function.end_lineno - function.lineno >= LINES_OF_A_FUNCTION
    }
    assert set(found) == set(LONG_FUNCTIONS), found


@pytest.mark.parametrize("allowed", [LONG_FILES, LONG_FUNCTIONS])
def test_every_exception_says_why(allowed: dict[str, str]) -> None:
    assert all(reason.endswith(".") for reason in allowed.values())
