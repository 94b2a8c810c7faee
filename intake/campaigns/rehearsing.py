"""What comes out when messages are written and not sent: sizes, and why some cannot be written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from intake.campaigns.models import DryRun
from intake.notices.models import Notice
from intake.notices.writers import Unwritable, writer_for_dispatches

REASONS = 20
LARGEST = 200_000
TOO_LARGE = "The message has {octets:,} octets, and {largest:,} are the most. Shorten what is in it."


@dataclass
class Written:
    """Of a chunk: the octets of each message by its place, and the reasons by theirs."""

    sizes: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)

    def add_to(self, dry_run: DryRun) -> None:
        """Adds the chunk to what is known of those before it."""
        dry_run.unwritable += len(self.reasons)
        room = REASONS - len(dry_run.reasons)
        dry_run.reasons += [{"place": place, "why": self.reasons[place]} for place in sorted(self.reasons)[:room]]
        if not self.sizes:
            return
        dry_run.octets += sum(self.sizes.values())
        shortest, longest = min(self.sizes, key=self.sizes.__getitem__), max(self.sizes, key=self.sizes.__getitem__)
        if dry_run.shortest is None or self.sizes[shortest] < dry_run.shortest:
            dry_run.shortest, dry_run.shortest_place = self.sizes[shortest], shortest
        if dry_run.longest is None or self.sizes[longest] > dry_run.longest:
            dry_run.longest, dry_run.longest_place = self.sizes[longest], longest


def written_of(notices: Sequence[Notice], place_of: Callable[[Notice], int]) -> Written:
    """Writes the messages of a chunk by the writer that will write them. What was erased owes nothing."""
    messages, found = writer_for_dispatches()(notices), Written()
    for notice in notices:
        message, place = messages[notice.pk], place_of(notice)
        if isinstance(message, Unwritable):
            if not message.is_erased:
                found.reasons[place] = message.why
        elif len(message.wire) > LARGEST:
            found.reasons[place] = TOO_LARGE.format(octets=len(message.wire), largest=LARGEST)
        else:
            found.sizes[place] = len(message.wire)
    return found
