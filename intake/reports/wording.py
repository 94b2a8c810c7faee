"""The words of a declaration, made of a pack's own documents and of nothing else. Pure.

The same blocks become the text and the PDF. What a person must know or decide is left blank for them.
"""

import textwrap
from dataclasses import asdict, dataclass, field
from typing import Any

from intake.reports.approved import standing_approvals
from intake.reports.tally import REACHED

BLANK = "____________________"
_WIDTH = 96


@dataclass(frozen=True)
class Block:
    """`kind` is heading, paragraph, numbered, figures or blank; `rows` are the lines of figures."""

    kind: str
    text: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Paper:
    title: str
    mark: str
    blocks: list[Block]

    def as_text(self) -> str:
        """The declaration as plain text, each page's mark standing once at the top."""
        parts, number = ([self.mark] if self.mark else []) + [self.title.upper()], 0
        for block in self.blocks:
            number += block.kind == "numbered"
            parts.append(_text_of(block, number))
        return "\n\n".join(parts) + "\n"

    def as_document(self) -> dict[str, Any]:
        return asdict(self)


def declaration(about: dict[str, Any], counts: dict[str, Any], head: str) -> Paper:
    """What the declarant signs once it is completed: what was ordered, what was done, and what is not known."""
    campaign, matter = about["campaign"], about["matter"]
    mark = "INTERIM: the campaign is not finished, and these numbers will change." if about["interim"] else ""
    blocks = [
        Block("paragraph", f"{matter['court']}. {matter['caption']}. Case No. {matter['number']}."),
        Block("paragraph", f"I, {BLANK} (name of the declarant), declare as follows."),
        Block("numbered", f"I am {BLANK} (position and employer). I know what is stated here from {BLANK}."),
        Block("numbered", _ordered(campaign)),
        Block("numbered", _approved(about)),
        Block("numbered", _sent(about, counts)),
        Block("numbered", "What the lines of the list came to by e-mail; each line is counted once:"),
        Block("figures", rows=_reach(counts)),
        Block("numbered", _not_known(campaign, counts)),
        Block("numbered", _again(counts)),
        Block("numbered", "Letters, and whom no e-mail reached:"),
        Block("figures", rows=_post(counts)),
        Block("numbered", _limits()),
        Block(
            "numbered", "The records behind these numbers come with this declaration. They can be checked without us:"
        ),
        Block(
            "figures", rows=[("Digest of the list (SHA-256)", campaign["manifest_sha256"]), ("Head of the chain", head)]
        ),
        Block("paragraph", _OATH),
        Block("paragraph", f"Executed on {BLANK} (date), at {BLANK} (city and state)."),
        Block("blank", "Signature"),
        Block("blank", "Name"),
    ]
    return Paper(f"Declaration on notice: {campaign['name']}", mark, blocks)


_OATH = (
    "I declare under penalty of perjury under the laws of the United States of America that the foregoing is true "
    "and correct. 28 U.S.C. § 1746."
)


def _ordered(campaign: dict[str, Any]) -> str:
    order = (
        f"under the order at {campaign['order_reference']}"
        if campaign["order_reference"]
        else "without an order of the court"
    )
    deadline = f" The last message was to leave by {campaign['deadline_court']}." if campaign["deadline_court"] else ""
    return f"The campaign “{campaign['name']}” ({campaign['purpose'].lower()}) was carried out {order}.{deadline}"


def _approved(about: dict[str, Any]) -> str:
    standing = standing_approvals(about)
    if standing:
        who = "; ".join(f"{approval['by']} on {approval['at_court']}" for approval in standing)
        return f"The list, the words and the rate of sending were approved by {who}."
    if any(approval["act"] == "send" for approval in about["approvals"]):
        return "No approval of it stands: each was withdrawn, or was of another list, other words or another rate."
    return "No approval of it is on record."


