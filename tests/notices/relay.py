"""An SMTP relay that answers as a test wants, per address and stage, or goes silent, or drops the line."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.fixtures.mail import MailSink

DROP = "drop"
HANG = "hang"


class Relay(MailSink):
    """`at[stage][address]` is the answer at `mail`, `rcpt` or `message`: a reply line, DROP or HANG.

    An answer that is a list is used up one by one; then the relay says yes.
    """

    def __init__(self, folder: Any) -> None:
        super().__init__(folder)
        self.at: dict[str, dict[str, str | list[str]]] = {"mail": {}, "rcpt": {}, "message": {}}
        self.peers: set[Any] = set()
        self.hanging = 0
        self._release: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.messages]

    def let_go(self) -> None:
        """Ends every silence, so that the server can be stopped."""
        for loop, event in self._release:
            loop.call_soon_threadsafe(event.set)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.peers.add(session.peer)
        answer = await self._answer("mail", "", server)
        if answer.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        answer = await self._answer("rcpt", address, server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer("message", envelope.rcpt_tos[0], server)
        return await super().handle_DATA(server, session, envelope) if answer.startswith("2") else answer

    async def _answer(self, stage: str, address: str, server: SMTP) -> str:
        answer = self.at[stage].get(address, "250 OK")
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else "250 OK"
        if answer == HANG:
            event = asyncio.Event()
            self._release.append((asyncio.get_running_loop(), event))
            self.hanging += 1
            await event.wait()
        if answer in (DROP, HANG):
            server.transport.abort()
            return "421 gone"
        return answer
