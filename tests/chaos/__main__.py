"""`python -m tests.chaos [WORD …]`: every kind of fault, or those whose name has one of the words; shows one table.

The word `limit` is for how exactly a limit of a hundred a second is kept, which takes a minute more.

`KILLS` is how often each kind strikes (20), `NOTICES` how many notices a campaign has (2,000). Five strikes fall into
one campaign. Ends with an error when anything was lost, doubled or wrongly called accepted, or came to no end.
"""

import os
import sys

from tests.chaos.site import own_site
from tests.services.debian import MissingError

EACH = 5
_HEADINGS = ("struck by", "strikes", "notices", "lost", "doubled", "unknown", "of them sent", "falsely accepted",
             "left over", "ended by itself", "longest silence", "in all", "holds")  # fmt: skip


def main(words: list[str]) -> int:
    kills, notices = int(os.environ.get("KILLS", "20")), int(os.environ.get("NOTICES", "2000"))
    rows = [_HEADINGS]
    with own_site() as site:
        from tests.chaos.campaigns import run_campaigns
        from tests.chaos.faults import FAULTS
        from tests.chaos.throttle import keep_a_limit

        chosen = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
        for fault in chosen:
            one = run_campaigns(site, fault, strikes=kills, each=EACH, notices=notices)
            print(f"{fault.name}: {one.seconds:.0f} s, {'holds' if one.holds else 'DOES NOT HOLD'}", flush=True)
            if not one.holds:
                print(site.crew.last_words(), flush=True)
            rows.append((
                fault.name, f"{one.strikes}", f"{one.notices:,}", f"{one.lost}", f"{one.doubled}", f"{one.unknown}",
                f"{one.unknown_but_sent}", f"{one.falsely_accepted}", f"{one.set_aside}", f"{one.revived}",
                f"{one.longest_silence:.1f} s", f"{one.seconds:.0f} s", "yes" if one.holds else "NO",
            ))  # fmt: skip
        kept = keep_a_limit(site) if not words or "limit" in words else None
    print(_table(rows))
    print(kept or "")
    return 1 if any(row[-1] == "NO" for row in rows) or (kept and not kept.holds) else 0


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except MissingError as missing:
        sys.exit(str(missing))
