"""The messages: two parts, about 2.3 kB, made once; only the address and the Message-ID differ.

`BULK_POISON` names the code of a notice whose writing kills its process.
"""

import os
import signal
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256

from django.core.mail import EmailMultiAlternatives

from intake.notices.models import Notice
from intake.notices.writers import Unwritable, Written

SENDER = "notices@bulk.example.org"
SUBJECT = "Notice of a proposed settlement"
TEXT = "A court ordered this notice. It is about your rights, and no offer. " * 11
HTML = f"<!doctype html><html lang='en'><body><h1>{SUBJECT}</h1><p>{TEXT}</p></body></html>"
_CODE = "@@CODE@@"


def address_of(code: str) -> str:
    return f"{code}@mailbox.example.org"


def message_id_of(code: str) -> str:
    return f"<{code}@bulk.example.org>"


def message_for(code: str) -> EmailMultiAlternatives:
    """The same message as Django's own object, for mailers that want one."""
    message = EmailMultiAlternatives(
        SUBJECT, TEXT, SENDER, [address_of(code)],
        headers={"Message-ID": message_id_of(code), "Date": "Mon, 02 Mar 2026 17:05:00 +0000"},
    )  # fmt: skip
    message.attach_alternative(HTML, "text/html")
    return message


def wire_for(code: str) -> bytes:
    return code.encode().join(_pieces())


def write(notices: Sequence[Notice]) -> Mapping[int, Written | Unwritable]:
    """What a room registers as the writer for dispatches."""
    return {notice.pk: _written(notice) for notice in notices}


def _written(notice: Notice) -> Written:
    if notice.code == os.environ.get("BULK_POISON"):
        os.kill(os.getpid(), signal.SIGKILL)
    wire = wire_for(notice.code)
    return Written(notice, address_of(notice.code), wire, sha256(wire).hexdigest())


@cache
def _pieces() -> list[bytes]:
    wire = message_for(_CODE).message().as_bytes().replace(b"\n", b"\r\n")
    return wire.split(_CODE.encode())