def _sent(about: dict[str, Any], counts: dict[str, Any]) -> str:
    words = f"The list has {_number(counts['lines_ordered'])} lines, each a person to be told. "
    if not counts["first_accepted_court"]:
        return words + "No message was accepted by a mail relay."
    return words + (
        f"The first message was accepted by a mail relay at {counts['first_accepted_court']}, the last at "
        f"{counts['last_accepted_court']} (time zone of the court: {about['matter']['court_time_zone']}). "
        f"An attempt to send was begun for {_number(counts['messages_tried'])} messages in all. Mailboxes of our own, "
        f"{_number(about['campaign']['seeds'])} of them, are in none of these numbers."
    )


_SAID = {
    "delivered": "Delivered: the mailbox provider reported it",
    "accepted": "Accepted by the mail relay; nothing was reported since",
    "complained": "Accepted, and reported as unwanted by the recipient",
    "unfinished": "Not finished",
    "unknown": "Not known whether a message was sent",
    "undeliverable": "Undeliverable: refused for good, came back, or no address to write to",
    "by post alone": "Written to by post alone: no address, or none that may be written to",
    "cancelled": "Cancelled before anything was sent",
    "no message": "No message by e-mail",
}
_SAID_OF_POST = {
    "waiting": "To be exported",
    "exported": "Given to the printer",
    "mailed": "Mailed, and not returned",
    "returned": "Mailed, and returned",
    "exhausted": "No address left",
}
_SAID_WHEN_THERE_ARE = {"cancelled": "Taken back with the campaign, before they were printed"}


def _reach(counts: dict[str, Any]) -> list[tuple[str, str]]:
    came_to = counts["lines_by_what_they_came_to"]
    rows = [(_SAID[name], _number(came_to[name])) for name in _SAID]
    reached = sum(came_to[name] for name in REACHED)
    return [
        *rows,
        ("All lines of the list", _number(counts["lines_ordered"])),
        ("Of them reached by e-mail (the first three)", _number(reached)),
    ]


def _post(counts: dict[str, Any]) -> list[tuple[str, str]]:
    letters = counts["letters_by_state"]
    rows = [(said, _number(letters.get(name, 0))) for name, said in _SAID_OF_POST.items()]
    rows += [(said, _number(letters[name])) for name, said in _SAID_WHEN_THERE_ARE.items() if letters.get(name)]
    return [
        *rows,
        ("Not reached by e-mail, mailed and not returned", _number(counts["lines_not_reached_by_email_but_by_post"])),
        ("Reached neither by e-mail nor by post", _number(counts["lines_reached_by_neither"])),
    ]


def _not_known(campaign: dict[str, Any], counts: dict[str, Any]) -> str:
    unknown = counts["unknown_outcomes"]
    how = "; ".join(f"{name}: {_number(number)}" for name, number in sorted(unknown.items())) or "none"
    return (
        "When a connection breaks while the last bytes of a message are under way, nobody can know whether it was "
        f"sent. This happened {_number(sum(unknown.values()))} times ({how}). The rule for this campaign: "
        f"“{campaign['unknown_rule_says']}”. Each of them is in unknowns.csv."
    )


def _again(counts: dict[str, Any]) -> str:
    again = _number(counts["messages_tried_after_the_first"])
    return (
        f"Of the messages of which an attempt to send was begun, {again} followed an earlier one to the same person. "
        "Every message made after the first is in remails.csv, with what had become of the one before, also where no "
        "attempt to send it was begun."
    )


def _limits() -> str:
    return (
        "That a relay accepted a message does not show that it was read, nor that it was shown to the person and not "
        "kept back as unwanted. That a letter was not returned does not show that it arrived. Some mailbox providers "
        "report nothing. Of a person whose data was erased, the list keeps a digest and the language at most."
    )


def _number(number: int) -> str:
    return f"{number:,}"


def _text_of(block: Block, number: int) -> str:
    if block.kind == "figures":
        widest = max(len(label) for label, _ in block.rows)
        return "\n".join(f"    {label:<{widest}}  {figure}" for label, figure in block.rows)
    if block.kind == "blank":
        return f"{BLANK}{BLANK}\n{block.text}"
    lead = f"{number}. " if block.kind == "numbered" else ""
    return textwrap.fill(lead + block.text, _WIDTH, break_long_words=False, break_on_hyphens=False)
