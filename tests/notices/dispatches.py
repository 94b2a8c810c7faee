"""A dispatch that runs, with a writer that writes what a test needs: one line to one address."""

from collections.abc import Mapping, Sequence

from claimants.common.references import new_reference
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.campaigns.writer import write as write_campaigns
from intake.notices import writers
from intake.notices.actions.dispatching import start_dispatch
from intake.notices.destinations import destination_of
from intake.notices.mime import sha256_of
from intake.notices.models import Dispatch, Notice
from intake.notices.tallies import record_moves
from intake.notices.vocabulary import Lane
from intake.notices.writers import Unwritable, Written

PLAIN = "plain"
ADDRESSES: dict[int, str] = {}


def dispatch_to(addresses: Sequence[str], *, matter: Matter, owner: User, per_second: float | None = None) -> Dispatch:
    """Queued and running."""
    dispatch = Dispatch.objects.create(matter=matter, owner=owner, per_second=per_second)
    notices = Notice.objects.bulk_create(
        Notice(
            cause=f"campaign:{dispatch.pk}:{place}", kind=PLAIN, matter=matter, dispatch=dispatch,
            code=new_reference(), lane=Lane.MANY, destination=destination_of(address),
        )
        for place, address in enumerate(addresses, 1)
    )  # fmt: skip
    ADDRESSES.update({notice.pk: address for notice, address in zip(notices, addresses, strict=True)})
    record_moves({dispatch.pk: {"queued": len(notices)}})
    writers.register(_write)
    start_dispatch(dispatch)
    return dispatch


def _write(notices: Sequence[Notice]) -> Mapping[int, Written | Unwritable]:
    if notices[0].kind != PLAIN:
        return write_campaigns(notices)
    return {notice.pk: _written(notice) for notice in notices}


def _written(notice: Notice) -> Written:
    address = ADDRESSES[notice.pk]
    lines = ["From: notices@localhost", f"To: {address}", f"Message-ID: <{notice.code}@localhost>", "", "Word.", ""]
    wire = "\r\n".join(lines).encode()
    return Written(notice, address, wire, sha256_of(wire))
