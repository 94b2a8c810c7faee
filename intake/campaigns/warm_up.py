"""Warming up: a sender that nobody knows yet is believed a little more each day that goes well."""

from dataclasses import dataclass

STEPS = (1_000, 2_000, 4_000, 8_000, 15_000, 25_000, 50_000, 100_000, 250_000)
"""Messages a day to one group of mailbox providers, day by day; after the last step there is no such limit."""

MOST_HARD = 0.02
MOST_COMPLAINTS = 0.001
MOST_DEFERRALS = 0.05
ENOUGH = 0.5
"""A day counts when at least this part of what was allowed was sent: an idle day has shown nothing."""


@dataclass(frozen=True)
class Day:
    """What became of one day's messages to one group: `hard` had nobody at their address, `refused` another ground."""

    sent: int
    hard: int = 0
    refused: int = 0
    complaints: int = 0
    deferrals: int = 0


def cap_of(step: int | None) -> int | None:
    """What may leave in a day at this step; None when the warming up is over, or was never needed."""
    return STEPS[step] if step is not None and step < len(STEPS) else None


def objection_to_step(step: int, yesterday: Day) -> str:
    """Why it stays at this step after such a day; empty when it goes on to the next."""
    if yesterday.sent < STEPS[min(step, len(STEPS) - 1)] * ENOUGH:
        return "Too few were sent yesterday to learn from."
    if yesterday.hard + yesterday.refused >= yesterday.sent * MOST_HARD:
        hard, refused = (each / yesterday.sent for each in (yesterday.hard, yesterday.refused))
        return (
            f"{hard:.1%} of yesterday's addresses did not exist, and {refused:.1%} of the messages were refused or "
            "came back for another reason; together it must be below 2 %."
        )
    if yesterday.complaints >= yesterday.sent * MOST_COMPLAINTS:
        return f"{yesterday.complaints / yesterday.sent:.2%} complained yesterday; it must be below 0.1 %."
    if yesterday.deferrals >= yesterday.sent * MOST_DEFERRALS:
        return f"{yesterday.deferrals / yesterday.sent:.1%} were put off yesterday; it must be below 5 %."
    return ""


def step_after(step: int | None, yesterday: Day) -> int | None:
    """The step of the next day; None once the last has gone well."""
    if step is None:
        return None
    if objection_to_step(step, yesterday):
        return step
    return step + 1 if step + 1 < len(STEPS) else None
