"""Digests of documents, and what was built from a document kept by its digest."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Built = TypeVar("Built")

MOST_KEPT = 128


def digest_of(document: Any) -> str:
    """The SHA-256 of a JSON document, however its keys are ordered."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_order(document: Any) -> Any:
    """The same document with its keys sorted, as its digest has them: databases keep no order of keys."""
    if isinstance(document, dict):
        return {key: in_order(document[key]) for key in sorted(document)}
    return [in_order(item) for item in document] if isinstance(document, list) else document


class ByDigest(Generic[Built]):
    """What this process built from documents, by their digest. Same digest, same content: nothing goes stale."""

    def __init__(self) -> None:
        self._kept: dict[str, Built] = {}

    def __contains__(self, digest: str) -> bool:
        return digest in self._kept

    def get(self, digest: str, build: Callable[[], Built]) -> Built:
        built = self._kept.get(digest)
        if built is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            built = self._kept.setdefault(digest, build())
        return built
