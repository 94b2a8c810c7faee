"""A definition's document with a patch over it: what an amendment writes down is what it changes, and no more."""

import copy
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from claimants.eligibility.document import Criterion, Definition, Flag
from claimants.eligibility.groups import Part, Subclass, Tier
from claimants.eligibility.shapes import Closed
from claimants.eligibility.vocabulary import listed

Path = tuple[str, ...]


class AmendmentError(ValueError):
    """A patch that does not fit its document. `str()` of it is a sentence; `path` says where in the patch."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(f"{'.'.join(path)}: {sentence}" if path else sentence)
        self.path = path
        self.sentence = sentence


class _ById(NamedTuple):
    """A list of the document that a patch gives as an object by id."""

    one: str
    shape: type[Closed]
    takes_the_rest: Callable[[Mapping[str, Any]], bool] = lambda item: False


_BY_ID: dict[Path, _ById] = {
    ("criteria",): _ById("criterion", Criterion),
    ("flags",): _ById("flag", Flag),
    ("subclasses",): _ById("subclass", Subclass),
    ("partition", "parts"): _ById("part", Part, lambda item: not item.get("values") and not item.get("list")),
    ("tiers",): _ById("tier", Tier, lambda item: not item.get("test")),
}


def amended(document: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the patch over it; neither is changed. AmendmentError says what does not fit.

    Objects merge key by key, and null removes. Criteria, flags, subclasses, tiers and the parts of a partition are
    given by id: `{criteria: {held_premium: {quote: "…"}, new_one: {…}, old_one: null}}`. New ones come last, but
    before the tier or part that takes everyone else. A test with another `op` takes the place of the old one whole.
    Any other list replaces the old one. Whether the result is a definition, `Definition.model_validate` says.
    """
    if not isinstance(patch, Mapping):
        raise AmendmentError((), "An amendment is an object: the keys of the definition that change.")
    for key in patch:
        if key not in Definition.model_fields:
            raise AmendmentError(
                (str(key),), f"a definition has no such key. Its keys: {_all(Definition.model_fields)}."
            )
    return _merged(document, patch, ())


def _merged(before: Mapping[str, Any], patch: Mapping[str, Any], path: Path) -> dict[str, Any]:
    after = copy.deepcopy(dict(before))
    for key, value in patch.items():
        here = (*path, str(key))
        if value is None:
            if key not in after:
                raise AmendmentError(here, f"there is nothing here to remove.{_meant(str(key), after)}")
            del after[key]
        elif here in _BY_ID:
            after[key] = _merged_list(after.get(key) or (), value, here)
        elif isinstance(value, Mapping):
            after[key] = _merged(_base(after.get(key), value), value, here)
        else:
            after[key] = copy.deepcopy(value)
    return after


def _base(before: Any, patch: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an object of the patch is laid over: nothing, if it is a test with another operator."""
    if not isinstance(before, Mapping) or ("op" in patch and patch["op"] != before.get("op")):
        return {}
    return before


def _merged_list(before: Sequence[Mapping[str, Any]], patch: Any, path: Path) -> list[Any]:
    kind = _BY_ID[path]
    if not isinstance(patch, Mapping):
        raise AmendmentError(
            path, f"give these by id, as in `{{{kind.one}_id: {{…}}}}`. A list here would replace all."
        )
    after = {str(item["id"]): copy.deepcopy(dict(item)) for item in before}
    for key, value in patch.items():
        here = (*path, str(key))
        if value is None:
            if key not in after:
                sentence = (
                    f"there is no {kind.one} {key!r} to remove.{_meant(str(key), after)} There are: {_all(after)}."
                )
                raise AmendmentError(here, sentence)
            del after[key]
            continue
        if not isinstance(value, Mapping):
            raise AmendmentError(here, f"expected what changes in this {kind.one}, or null to remove it.")
        if value.get("id", key) != key:
            raise AmendmentError((*here, "id"), "an id never changes. Remove the old one with null and add a new one.")
        if key not in after:
            _check_is_whole(value, kind, after, here)
            _add(after, str(key), _merged({"id": key}, value, here), kind)
        else:
            after[key] = _merged(after[key], value, here)
    return list(after.values())


def _check_is_whole(value: Mapping[str, Any], kind: _ById, there: Mapping[str, Any], path: Path) -> None:
    needed = [name for name, field in kind.shape.model_fields.items() if field.is_required() and name != "id"]
    if lacks := [name for name in needed if value.get(name) is None]:
        meant = _meant(path[-1], there)
        raise AmendmentError(
            path, f"there is no {kind.one} {path[-1]!r} yet.{meant} A new one has to be whole; it lacks {_all(lacks)}."
        )


def _add(items: dict[str, Any], key: str, item: dict[str, Any], kind: _ById) -> None:
    """Put a new one last, or before the last one if that takes everyone else."""
    last = list(items)[-1] if items else None
    items[key] = item
    if last is not None and kind.takes_the_rest(items[last]) and not kind.takes_the_rest(item):
        items[last] = items.pop(last)


def _meant(key: str, there: Mapping[str, Any]) -> str:
    close = get_close_matches(key, [str(name) for name in there], n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _all(names: Any) -> str:
    return listed(names, "and") if names else "none"
