"""Reports that follow no standard: what can be told from their words and from the headers of their kind.

They say that something failed and for whom. Why it failed is never believed so far that an address is given up.
"""

import re
from dataclasses import dataclass
from email.message import Message

from intake.notices.report_parts import addresses_in, header, words_of


@dataclass(frozen=True)
class Told:
    """What the words of a report tell: for whom, why, and whether it is over."""

    addresses: tuple[str, ...]
    reason: str
    is_over: bool


_SENT_BY_MACHINES = re.compile(r"mailer-?daemon|postmaster|mail delivery|<>", re.IGNORECASE)
_SAYS_UNDELIVERED = re.compile(
    r"qmail-send program|created automatically by mail delivery software|delivery has failed to these recipients"
    r"|(un|not |n't |never |could not |cannot )(be )?deliver|(delivery|mail|message) (has |was |is )?(failed|delayed)"
    r"|returned (mail|to sender)|failure notice|address not found|message blocked|recipient inbox full"
    r"|delivery status notification|delivery (to|of) .{1,200} (failed|delayed)|fatal errors"
    r"|konnte nicht zugestellt|unzustellbar|n'a pas pu .tre|no se (pudo|ha podido) entregar|non .{1,20}recapitat",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"delayed|not yet been delivered|has not been delivered|will (be retried|keep trying|retry|continue to try)"
    r"|no action is required|still (being )?(retried|trying)|do not need to resend|verz.gert",
    re.IGNORECASE,
)
_ANSWERS_FOR_SOMEBODY = re.compile(
    r"out of (the )?office|auto(matic|mated)?[- ]?(reply|response|responder)|autosvar|abwesenheit|r.ponse automatique"
    r"|respuesta autom|risposta automatica|vacation|on leave|I am away",
    re.IGNORECASE,
)
_MARKS_OF_ANSWERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-MS-Exchange-Inbox-Rules-Loop")
_COPY_BEGINS = re.compile(
    r"^[ \t]*(-{2,}.{0,60}(copy of the message|original message|headers follow|returned message).*"
    r"|original message headers:)",
    re.IGNORECASE | re.MULTILINE,
)
_FOR_WHOM = re.compile(
    r"^[ \t]*<?([^\s<>\"(),;:@]{1,128}@[^\s<>\"(),;:@]{1,255})>?(?::|[ \t]*$|[ \t]+\()", re.MULTILINE
)
_REASON = re.compile(
    r"^.{0,200}(remote (host|server) (said|returned)|said:|reason:|error (that )?(was|from)|response (was|from)|<<<).*"
    r"|^\W{0,9}[45]\d\d[ :-].*|^.{0,300}#?\b[45]\.\d\.\d{1,3}\b.*",
    re.IGNORECASE | re.MULTILINE,
)


def says_it_is_automatic(message: Message) -> bool:
    """Many a bounce says so too: only what is no bounce is an answer for that."""
    mark = header(message, "Auto-Submitted").lower()
    return bool(mark) and not mark.startswith("no")


def answers_for_somebody(message: Message) -> bool:
    """Out of office and the like, told by what no bounce carries."""
    return (
        any(name in message for name in _MARKS_OF_ANSWERS)
        or header(message, "Precedence").lower() in {"auto_reply", "auto-reply"}
        or bool(_ANSWERS_FOR_SOMEBODY.search(header(message, "Subject")))
    )


def told_by(message: Message) -> Told | None:
    """What a bounce in plain words tells; None when this does not look like one at all."""
    words = words_of(message)[:20_000]
    subject = header(message, "Subject")
    failed = addresses_in(message, "X-Failed-Recipients")
    by_machine = any(_SENT_BY_MACHINES.search(header(message, name)) for name in ("From", "Return-Path", "Sender"))
    if not failed and not (by_machine and _SAYS_UNDELIVERED.search(f"{subject}\n{words}")):
        return None
    copy = _COPY_BEGINS.search(words)
    own_words = words[: copy.start()] if copy else words
    addresses = failed or tuple(dict.fromkeys(_FOR_WHOM.findall(own_words)))[:10]
    reasons = [found[0].strip() for found in _REASON.finditer(own_words)]
    return Told(addresses, " ".join(reasons[:6])[:1000], is_over=not _NOT_YET.search(f"{subject}\n{own_words}"))
