"""Making a pack, and sealing what was tried."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction

from claimants.common.exceptions import Refused
from claimants.people.models import User
from intake.campaigns.models import Campaign
from intake.reports.archive import write_archive
from intake.reports.chains import digest_of_file
from intake.reports.models import DeclarationMade
from intake.reports.packing import Watch, write_files


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
    with TemporaryDirectory(prefix=".pack-", dir=into) as name:
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
