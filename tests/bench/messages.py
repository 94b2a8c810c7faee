"""What one message costs before it meets the relay: Django's, and ours from a skeleton. No network, no database."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from intake.notices.compiled import compile_template
from intake.notices.mime import sha256_of, wire_bytes
from tests.bench.measures import Measure, at_least

MESSAGES, ROUNDS = 2_000, 5
SENDER = "Office <office@example.org>"
AT = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
FRAME: dict[str, Any] = {
    "matter": {"caption": "In re Example Privacy Litigation", "court": "N.D. Cal.", "number": "5:25-cv-00709"},
    "sponsor": {"firm": "Doe LLP", "lawyer": "Jo Doe", "address": ["1 Main St", "Ames"], "telephone": "555-0100"},
    "statement": ["The court has looked at the settlement once.", "Nobody will ask you for a fee."],
    "settlement": {"dates": [], "rights": [], "release": []},
    "verify": "https://claims.example/notices/verify/",
}
BODY = """Dear {{ name }},

The court ordered that this notice be sent to you about {{ matter.caption }}. Your notice ID is {{ notice_id }}.

You were a customer from {{ since }} until {{ until }}.

https://claims.example/n/{{ notice_id }}/
"""


def measure() -> list[Measure]:
    """Microseconds a message, the best of some rounds, and how often one goes into the other within a round."""
    notice = compile_template(
        "Notice {{ notice_id }}", BODY, frame=FRAME, language="en", sender="Office <o@example.org>"
    )
    rows = [_row(number) for number in range(MESSAGES)]
    written = [notice.write(row, code="ABCD-1234") for row in rows]

    def django(number: int) -> bytes:
        words = written[number]
        message = SimpleNamespace(
            subject=words.subject, text=words.text, html=words.html,
            sender=SENDER, message_id=f"<a.{number}@example.org>", rendered_at=AT,
        )  # fmt: skip
        return wire_bytes(message, f"person{number}@example.org")

    def spliced(number: int) -> bytes:
        to, message_id = f"person{number}@example.org", f"<a.{number}@example.org>"
        return notice.wire(rows[number], code="ABCD-1234", to=to, message_id=message_id, date=AT)

    rounds = [(_microseconds(django), _microseconds(spliced)) for _ in range(ROUNDS)]
    wires = [spliced(number) for number in range(MESSAGES)]
    return [
        Measure("messages", "EmailMultiAlternatives, already rendered", min(one for one, _ in rounds), "µs"),
        Measure("messages", "skeleton, rendering and all", min(one for _, one in rounds), "µs"),
        at_least("messages", "ratio, median of the rounds", sorted(a / b for a, b in rounds)[ROUNDS // 2], "times", 5),
        Measure("messages", "SHA-256 of the bytes", _microseconds(lambda number: sha256_of(wires[number])), "µs"),
        Measure("messages", "size", sum(map(len, wires)) / MESSAGES, "bytes"),
    ]


def _row(number: int) -> dict[str, str]:
    name = f"Ana López {number}" if number % 4 == 0 else f"Alex Miller {number}"
    return {"name": name, "notice_id": f"K7QX-{number:04d}", "since": "May 1, 2021", "until": "June 30, 2024"}


def _microseconds(make: Callable[[int], object]) -> float:
    start = perf_counter()
    for number in range(MESSAGES):
        make(number)
    return (perf_counter() - start) / MESSAGES * 1e6
