"""Which of a person's addresses may be written to, by what is held against them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake.notices.addresses import HOLDS, digest_of
from intake.notices.models import AddressStatus

_Reason = AddressStatus.Reason
NO_ADDRESS = "There is no e-mail address on this line."
ALL_HELD = "Nothing is sent to any address of this person any more: {why}."
PREFERS_POST = "This person asked for paper."
BY_POST = "It goes by post."
BY_POST_ONCE_FOUND = "It goes by post once somebody gives its letter a whole postal address."
NO_UPDATES = "This person asked for no more updates."


@dataclass(frozen=True)
class Reach:
    """`rank` is the place of the address to write to; without one, `why` says why not, and `by_post` what then."""

    rank: int | None
    why: str = ""
    by_post: bool = False


@dataclass(frozen=True)
class Held:
    """What is held against addresses, by their digests, as far as it matters for this purpose."""

    reasons: dict[str, str]

    @classmethod
    def of(cls, purpose: str) -> "Held":
        rows = AddressStatus.objects.filter(lifted_at__isnull=True, reason__in=HOLDS[purpose])
        return cls(_strongest(rows.values_list("digest", "reason").iterator(chunk_size=5_000)))

    def reach(self, addresses: Sequence[str], *, has_postal: bool = True) -> Reach:
        """The first address that nothing is held against. Who asked for paper, or for nothing, gets that.

        Who asked for paper gets no e-mail against their wish, with or without a whole postal address: the letter is
        owed, and without an address it waits on the list of its campaign's letters until somebody finds one or gives
        it up. The owner of the campaign answers for it, and the final pack is not made before.
        """
        post = BY_POST if has_postal else BY_POST_ONCE_FOUND
        if not addresses:
            return Reach(None, f"{NO_ADDRESS} {post}", by_post=True)
        if not self.reasons:
            return _FIRST
        found = [self.reasons.get(digest_of(address)) for address in addresses]
        if _Reason.NO_UPDATES in found:
            return Reach(None, NO_UPDATES)
        if _Reason.PREFERS_POST in found:
            return Reach(None, f"{PREFERS_POST} {post}", by_post=True)
        if None in found:
            return Reach(found.index(None))
        return Reach(None, f"{ALL_HELD.format(why=_Reason(found[0] or '').label)} {post}", by_post=True)


_FIRST = Reach(0)
_WEIGHT = [_Reason.SOFT, _Reason.GONE, _Reason.COMPLAINED, _Reason.PREFERS_POST, _Reason.NO_UPDATES]


def _strongest(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a person asked for outweighs what happened to their mailbox."""
    reasons: dict[str, str] = {}
    for digest, reason in rows:
        if digest not in reasons or _WEIGHT.index(_Reason(reason)) > _WEIGHT.index(_Reason(reasons[digest])):
            reasons[digest] = reason
    return reasons
