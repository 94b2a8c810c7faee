"""Every kind of notice, found by itself: a file here with a `KIND` is a kind, named like its file."""

from importlib import import_module
from pkgutil import iter_modules

from intake.filing.models import EventKind
from intake.notices.vocabulary import Kind


def _found() -> dict[str, Kind]:
    kinds = {}
    for module in iter_modules(__path__):
        kind: Kind = import_module(f"{__name__}.{module.name}").KIND
        if kind.name != module.name:
            raise ImportError(f"The kind in notices/kinds/{module.name}.py calls itself {kind.name!r}.")
        kinds[kind.name] = kind
    return kinds


KINDS: dict[str, Kind] = _found()
OWED_FOR: dict[EventKind, tuple[str, ...]] = {
    event: tuple(kind.name for kind in KINDS.values() if event in kind.events) for event in EventKind
}


def kind_named(name: str) -> Kind:
    """The kind of that name; a KeyError with a sentence when there is none."""
    if name not in KINDS:
        raise KeyError(f"There is no kind of notice called {name!r}; there are: {', '.join(sorted(KINDS))}.")
    return KINDS[name]
