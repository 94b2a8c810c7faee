"""The project's own files, as the rules about them see them: what git keeps or is about to keep."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def files(*patterns: str) -> list[Path]:
    """Paths relative to the root, of files that git does not ignore; `patterns` as git reads them."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "--"]
    command += patterns
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({Path(line) for line in listed if (ROOT / line).is_file()})


def python_files(*folders: str) -> list[Path]:
    """Python that people wrote: migrations are written by Django."""
    wanted = [f"{folder}/*.py" for folder in folders or ("claimants", "intake", "tests")]
    return [path for path in files(*wanted) if "migrations" not in path.parts]


def text(path: Path) -> str:
    return (ROOT / path).read_text()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
