"""Every form that class definitions need can be said, and the page about it keeps up with the code."""

from pathlib import Path

import pytest

from claimants.eligibility.catalogue import NEEDED, TERMS, Needed, example
from claimants.eligibility.drawing import PAGE, forms_page
from claimants.eligibility.forms import FORMS

DOCS = Path(__file__).parents[2] / "docs"


def test_all_twenty_five_forms_are_there() -> None:
    assert len(NEEDED) == 25


@pytest.mark.parametrize("needed", [one for one in NEEDED if one.test], ids=lambda needed: needed.name)
def test_a_needed_form_can_be_said_and_read_out(needed: Needed) -> None:
    form = example(needed)
    assert list(form.check(TERMS)) == []
    assert form.reads(TERMS)
    form.compiled(TERMS)({})


def test_only_what_is_about_several_claims_has_no_test() -> None:
    assert [needed.name for needed in NEEDED if needed.test is None] == ["one per household"]


def test_every_operator_says_when_it_holds() -> None:
    assert {operator for operator, form in FORMS.items() if not vars(form).get("__doc__")} == set()


def test_the_page_of_the_forms_is_what_the_code_draws() -> None:
    assert (DOCS / PAGE).read_text(encoding="utf-8") == forms_page(), "run manage.py draw_forms"
