"""What is the same on many pages is drawn once, and never in the place of something else."""

from django.template import Context, Template
from django.utils import translation

FIRM = Template("{% load site %}{% drawn_once firm %}{{ firm }} {{ count.next }}{% enddrawn_once %}")


class Count:
    def __init__(self) -> None:
        self._seen = 0

    def next(self) -> int:
        self._seen += 1
        return self._seen


def test_what_stands_inside_is_drawn_once() -> None:
    context = Context({"firm": "Doe & Co", "count": Count()})
    assert [FIRM.render(context) for _ in range(3)] == ["Doe &amp; Co 1"] * 3


def test_another_value_gets_its_own() -> None:
    count = Count()
    drawn = [FIRM.render(Context({"firm": firm, "count": count})) for firm in ("Roe", "Poe", "Roe")]
    assert drawn == ["Roe 1", "Poe 2", "Roe 1"]


def test_another_language_gets_its_own() -> None:
    template = Template("{% load i18n site %}{% drawn_once %}{% get_current_language as l %}{{ l }}{% enddrawn_once %}")
    drawn = []
    for language in ("en", "es", "en"):
        with translation.override(language):
            drawn.append(template.render(Context()))
    assert drawn == ["en", "es", "en"]


def test_a_process_does_not_keep_more_and_more() -> None:
    template = Template("{% load site %}{% drawn_once number %}{{ number }}{% enddrawn_once %}")
    assert [template.render(Context({"number": n})) for n in range(1000)] == [str(n) for n in range(1000)]
    assert len(template.nodelist[-1]._drawn) <= 200
