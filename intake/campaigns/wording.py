"""The words of a template, compiled once in each process: what a recipient reads, and the bytes for the relay.

Around the words of a template stands a frame that is the same for everybody: what is true at the stage of the matter,
its dates, what is given up, whom to call. It is approved with the words, and is sent as it was approved.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.matters.promises import forbidden_in
from claimants.matters.stages import MODE_OF, Stage
from intake.campaigns.models import Campaign, TemplateVersion
from intake.campaigns.states import SETTLED
from intake.notices.compiled import CompiledNotice, compile_template
from intake.notices.frames import frame_of_everybody
from intake.notices.unsubscribing import header_templates

KEPT = 64


@dataclass(frozen=True)
class Frame:
    """What stands around the words, with the digest over it: as JSON, keys sorted, no spaces."""

    sha256: str
    said: Mapping[str, Any] = field(compare=False)


def frame_of(matter: Matter) -> Frame:
    """The frame of a matter as it is now."""
    return _frame_of(_Framed(matter))


def frame_around(campaign: Campaign) -> Frame:
    """That which was approved, while it runs and when it is over; otherwise that of its matter as it is now."""
    if campaign.frame and campaign.state in SETTLED:
        return _as_frame(campaign.frame)
    return frame_of(campaign.matter)


def has_other_frame(campaign: Campaign) -> bool:
    """Whether the matter has changed since it was started, or went on. A word that frames lacked then is no change."""
    if not campaign.frame:
        return False
    said = frame_of(campaign.matter).said
    known = {name: said["matter"][name] for name in campaign.frame["matter"] if name in said["matter"]}
    return _as_frame(campaign.frame) != _as_frame({**said, "matter": known})


def wording_of(template: TemplateVersion, matter: Matter) -> CompiledNotice:
    """The template in the frame of its matter as it is now. Refused, with the line, when it cannot be understood."""
    return compiled(template.subject, template.body, template.language, template.purpose, matter)


def wording_in(template: TemplateVersion, frame: Frame) -> CompiledNotice:
    """The template in that frame."""
    return _compiled(template.subject, template.body, template.language, template.purpose, frame)


def compiled(subject: str, body: str, language: str, purpose: str, matter: Matter) -> CompiledNotice:
    """Compiled again when the matter changed: its stage is said in every notice."""
    return _compiled(subject, body, language, purpose, frame_of(matter))


def check_may_be_said(matter: Matter, subject: str, body: str) -> None:
    """Refused when it promises something, or says what is not so at the stage of the matter."""
    stage = Stage(matter.stage)
    if found := forbidden_in(f"{subject}\n{body}", mode=MODE_OF[stage], stage=stage):
        raise Refused(" ".join(found))


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
def _frame_of(framed: _Framed) -> Frame:
    matter = framed.matter
    return _as_frame({**frame_of_everybody(matter, MODE_OF[Stage(matter.stage)]), "stage": str(matter.stage)})


def _as_frame(said: Mapping[str, Any]) -> Frame:
    return Frame(hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest(), said)


@lru_cache(maxsize=KEPT)
def _compiled(subject: str, body: str, language: str, purpose: str, frame: Frame) -> CompiledNotice:
    return compile_template(
        subject, body, frame=frame.said, language=language, sender=settings.DEFAULT_FROM_EMAIL,
        headers=header_templates(purpose),
    )  # fmt: skip
