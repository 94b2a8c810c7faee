"""The commands of an envelope go out together where the relay takes that, and each answer is known by its stage."""

from collections.abc import Callable

import pytest

from intake.notices.delivery import Envelope, SmtpDelivery
from intake.notices.replies import Reply, Stage
from tests.notices.scripted import MESSAGE, TOGETHER, Scripted, word_of


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
    assert [word_of(piece) for piece in relay.heard[0]][:4] == ["EHLO", "MAIL", "RCPT", "DATA"]


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
