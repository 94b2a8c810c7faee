"""The words of a template, compiled once in each process: what a recipient reads, and the bytes for the relay."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings

from claimants.matters.models import Matter
from claimants.matters.stages import MODE_OF, Stage
from intake.campaigns.models import TemplateVersion
from intake.campaigns.plain import compile_template
from intake.notices.render import Message
from intake.notices.statements import statement
from intake.notices.words import lines

KEPT = 64


class Wording(Protocol):
    """A compiled template. `variables` are what a row may bring; those in `optional` may be empty in it."""

    @property
    def variables(self) -> frozenset[str]: ...
    @property
    def optional(self) -> frozenset[str]: ...

    def write(self, values: Mapping[str, str], *, code: str) -> Message: ...

    def wire(self, values: Mapping[str, str], *, code: str, to: str, message_id: str, date: datetime) -> bytes: ...


def wording_of(template: TemplateVersion, matter: Matter) -> Wording:
    """The template in the frame of its matter as it is now. Refused, with the line, when it cannot be understood."""
    return compiled(template.subject, template.body, template.language, matter)


def compiled(subject: str, body: str, language: str, matter: Matter) -> Wording:
    """Compiled again when the matter changed: its stage is said in every notice."""
    return _compiled(subject, body, language, _Framed(matter))


class _Framed:
    """A matter as a key of the cache."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self._key = (matter.pk, matter.stage, matter.sha256)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Framed) and self._key == other._key


@lru_cache(maxsize=KEPT)
def _compiled(subject: str, body: str, language: str, framed: _Framed) -> Wording:
    return compile_template(
        subject, body, frame=frame_of(framed.matter), language=language, sender=settings.DEFAULT_FROM_EMAIL
    )


def frame_of(matter: Matter) -> dict[str, Any]:
    """What every notice to many says, whoever reads it: the case, whom to ask, what is true now, how to check it."""
    file, stage = matter.file, Stage(matter.stage)
    sponsor = file.sponsor
    return {
        "matter": {"caption": matter.caption, "court": file.court, "number": file.number},
        "sponsor": {
            "firm": sponsor.firm, "lawyer": sponsor.lawyer, "address": lines(str(sponsor.address)),
            "telephone": sponsor.telephone,
        },
        "statement": statement(
            mode=MODE_OF[stage], stage=stage, firm=sponsor.firm, demonstration=sponsor.demonstration
        ),
        "settlement": {},
        "verify": f"{settings.SITE_URL}/notices/verify/",
    }  # fmt: skip
