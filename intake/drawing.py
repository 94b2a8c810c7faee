"""Pictures drawn from the code, so that they cannot say anything else: states of a claim, and the pipeline."""

from collections.abc import Callable, Iterable

from intake.filing.models import EventKind
from intake.filing.states import HOLDER, TRANSITIONS, State
from intake.pipeline import APPLIED, PIPELINE


def pipeline_page() -> str:
    """The whole of `docs/pipeline.md`."""
    return "\n".join(
        [
            "# How a claim moves, and what follows",
            "",
            "Drawn from `intake/filing/states.py` and `intake/pipeline.py` by `manage.py draw_pipeline`.",
            "A test compares this page with the code.",
            "",
            "## The states of a claim",
            "",
            *_states(),
            "",
            "| state | who must act next |",
            "|---|---|",
            *(f"| {state.label} | {HOLDER[state].value} |" for state in State),
            "",
            "## What each event owes",
            "",
            "The handlers run in this order, in the transaction that records the event.",
            "",
            "| event | handlers |",
            "|---|---|",
            *(f"| {kind.label} | {_named(PIPELINE[kind])} |" for kind in EventKind),
            "",
            f"When a new class definition has judged everyone again: {_named(APPLIED)}.",
            "",
        ]
    )


def _states() -> list[str]:
    edges = [f"    {state} --> {target}" for state in State for target in State if target in TRANSITIONS[state]]
    return ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.DRAFT}", *edges, "```"]


def _named(handlers: Iterable[Callable[..., object]]) -> str:
    names = [f"`{handler.__module__.removeprefix('intake.')}.{handler.__name__}`" for handler in handlers]
    return ", ".join(names) or "nothing"
