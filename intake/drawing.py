"""Pictures drawn from the code, so that they cannot say anything else: states of a claim, and the pipeline."""

from intake.filing.models import EventKind
from intake.filing.states import HOLDER, TRANSITIONS, State
from intake.pipeline import PIPELINE


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
            *(f"| {kind.label} | {_handlers(kind)} |" for kind in EventKind),
            "",
        ]
    )


def _states() -> list[str]:
    edges = [f"    {state} --> {target}" for state in State for target in State if target in TRANSITIONS[state]]
    return ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.DRAFT}", *edges, "```"]


def _handlers(kind: EventKind) -> str:
    names = [f"`{handler.__module__.removeprefix('intake.')}.{handler.__name__}`" for handler in PIPELINE[kind]]
    return ", ".join(names) or "nothing"
