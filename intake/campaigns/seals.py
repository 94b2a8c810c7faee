"""The digests that approvals are bound to: of each line, of the manifest, of the templates, of the limits."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import orjson

from intake.campaigns.models import Campaign


class Sealed(Protocol):
    """What a line of a manifest is digested from: a line before it is stored, or the row of its recipient."""

    @property
    def claim_id(self) -> int | None: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def language(self) -> str: ...
    @property
    def addresses(self) -> Any: ...
    @property
    def postal(self) -> Any: ...
    @property
    def values(self) -> Any: ...


class ManifestSeal:
    """SHA-256 over the lines of a manifest in order: `place digest language template_sha256`, and a line feed."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        """`templates` is the digest of the template of each language."""
        self._sum = hashlib.sha256()
        self._templates = templates

    def add(self, place: int, digest: str, language: str) -> None:
        self._sum.update(f"{place} {digest} {language} {self._templates[language]}\n".encode())

    def sha256(self) -> str:
        return self._sum.hexdigest()


def line_digest(salt: str, line: Sealed) -> str:
    """SHA-256 over the salt and the line as JSON: keys sorted, no spaces, every script as it is."""
    written = orjson.dumps(
        {
            "addresses": line.addresses, "claim": line.claim_id, "language": line.language, "postal": line.postal,
            "user": line.user_id, "values": line.values,
        },
        option=orjson.OPT_SORT_KEYS,
    )  # fmt: skip
    return hashlib.sha256(salt.encode() + written).hexdigest()


def templates_of(campaign: Campaign) -> dict[str, str]:
    """The digest of the template of each language."""
    return dict(campaign.templates.values_list("language", "template__sha256"))


def templates_sha256(templates: Mapping[str, str], frame: str) -> str:
    """Over which words each language gets, and over the digest of the frame around them."""
    return _digest([*(f"{language} {digest}\n" for language, digest in sorted(templates.items())), f"frame {frame}\n"])


def caps_sha256(campaign: Campaign) -> str:
    """Over how fast, until when, what becomes of unknown messages, when letters go, and after how many changes."""
    deadline = campaign.deadline.isoformat() if campaign.deadline else None
    limits = {
        "deadline": deadline, "per_day": campaign.per_day, "per_second": campaign.per_second,
        "remail_days": campaign.remail_days, "revision": campaign.revision, "unknown_rule": str(campaign.unknown_rule),
    }  # fmt: skip
    return hashlib.sha256(orjson.dumps(limits, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(lines).encode()).hexdigest()
