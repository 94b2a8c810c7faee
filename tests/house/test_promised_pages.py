"""No page of any stage promises money or a result, whatever became of the person's claim."""

import ast
import re

import pytest
from django.template.autoreload import reset_loaders

from claimants.matters.digests import digest_of
from claimants.matters.models import Matter
from claimants.matters.promises import promises_in
from claimants.matters.stages import ACCEPTS_FILING, MODE_OF, SPONSOR, Mode, Stage
from tests.house.every_page import SignedIn, Walk, in_every_state, words_of
from tests.house.sources import files, python_files, text, tree

PAGES = [
    str(path.relative_to("templates"))
    for path in files("templates/portal/*.html")
    if "kinds" not in path.parts and not path.name.startswith("mail_")  # questions; mail, in development alone
]
ONLY_IN_A_SETTLEMENT = {"portal/matter/_deadlines.html"}
ONLY_IN_A_REGISTRATION = {
    "portal/gate.html", "portal/stopped.html", "portal/_what_stays.html", "portal/confirm_year.html",
    "portal/matter/_limitations.html",
}  # fmt: skip
_FOR_CLAIMS = re.compile(r"""{% if [\w.]+ == "claim" %}(?:(?!{% (?:if|else|elif|endif)).)*""", re.DOTALL)
COURT_AUTHORISED = [stage for stage in Stage if MODE_OF[stage] == "claim"]


@pytest.fixture(autouse=True)
def _nothing_is_drawn_yet() -> None:
    """What is drawn once a process is drawn anew here: a test that ran before must not hide it from the walk."""
    reset_loaders()


def at_stage(matter: Matter, stage: Stage) -> Matter:
    document = {**matter.document, "stage": stage.value}
    Matter.objects.filter(pk=matter.pk).update(stage=stage, document=document, sha256=digest_of(document))
    return Matter.objects.get(pk=matter.pk)


def sourced(matter: Matter) -> list[str]:
    file = matter.file
    return [fact.text for fact in file.facts] + [statement.said for statement in file.statements]


@pytest.mark.parametrize("stage", Stage)
def test_no_page_of_a_registration_promises_anything(seed: Matter, signed_in: SignedIn, stage: Stage) -> None:
    assert_nothing_promised(seed, stage, signed_in, not_drawn=ONLY_IN_A_SETTLEMENT)


@pytest.mark.parametrize("stage", COURT_AUTHORISED)
def test_no_page_of_a_settlement_promises_more_than_the_court(
    settlement: Matter, signed_in: SignedIn, stage: Stage
) -> None:
    assert_nothing_promised(settlement, stage, signed_in, not_drawn=ONLY_IN_A_REGISTRATION)


def assert_nothing_promised(matter: Matter, stage: Stage, signed_in: SignedIn, *, not_drawn: set[str]) -> None:
    """Nor is a page left out, as long as the matter takes something."""
    claims = in_every_state(matter)
    walk = Walk(at_stage(matter, stage), claims, signed_in).everywhere()
    allowed = sourced(matter)
    broken = {place: found for place, said in walk.said.items() if (found := promises_in(said, stage, allowed=allowed))}
    assert broken == {}
    if stage in ACCEPTS_FILING:
        assert set(PAGES) - walk.drawn == not_drawn


def test_a_promise_on_a_page_would_be_found(seed: Matter) -> None:
    page = '<p>Hello</p><a title="Claim your money">x</a><p>You will <b>receive</b> nothing.</p>'
    found = promises_in(words_of(page), seed.stage)
    assert sorted(found) == ["Claim your money", "You will receive", "your money"]


def test_a_key_that_happens_to_spell_a_sum_is_no_promise(seed: Matter) -> None:
    """Nobody sees what a form carries hidden, and keys are drawn by lot."""
    page = '<input type="hidden" name="csrfmiddlewaretoken" value="EUR5xq"><input type="text" value="EUR 5">'
    assert promises_in(words_of(page), seed.stage) == ["EUR 5"]


def test_no_template_holds_a_promise_that_no_test_page_happens_to_show() -> None:
    """Each is read as before a settlement, the strictest reading, but for what is drawn for claims alone."""
    for template in files("templates/*.html", "templates/*.txt"):
        said = words_of(_of_any_mode(text(template)))
        assert promises_in(said, Stage.DISMISSED) == [], template


def _of_any_mode(source: str) -> str:
    """The words of a template without its tags, and without what stands between `if … == "claim"` and its end."""
    plain = _FOR_CLAIMS.sub(" ", source)
    return re.sub(r"\{[%#{].*?[%#}]\}", " ", plain, flags=re.DOTALL)


def test_no_sentence_in_the_code_holds_a_promise_either() -> None:
    """What is said after an act, or in a state no walk comes to. What a settlement alone says is left out."""
    only_once_approved = ["The court approved the settlement.", SPONSOR[Mode.CLAIM]]
    for path in python_files("claimants", "intake"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = promises_in(node.value, Stage.DISMISSED, allowed=only_once_approved)
                assert found == [], f"{path}:{node.lineno}"
