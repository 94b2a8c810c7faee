"""The envelope of the next message leaves with the end of the last, and each answer is known by its message."""

from collections.abc import Callable

import pytest

from intake.notices.delivery import Envelope, SmtpDelivery
from intake.notices.replies import Reply, Stage
from tests.notices.scripted import MESSAGE, TOGETHER, Scripted
from tests.waiting import until


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
