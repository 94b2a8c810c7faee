"""JSON objects from a stream: one over several lines, or one a line. A line that is wrong says what is wrong."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

LONGEST_LINE = 2_000_000


@dataclass(frozen=True)
class Line:
    """One object and the line (from 1) on which it begins; or the sentence about why there is none."""

    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    mistake: str = ""


def read_objects(stream: BinaryIO) -> Iterator[Line]:
    """Each object as it comes, so that a million lines need the memory of one."""
    number, found = 0, False
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if not raw.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        if not found and _goes_on(raw):
            yield _line(number, raw + stream.read(LONGEST_LINE + 1))
            return
        found = True
        yield _line(number, raw)
        if len(raw) > LONGEST_LINE:
            return
    if not found:
        yield Line(max(number, 1), mistake="nothing to read. Give the facts as one JSON object, or one a line.")


def _goes_on(raw: bytes) -> bool:
    """Whether the first line is only the beginning of an object."""
    try:
        json.loads(raw)
    except ValueError as error:
        at_end = getattr(error, "pos", 0) >= len(raw.rstrip())
        return at_end or "Unterminated" in str(error) or raw.strip() == b"{"
    except RecursionError:
        return False
    return False


def _line(number: int, raw: bytes) -> Line:
    if len(raw) > LONGEST_LINE:
        return Line(number, mistake=f"the object is larger than {LONGEST_LINE // 1_000_000} MB.")
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except UnicodeDecodeError:
        return Line(number, mistake="this is not UTF-8 text.")
    except json.JSONDecodeError as error:
        at = number + error.lineno - 1
        return Line(at, mistake=f"this is not JSON: {error.msg.lower()}, at character {error.colno}.")
    except ValueError as error:
        return Line(number, mistake=str(error))
    except RecursionError:
        return Line(number, mistake="the values are nested too deep.")
    if not isinstance(value, dict):
        return Line(number, mistake='expected one JSON object, such as {"birth_year": 1980}.')
    return Line(number, facts=value)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key “{key[:60]}” stands in it twice.")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a value of JSON. Leave out what is not known.")
