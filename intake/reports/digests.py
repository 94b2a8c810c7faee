"""The digests that approvals are bound to, computed a second time from what a pack says alone. Pure.

`intake/campaigns` computes them when a list is frozen and approved. Here they must come out the same; a pack in which
they do not is refused before it is written.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from intake.reports.moments import moment_of
from intake.reports.sheets import Row

SINCE_FORMAT_2 = ("remail_days", "revision")
"""What approvals are bound to since packs have format 2."""


class ManifestDigest:
    """SHA-256 over the lines of a manifest in order: `place digest language template_sha256`, each with a line feed."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, line: Row) -> None:
        said = (line[name] for name in ("place", "digest", "language", "template_sha256"))
        self._sum.update(f"{' '.join(said)}\n".encode())

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


def template_sha256(template: Mapping[str, Any]) -> str:
    """Over everything that a template says, and for what."""
    return _of_json(
        body=template["body"], language=template["language"], order=template["order_reference"],
        purpose=template["purpose"], subject=template["subject"],
    )  # fmt: skip


def templates_sha256(templates: Iterable[Mapping[str, Any]], frame: Mapping[str, Any] | None) -> str:
    """Over the words of each language, and what the matter says around them. Packs of format 1 hold no frame."""
    digests = sorted((template["language"], template["sha256"]) for template in templates)
    said = [f"{language} {digest}\n" for language, digest in digests]
    if frame is not None:
        said.append(f"frame {_of_json(**frame)}\n")
    return hashlib.sha256("".join(said).encode()).hexdigest()


def caps_sha256(campaign: Mapping[str, Any]) -> str:
    """Over how fast, until when, and what becomes of a message of which nobody knows."""
    deadline = moment_of(campaign["deadline_utc"]).isoformat() if campaign["deadline_utc"] else None
    return _of_json(
        deadline=deadline, per_day=campaign["per_day"], per_second=campaign["per_second"],
        unknown_rule=campaign["unknown_rule"], **{name: campaign[name] for name in SINCE_FORMAT_2 if name in campaign},
    )  # fmt: skip


def _of_json(**said: object) -> str:
    """Keys sorted, no spaces, every script as it is."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
