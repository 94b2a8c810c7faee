"""Other ways to send the same messages to the same relay: `python -m tests.bench.mailers NAME FIRST NUMBER`.

What a mailer does before it sends, such as filling its queue, is not measured. The Celery task keeps its connection,
and the others get what makes them faster: see `tests/bench/settings_notices.py`.
"""

import os
import smtplib
import sys
from collections.abc import Callable, Sequence
from functools import cache

import django
from celery import Celery
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

django.setup()

from tests.bulk.letters import (  # noqa: E402
    HTML,
    SENDER,
    SUBJECT,
    TEXT,
    address_of,
    message_for,
    message_id_of,
    wire_for,
)

app = Celery("mailers", broker=os.environ.get("REDIS_URL"))
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=4, broker_connection_retry_on_startup=True)
Codes = Sequence[str]


@app.task(name="mailers.send_one")
def send_one(code: str) -> None:
    """A Celery task for one message, over a connection that its process keeps."""
    message = message_for(code)
    message.connection = _kept_connection()
    message.send()


def by_hand(codes: Codes) -> None:
    """`smtplib`, prepared bytes, one connection: what no sender can be faster than, if it waits for each answer."""
    wires = [(address_of(code), wire_for(code)) for code in codes]
    with smtplib.SMTP(os.environ["RELAY_HOST"], int(os.environ["RELAY_PORT"])) as line:
        for address, wire in wires:
            line.sendmail(SENDER, [address], wire)


def by_celery(codes: Codes) -> None:
    """Fills the queue; a worker that is started afterwards empties it."""
    with app.connection_for_write() as connection, app.amqp.producer_pool.acquire() as producer:
        assert connection
        for code in codes:
            send_one.apply_async((code,), producer=producer)


def by_post_office(codes: Codes) -> None:
    from post_office import mail

    for at in range(0, len(codes), 1000):
        mail.send_many([
            {
                "recipients": [address_of(code)], "sender": SENDER, "subject": SUBJECT, "message": TEXT,
                "html_message": HTML, "headers": {"Message-ID": message_id_of(code)},
            }
            for code in codes[at : at + 1000]
        ])  # fmt: skip
    while sum(mail.send_queued(processes=1)):
        pass


def by_django_mailer(codes: Codes) -> None:
    from mailer.engine import send_all

    messages: list[EmailMultiAlternatives] = [message_for(code) for code in codes]
    get_connection("mailer.backend.DbBackend").send_messages(messages)
    send_all()


WAYS: dict[str, Callable[[Codes], None]] = {
    "raw": by_hand, "celery": by_celery, "post_office": by_post_office, "django_mailer": by_django_mailer
}  # fmt: skip


@cache
def _kept_connection() -> BaseEmailBackend:
    connection = get_connection()
    connection.open()
    return connection


def _codes(first: int, number: int) -> list[str]:
    return [f"R-{place:08d}" for place in range(first, first + number)]


if __name__ == "__main__":
    WAYS[sys.argv[1]](_codes(int(sys.argv[2]), int(sys.argv[3])))
