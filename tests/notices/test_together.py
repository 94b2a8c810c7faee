"""The commands of an envelope go out together where the relay takes that, and each answer is known by its stage."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings

from intake.notices.delivery import Envelope, SmtpDelivery
from intake.notices.replies import Reply, Stage
from tests.waiting import until

MESSAGE = Envelope("office@example.org", "ana@example.org", b"Subject: Hello\r\n\r\nHello.\r\n")
TOGETHER = ("PIPELINING", "SIZE 0")


class Scripted(threading.Thread):
    """A relay that says what a test gives it, by the first word; anything else is answered with 250.

    `heard` is what came in one piece, connection by connection; `taken` counts the messages that ended.
    """

    def __init__(self, *extensions: str, **answers: str) -> None:
        super().__init__(daemon=True)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._extensions = extensions
        self._answers = {"DATA": "354 go on", "QUIT": "221 bye", **answers}
        self.heard: list[list[str]] = []
        self.taken = 0

    def run(self) -> None:
        while True:
            try:
                peer, _ = self._server.accept()
            except OSError:
                return
            with peer:
                self._speaks(peer)

    def _speaks(self, peer: socket.socket) -> None:
        heard: list[str] = []
        self.heard.append(heard)
        peer.sendall(b"220 scripted\r\n")
        message = None
        while piece := peer.recv(65536).decode():
            heard.append(piece)
            if message is not None:
                message += piece
                if "\r\n.\r\n" not in message:
                    continue
                piece, message = message.partition("\r\n.\r\n")[2], None
                self.taken += 1
                peer.sendall(f"{self._answers.get('.', '250 2.0.0 taken')}\r\n".encode())
                if "ENDS" in self._answers:
                    return
            for line in piece.splitlines():
                said = self._answers_to(line, peer)
                if said.startswith("421"):
                    return
                message = "" if said.startswith("354") else message

    def _answers_to(self, line: str, peer: socket.socket) -> str:
        """By the name of the recipient, if there is an answer for that; else by the command."""
        word = _word(line)
        if word == "EHLO":
            lines = ["scripted", *self._extensions]
            said = "\r\n".join(f"250{' ' if line is lines[-1] else '-'}{line}" for line in lines)
        else:
            name = line.partition("TO:<")[2].partition("@")[0].upper()
            said = self._answers.get(name) or self._answers.get(word, "250 OK")
        peer.sendall(f"{said}\r\n".encode())
        return said

    def ends(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


def _word(line: str) -> str:
    return line.split()[0].upper()


@pytest.fixture
def scripted(settings: LazySettings) -> Iterator[Callable[..., Scripted]]:
    relays = []

    def start(*extensions: str, **answers: str) -> Scripted:
        relay = Scripted(*extensions, **answers)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
        relay.start()
        relays.append(relay)
        return relay

    yield start
    for relay in relays:
        relay.ends()


def _sends(times: int = 1, envelope: Envelope = MESSAGE) -> list[Reply]:
    delivery = SmtpDelivery()
    try:
        return [delivery.send(envelope, lambda: None) for _ in range(times)]
    finally:
        delivery.close()


def test_three_commands_are_one_piece(scripted: Callable[..., Scripted]) -> None:
    relay = scripted(*TOGETHER)
    assert [reply.stage for reply in _sends(2)] == [Stage.MESSAGE, Stage.MESSAGE]
    (heard,) = relay.heard
    together = [piece for piece in heard if piece.startswith("MAIL FROM:")]
    assert len(together) == 2
    assert all(piece.count("\r\n") == 3 and piece.endswith("DATA\r\n") for piece in together)
    assert relay.taken == 2


def test_a_relay_that_does_not_offer_it_is_asked_one_by_one(scripted: Callable[..., Scripted]) -> None:
    relay = scripted("SIZE 0")
    assert _sends()[0].is_acceptance
    assert [_word(piece) for piece in relay.heard[0]][:4] == ["EHLO", "MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize(
    "answers, stage, code",
    [
        ({"MAIL": "550 5.7.1 no", "RCPT": "503 first", "DATA": "503 first"}, Stage.MAIL, 550),
        ({"RCPT": "550 5.1.1 nobody", "DATA": "554 no recipients"}, Stage.RCPT, 550),
        ({"DATA": "451 4.3.0 later"}, Stage.DATA, 451),
    ],
)
def test_the_first_that_is_refused_is_the_answer_and_the_line_goes_on(
    scripted: Callable[..., Scripted], answers: dict[str, str], stage: Stage, code: int
) -> None:
    relay = scripted(*TOGETHER, **answers)
    assert [(reply.stage, reply.code) for reply in _sends(2)] == [(stage, code)] * 2
    assert len(relay.heard) == 1
    assert relay.heard[0].count("rset\r\n") == 2
    assert relay.taken == 0


def test_a_relay_that_waits_for_a_message_to_nobody_gets_none(scripted: Callable[..., Scripted]) -> None:
    relay = scripted(*TOGETHER, RCPT="550 5.1.1 nobody")
    assert [(reply.stage, reply.code) for reply in _sends(2)] == [(Stage.RCPT, 550)] * 2
    assert len(relay.heard) == 2, "the line is given up each time"
    assert relay.taken == 0
    assert not any("Subject:" in piece for heard in relay.heard for piece in heard)


def test_what_was_refused_stands_when_the_line_is_lost_after_it(scripted: Callable[..., Scripted]) -> None:
    scripted(*TOGETHER, RCPT="421 4.7.0 too many")
    reply = _sends()[0]
    assert (reply.stage, reply.code, reply.text) == (Stage.RCPT, 421, "4.7.0 too many")


def test_an_address_that_is_more_than_one_line_is_never_sent(scripted: Callable[..., Scripted]) -> None:
    relay = scripted(*TOGETHER)
    hostile = Envelope("office@example.org", '"a\r\nRCPT TO:<eve@example.org>"@example.org', MESSAGE.wire)
    with pytest.raises(ValueError, match="newline"):
        _sends(envelope=hostile)
    assert not any("eve@" in piece for piece in relay.heard[0])


def _sends_in_a_row(*addresses: str) -> list[Reply]:
    """Each message knows of the next, as those of one batch do."""
    envelopes: list[Envelope] = []
    for address in reversed(addresses):
        then = envelopes[0] if envelopes else None
        envelopes.insert(0, Envelope(MESSAGE.sender, address, MESSAGE.wire, then))
    delivery = SmtpDelivery()
    try:
        return [delivery.send(envelope, lambda: None) for envelope in envelopes]
    finally:
        delivery.close()


def test_the_next_envelope_goes_with_the_end_of_a_message(scripted: Callable[..., Scripted]) -> None:
    relay = scripted(*TOGETHER)
    assert all(reply.is_acceptance for reply in _sends_in_a_row("ana@example.org", "bo@example.org", "cy@example.org"))
    (heard,) = relay.heard
    assert [piece.count("DATA\r\n") for piece in heard if "DATA" in piece] == [1, 1, 1]
    assert [piece.partition("\r\n.\r\n")[2][:10] for piece in heard if "Hello" in piece] == ["MAIL FROM:"] * 2 + [""]
    assert relay.taken == 3


def test_nothing_goes_ahead_to_a_relay_that_does_not_offer_it(scripted: Callable[..., Scripted]) -> None:
    relay = scripted("SIZE 0")
    assert all(reply.is_acceptance for reply in _sends_in_a_row("ana@example.org", "bo@example.org"))
    assert all(piece.count("\r\n") == 1 for piece in relay.heard[0] if "MAIL" in piece)
    assert relay.taken == 2


@pytest.mark.parametrize(
    "answers, second",
    [
        ({".": "552 5.2.2 too large"}, (Stage.MESSAGE, 552)),
        ({".": "421 4.3.2 closing"}, (Stage.MESSAGE, 421)),
    ],
)
def test_a_message_that_is_refused_does_not_harm_the_one_that_went_ahead(
    scripted: Callable[..., Scripted], answers: dict[str, str], second: tuple[Stage, int]
) -> None:
    relay = scripted(*TOGETHER, **answers)
    replies = _sends_in_a_row("ana@example.org", "bo@example.org")
    assert [(reply.stage, reply.code) for reply in replies] == [second] * 2
    assert relay.taken == 2, "each was offered once"


def test_an_envelope_that_went_ahead_and_is_refused_is_answered_for_its_own_message(
    scripted: Callable[..., Scripted],
) -> None:
    relay = scripted(*TOGETHER, BO="550 5.1.1 nobody")
    replies = _sends_in_a_row("ana@example.org", "bo@example.org", "cy@example.org")
    assert [(reply.stage, reply.code) for reply in replies] == [
        (Stage.MESSAGE, 250), (Stage.RCPT, 550), (Stage.MESSAGE, 250),
    ]  # fmt: skip
    assert relay.taken == 2
    assert len(relay.heard) == 2, "a relay that waits for a message to nobody gets none: the line is given up"


def test_a_line_that_ends_after_a_message_costs_the_next_one_nothing(scripted: Callable[..., Scripted]) -> None:
    relay = scripted(*TOGETHER, ENDS="after each message")
    replies = _sends_in_a_row("ana@example.org", "bo@example.org", "cy@example.org")
    assert all(reply.is_acceptance for reply in replies)
    assert relay.taken == 3
    assert len(relay.heard) == 3


def test_a_line_that_expects_a_message_which_does_not_come_is_ended(scripted: Callable[..., Scripted]) -> None:
    relay = scripted(*TOGETHER)
    other = Envelope(MESSAGE.sender, "bo@example.org", MESSAGE.wire)
    delivery = SmtpDelivery()
    assert delivery.send(Envelope(MESSAGE.sender, "ana@example.org", MESSAGE.wire, other), lambda: None).is_acceptance
    assert delivery.send(MESSAGE, lambda: None).is_acceptance
    delivery.close()
    assert (relay.taken, len(relay.heard)) == (2, 2)
    assert not any("QUIT" in piece for piece in relay.heard[0])


@pytest.mark.parametrize("length, left_before", [(10, False), (20_000, True)])
def test_all_but_the_dot_of_a_large_message_has_left_when_it_is_handed_over(
    scripted: Callable[..., Scripted], length: int, left_before: bool
) -> None:
    """Of one that takes long to leave, what is not known begins at its dot; a small one is one piece with it."""
    relay = scripted(*TOGETHER)

    def has_left() -> bool:
        return "Again." in "".join(relay.heard[0])

    def hands_over() -> None:
        assert not has_left() or left_before
        if left_before:
            until(has_left)

    delivery = SmtpDelivery()
    message = Envelope(MESSAGE.sender, MESSAGE.address, MESSAGE.wire + b"Again.\r\n" * length)
    assert delivery.send(message, hands_over).is_acceptance
    delivery.close()
    assert relay.taken == 1
