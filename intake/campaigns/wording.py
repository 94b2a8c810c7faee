"""The words of a template, compiled once in each process: what a recipient reads, and the bytes for the relay."""

from functools import lru_cache

from django.conf import settings

from claimants.matters.models import Matter
from claimants.matters.stages import MODE_OF, Stage
from intake.campaigns.models import TemplateVersion
from intake.notices.compiled import CompiledNotice, compile_template
from intake.notices.frames import frame_of_everybody
from intake.notices.unsubscribing import header_templates

KEPT = 64


def wording_of(template: TemplateVersion, matter: Matter) -> CompiledNotice:
    """The template in the frame of its matter as it is now. Refused, with the line, when it cannot be understood."""
    return compiled(template.subject, template.body, template.language, template.purpose, matter)


def compiled(subject: str, body: str, language: str, purpose: str, matter: Matter) -> CompiledNotice:
    """Compiled again when the matter changed: its stage is said in every notice."""
    return _compiled(subject, body, language, purpose, _Framed(matter))


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
def _compiled(subject: str, body: str, language: str, purpose: str, framed: _Framed) -> CompiledNotice:
    matter = framed.matter
    frame = frame_of_everybody(matter, MODE_OF[Stage(matter.stage)])
    return compile_template(
        subject, body, frame=frame, language=language, sender=settings.DEFAULT_FROM_EMAIL,
        headers=header_templates(purpose),
    )  # fmt: skip
