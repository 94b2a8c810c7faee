"""Digests and chains of a pack. Pure, and simple enough to be computed again with `sha256sum`."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FORMAT = 2
"""Raised whenever the same rows would give other files, so that an older pack is not called altered."""

CHAIN = "chain.txt"
DATA_FILES = (
    "README.txt",
    "campaign.json",
    "counts.json",
    "events.csv",
    "manifest.csv",
    "notices.csv",
    "postal.csv",
    "remails.csv",
    "unknowns.csv",
)
"""What the chain goes on over after the attempts. The declaration prints the head, so it cannot be under it."""


def linked(previous: str, text: str) -> str:
    """The next hash of a chain: SHA-256 over the hash before it, a line feed, and the text."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def as_json(document: Mapping[str, Any]) -> bytes:
    """A document of a pack as it is written: for people to read, and always the same bytes."""
    return (json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums_of(folder: Path, names: list[str]) -> bytes:
    """The lines that `sha256sum --check` reads."""
    return "".join(f"{digest_of_file(folder / name)}  {name}\n" for name in sorted(names)).encode()
