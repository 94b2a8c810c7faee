"""Which rows of a list are looked at before it is written to."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.notices.extremes import extremes

pytestmark = pytest.mark.pure

ROWS = [
    {"name": "Ana", "city": "Ames"},
    {"name": "", "city": "Rome"},
    {"name": "Bo", "city": "Ulm", "note": "a column that no template asks for"},
    {"name": "Maximiliane", "city": "Llanfairpwll"},
    {"name": "Cy", "city": "  "},
    {"city": "Taumatawhakatangihangakoauau"},
]


def test_the_longest_the_shortest_and_those_that_lack_something_are_found() -> None:
    found = extremes(ROWS, ["name", "city"])
    assert found.longest is not None
    assert found.shortest is not None
    assert (found.longest.number, found.shortest.number) == (6, 3)
    assert {name: row.number for name, row in found.longest_of.items()} == {"name": 4, "city": 6}
    assert {name: [row.number for row in rows] for name, rows in found.lacking.items()} == {"name": [2, 6], "city": [5]}
    assert found.lacks == {"name": 2, "city": 1}
    assert [row.number for row in found.rows()] == [2, 3, 4, 5, 6]


def test_an_empty_list_and_one_where_every_row_lacks_something_are_read_too() -> None:
    assert extremes([], ["name"]).rows() == []
    found = extremes([{"name": ""}, {}], ["name"])
    assert found.shortest is not None
    assert found.shortest.number == 1
    assert [row.number for row in extremes(ROWS, []).rows()] == [1]


def test_few_rows_are_kept_of_a_long_list_that_is_read_once() -> None:
    rows: Iterator[dict[str, str]] = ({"name": ""} for _ in range(10_000))
    found = extremes(rows, ["name"], shown=3)
    assert ([row.number for row in found.lacking["name"]], found.lacks["name"]) == ([1, 2, 3], 10_000)


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional={"a": st.text("x ", max_size=4), "b": st.text("x", max_size=4)})))
def test_nothing_is_longer_than_the_longest(rows: list[dict[str, str]]) -> None:
    found = extremes(rows, ["a", "b"])
    lengths = [sum(len(row.get(name, "").strip()) for name in "ab") for row in rows]
    if rows:
        assert found.longest is not None
        assert lengths[found.longest.number - 1] == max(lengths)
        assert found.longest.number - 1 == lengths.index(max(lengths))
    assert found.lacks == {name: sum(not row.get(name, "").strip() for row in rows) for name in "ab"}
