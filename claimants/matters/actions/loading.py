"""Loading a matter file: what it makes, what it adds, and what it may not change."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from claimants.common.exceptions import Refused
from claimants.matters.bits import check_bits
from claimants.matters.digests import digest_of
from claimants.matters.files import MatterFile, checked
from claimants.matters.models import (
    ClassDefinition,
    DefinitionStatus,
    Matter,
    MatterDate,
    QuestionSet,
    StageChange,
)
from claimants.matters.reading import Read, read_file, read_text
from claimants.matters.stages import Stage


@dataclass(frozen=True)
class Loaded:
    """What loading a file did. A notice is owed to everyone registered when `stage_changed`."""

    matter: Matter
    created: bool = False
    stage_before: str = ""
    changes: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return self.created or bool(self.changes)

    @property
    def stage_changed(self) -> bool:
        return not self.created and self.stage_before != self.matter.stage


def load(source: Path | str, *, at: datetime, name: str = "matter file") -> Loaded:
    """Checks a matter file (its path, or its text) and loads it. The same file again changes nothing.

    MatterFileError, a Refused, says at which lines the file is wrong; Refused says what may not be changed.
    """
    path = source if isinstance(source, Path) else Path(source) if _is_path(source) else None
    read = read_file(path) if path else read_text(str(source), name)
    try:
        return _load(read, at)
    except IntegrityError:
        raise Refused("Someone else loaded this matter at the same moment. Load the file again.") from None


@transaction.atomic
def _load(read: Read, at: datetime) -> Loaded:
    matter = Matter.objects.select_for_update().filter(slug=str(read.document.get("slug", ""))[:80]).first()
    file, document = checked(read, at=matter.loaded_at if matter else at)
    created, before = matter is None, matter.stage if matter else ""
    sha256 = digest_of(document)
    if matter is not None and matter.sha256 == sha256:
        return Loaded(matter, stage_before=before)
    if matter is None:
        matter = Matter.objects.create(**_columns(file), document=document, sha256=sha256, loaded_at=at)
    changes = [
        *_record_stages(matter, file, before, at),
        *_record_dates(matter, file, at),
        *_record_questions(matter, document["questions"], at),
        *_record_definition(matter, file, document["definition"], at),
    ]
    if not created:
        for column, value in {**_columns(file), "document": document, "sha256": sha256}.items():
            setattr(matter, column, value)
        matter.save()
        changes = changes or ["The words of its pages changed."]
    return Loaded(matter, created, before, tuple(changes))


def _is_path(source: str) -> bool:
    return "\n" not in source and source.endswith((".yaml", ".yml"))


def _columns(file: MatterFile) -> dict[str, Any]:
    return {
        "slug": file.slug,
        "caption": file.caption,
        "stage": file.stage.value,
        "retain_until": file.privacy.retain_until,
    }


def _record_stages(matter: Matter, file: MatterFile, before: str, at: datetime) -> list[str]:
    """Adds the stages that are not on record; what is on record stays."""
    changes = []
    for entry in file.stages:
        _, added = StageChange.objects.get_or_create(
            matter=matter, stage=entry.stage.value, since=entry.since,
            defaults={"source": entry.source, "recorded_at": at},
        )  # fmt: skip
        if added:
            changes.append(f"Stage: {entry.stage.label} since {entry.since}.")
    if before and before != file.stage and not changes:
        raise Refused(
            f"The stage of “{matter.caption}” cannot go from {Stage(before).value} to {file.stage.value} without a new "
            "entry in `stages`. Add one with its day and its source."
        )
    return changes


def _record_dates(matter: Matter, file: MatterFile, at: datetime) -> list[str]:
    """Adds the dates that are new or that an order changed."""
    latest = {row.kind: row for row in MatterDate.objects.filter(matter=matter).order_by("kind", "sequence")}
    for kind in sorted(set(latest) - {entry.kind for entry in file.dates}):
        raise Refused(
            f"The date {kind!r} is on record by the order “{latest[kind].order}”, so it cannot just be left out. "
            "If a later order took it away, keep it with `vacated: true` and that order."
        )
    gone = {entry["kind"] for entry in matter.document.get("dates", []) if entry.get("vacated")}
    changes = []
    for entry in file.dates:
        row = latest.get(entry.kind)
        if row and row.order == entry.order:
            if (row.moment, row.basis, row.kind in gone) == (entry.moment, entry.basis, entry.vacated):
                continue
            raise Refused(
                f"The date {entry.kind!r} changed, and its order is still “{row.order}”. "
                "A date changes only by an order: give the docket reference of the new one."
            )
        MatterDate.objects.create(
            matter=matter, kind=entry.kind, sequence=row.sequence + 1 if row else 1, moment=entry.moment,
            basis=entry.basis, order=entry.order, recorded_at=at,
        )  # fmt: skip
        moment = entry.moment.astimezone(ZoneInfo(file.court_time_zone))
        changes.append(f"Date: {entry.label}, {moment:%Y-%m-%d %H:%M %Z}, by {entry.order}.")
    return changes


def _record_questions(matter: Matter, document: dict[str, Any], at: datetime) -> list[str]:
    """Adds a version of the questions if they differ from the newest."""
    sha256 = digest_of(document)
    newest = QuestionSet.objects.filter(matter=matter).order_by("-version").first()
    if newest and newest.sha256 == sha256:
        return []
    version = newest.version + 1 if newest else 1
    QuestionSet.objects.create(matter=matter, version=version, document=document, sha256=sha256, created_at=at)
    return [f"Questions: version {version}."]


def _record_definition(matter: Matter, file: MatterFile, document: dict[str, Any], at: datetime) -> list[str]:
    """Adopts a first, provisional definition; proposes any other first one; later ones become drafts."""
    sha256, version = digest_of(document), file.definition.version
    earlier = list(ClassDefinition.objects.defer(None).filter(matter=matter).order_by("version"))
    newest = earlier[-1] if earlier else None
    if sha256 in {definition.sha256 for definition in earlier}:
        return []
    check_bits(file.definition, earlier)
    if newest and newest.version == version and newest.status == DefinitionStatus.DRAFT:
        newest.document, newest.sha256, newest.provisional = document, sha256, file.definition.provisional
        newest.save()
        return [f"Class definition: the draft of version {version} was replaced."]
    expected = newest.version + 1 if newest else 1
    if version != expected:
        raise Refused(
            f"The class definition changed, so its `version` must be {expected}, not {version}: a version that was "
            "adopted or proposed is never edited."
        )
    status = DefinitionStatus.DRAFT
    if newest is None:
        status = DefinitionStatus.IN_FORCE if file.definition.provisional else DefinitionStatus.PROPOSED
    adopted_at = at if status == DefinitionStatus.IN_FORCE else None
    ClassDefinition.objects.create(
        matter=matter, version=version, status=status, document=document, sha256=sha256,
        provisional=file.definition.provisional, adopted_at=adopted_at, created_at=at,
    )  # fmt: skip
    return [f"Class definition: version {version}, {status.label.lower()}."]
