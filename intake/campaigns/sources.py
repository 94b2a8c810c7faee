"""Where the recipients of a campaign come from: the claims of its matter, or a list that somebody uploads."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from claimants.common.exceptions import Refused
from claimants.matters.stages import Mode
from intake.assessments.models import Outcome
from intake.filing.states import State

_FILED = tuple(state.value for state in State if state not in {State.DRAFT, State.WITHDRAWN})
_KNOWN: dict[str, frozenset[str] | None] = {
    "states": frozenset(State),
    "outcomes": frozenset(Outcome),
    "modes": frozenset(Mode),
    "languages": None,
}


@dataclass(frozen=True)
class ListSource:
    """The list comes with the act that freezes it; nothing of it is stored before."""


@dataclass(frozen=True)
class ClaimsSource:
    """Claims of the matter. An empty choice leaves nothing out, but for drafts and withdrawn claims.

    `on_paper` takes those too that nobody can be reached about by e-mail; they are written to by post.
    """

    states: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    on_paper: bool = False

    @property
    def chosen_states(self) -> tuple[str, ...]:
        return self.states or _FILED


Source = ListSource | ClaimsSource


def read_source(written: Mapping[str, Any]) -> Source:
    """The source as it is stored: `{"from": "list"}`, or `{"from": "claims", "states": […], …}`."""
    rest = {key: value for key, value in written.items() if key != "from"}
    if written.get("from") == "list" and not rest:
        return ListSource()
    if written.get("from") != "claims":
        raise Refused("Say where the recipients come from: the claims of this matter, or a list.")
    unknown = sorted(set(rest) - {*_KNOWN, "on_paper"})
    if unknown:
        raise Refused(f"Recipients cannot be chosen by {', '.join(unknown)}. There are {', '.join(_KNOWN)}.")
    chosen = {name: _choice(name, allowed, rest.get(name, ())) for name, allowed in _KNOWN.items()}
    return ClaimsSource(**chosen, on_paper=rest.get("on_paper") is True)


def as_written(source: Source) -> dict[str, Any]:
    if isinstance(source, ListSource):
        return {"from": "list"}
    return {"from": "claims"} | {name: value for name, value in asdict(source).items() if value}


def _choice(name: str, allowed: frozenset[str] | None, given: Any) -> tuple[str, ...]:
    values = tuple(str(value) for value in given) if isinstance(given, (list, tuple)) else (str(given),)
    wrong = [value for value in values if allowed is not None and value not in allowed]
    if wrong:
        raise Refused(f"“{wrong[0][:40]}” is none of the {name}. There are {', '.join(sorted(allowed or ()))}.")
    return tuple(dict.fromkeys(values))
