"""What is a slot in a template, and what is said of anything else in braces."""

import pytest

from claimants.common.exceptions import Refused
from intake.notices.slots import pieces, read, written

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("a\n{{ name|upper }}", "The body, line 2: “{{ name|upper }}” is not a slot"),
        ("{% if x %}", "line 1: “{% if x %}” is not a slot"),
        ("{# x #}", "“{# x #}” is not a slot"),
        ("{{ name }", "“{{ name }” is not a slot"),
        ("name }}", "“}}” is not a slot"),
        ("{{ Name }}", "“{{ Name }}” is not a slot"),
        ("{{ a b }}", "is not a slot"), ("{{}}", "is not a slot"), ("{{ a\nb }}", "line 1: “{{ a” is not"),
        ("{{ {{ a }} }}", "is not a slot"),
        ("\n\n{{ matter.jugde }}", "line 3: nothing is known as “{{ matter.jugde }}”. There are matter.court."),
        ("a\x02b", "line 1: it holds the control character U+0002"), ("\ud800", "U+D800"), ("a\rb", "U+000D"),
    ],
)  # fmt: skip
def test_what_is_not_a_slot_is_named_with_its_line(source: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read(source, {"matter.court": "the court"}, what="The body")
    assert says in str(refused.value)


def test_slots_are_found_and_words_of_the_frame_are_filled_at_once() -> None:
    found = read(
        "{{a}} {{ b? }}\r\n{{ b }} {{ c? }} {x} {{ matter.court }}", {"matter.court": "{{ d }}"}, what="The body"
    )
    assert (found.required, found.optional) == ({"a", "b"}, {"c"})
    assert written(pieces(found.marked), {"a": "1", "b": "2", "c": "{{ a }}"}) == "1 2\n2 {{ a }} {x} {{ d }}"
