"""Making a pack, and sealing what was tried."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.models import Campaign
from intake.campaigns.wakeup import wake_after_commit
from intake.reports.archive import write_archive
from intake.reports.asking import LONGEST, UNFINISHED, folder_of, left_over, unfinished_in
from intake.reports.chains import digest_of_file
from intake.reports.models import DeclarationAsked, DeclarationMade
from intake.reports.packing import Watch, write_files
from intake.reports.policies import check_may_declare

MOST_TRIES = 3
"""After so many workers were lost over one pack, the next would be lost too."""
_ENGINEER = "Nothing is lost. Tell an engineer, then ask for it again."
_LOST = (
    f"{MOST_TRIES} workers began this declaration and were stopped before it was ready, as happens when the memory or "
    f"the disk is too small. {_ENGINEER}"
)
_State = DeclarationAsked.State
log = structlog.get_logger(__name__)
_OPEN = [_State.WAITING, _State.MAKING]


@dataclass(frozen=True)
class Pack:
    """A pack on the disk, and the row that says it was made."""

    path: Path
    made: DeclarationMade


def make_pack(
    *, campaign: Campaign, into: Path, is_interim: bool = False, watch: Watch | None = None, by: User | None
) -> Pack:
    """Writes the pack of a campaign as one ZIP into a folder, and records its head and digest.

    The same rows give the same bytes. Refused when the counts do not sum to the manifest and, unless it is interim,
    while anything is unfinished; nothing is left behind then.
    """
    if campaign.dispatch is None or not campaign.manifest_sha256:
        raise Refused("The recipients of this campaign are not frozen yet, so there is nothing to declare.")
    if not into.is_dir():
        raise Refused(f"There is no folder {into}. Make it first, or name another.")
    path = into / f"{campaign.matter.slug}-campaign-{campaign.pk}{'-interim' if is_interim else ''}.zip"
    with TemporaryDirectory(prefix=UNFINISHED, dir=into) as name:
        folder, whole = Path(name) / "files", Path(name) / "whole.zip"
        folder.mkdir()
        with _as_of_now():
            campaign = Campaign.objects.select_related("matter", "dispatch", "owner", "made_by").get(pk=campaign.pk)
            head, tally = write_files(campaign, folder, is_interim=is_interim, watch=watch)
        with whole.open("wb") as target:
            write_archive(folder, target)
            target.flush()
            os.fsync(target.fileno())
        made = DeclarationMade.objects.create(
            campaign=campaign, is_interim=is_interim, lines=tally.lines, head=head, sha256=digest_of_file(whole), by=by
        )
        whole.replace(path)
    return Pack(path, made)


@transaction.atomic
def ask_for_pack(*, campaign: Campaign, is_interim: bool, by: User) -> DeclarationAsked:
    """Asks a worker for the pack. One that is being made is not made twice at once."""
    campaign = Campaign.objects.hold(campaign)
    check_may_declare(by, campaign.matter)
    if not campaign.manifest_sha256:
        raise Refused("The recipients of this campaign are not frozen yet, so there is nothing to declare.")
    if campaign.declarations_asked.filter(state__in=_OPEN).exists():
        raise Refused("A declaration of this campaign is being made already. Wait for it.")
    asked = DeclarationAsked.objects.create(campaign=campaign, is_interim=is_interim, by=by)
    wake_after_commit("reports.make_declaration", asked.pk)
    return asked


def make_asked(asked: DeclarationAsked) -> DeclarationAsked:
    """Makes a pack that was asked for, unless another worker does; a refusal is kept with its sentence."""
    free = DeclarationAsked.objects.filter(_free(), pk=asked.pk)
    if free.filter(tries__gte=MOST_TRIES).update(state=_State.REFUSED, said=_LOST):
        log.error("reports.declaration_lost_its_workers", asked=asked.pk)
    elif free.update(state=_State.MAKING, begun_at=Now(), tries=F("tries") + 1):
        DeclarationAsked.objects.filter(pk=asked.pk).update(**_made(asked))
    asked.refresh_from_db()
    return asked


def _made(asked: DeclarationAsked) -> dict[str, object]:
    """What became of it, as the columns of its row."""
    folder = folder_of(asked)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in unfinished_in(folder):
            shutil.rmtree(path)
        pack = make_pack(campaign=asked.campaign, into=folder, is_interim=asked.is_interim, by=asked.by)
    except Refused as refusal:
        return {"state": _State.REFUSED, "said": str(refusal)[:500]}
    except Exception as error:
        log.error("reports.declaration_not_made", asked=asked.pk, error=type(error).__name__)
        return {"state": _State.REFUSED, "said": f"It ended with an error ({type(error).__name__}). {_ENGINEER}"}
    return {"state": _State.MADE, "made": pack.made, "said": ""}


def sweep_asked() -> int:
    """The packs that no message announced, or that lost their worker; how many."""
    found = list(DeclarationAsked.objects.filter(_free()).select_related("campaign", "by").order_by("pk")[:5])
    for asked in found:
        make_asked(asked)
    return len(found)


def remove_left_over(*, now: datetime) -> int:
    """Removes packs that are older than they are kept, and what killed workers left; how many.

    A pack holds who approved and what was answered, and can be made again; a disk that is full stops the sending.
    """
    found = list(left_over(now))
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return len(found)


def _free() -> Q:
    """What no worker makes at this moment."""
    return Q(state=_State.WAITING) | Q(state=_State.MAKING, begun_at__lt=Now() - LONGEST)


@contextmanager
def _as_of_now() -> Iterator[None]:
    """Reads the database as it is at one moment, however long that takes and whatever is sent meanwhile.

    SQLite takes the lock of writers for it, which is all right where one person tries things out.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
