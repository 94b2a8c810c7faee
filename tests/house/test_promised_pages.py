"""No page of any stage promises money or a result, whatever became of the person's claim."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from claimants.matters.models import Matter
from claimants.matters.stages import ACCEPTS_FILING, MODE_OF, Stage
from claimants.people.models import Role, User
from intake.decisions import actions as decisions
from intake.filing import actions as filing
from intake.filing.models import Claim
from intake.review import actions as review
from tests.fixtures.filings import file_claim, new_claimant, staff_of
from tests.house.promises import promises_in

SignedIn = Callable[..., Client]
_HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_SPEAKING = re.compile(r'\s(?:title|aria-label|alt|placeholder|value)="([^"]*)"')

BEFORE_SETTLEMENT = [stage for stage in Stage if MODE_OF[stage] == "registration"]
COURT_AUTHORISED = [stage for stage in Stage if MODE_OF[stage] == "claim"]


def words_of(page: str) -> str:
    """Everything a page says: its text, and the words in attributes that are shown or read aloud."""
    body = _HIDDEN.sub(" ", page)
    spoken = " . ".join(_SPEAKING.findall(body))
    return html.unescape(re.sub(r"<[^>]+>", " ", body) + " . " + spoken)


def at_stage(matter: Matter, stage: Stage) -> Matter:
    Matter.objects.filter(pk=matter.pk).update(
        stage=stage, document={**matter.document, "stage": stage.value}, sha256=f"{stage:x<64}"[:64]
    )
    return Matter.objects.get(pk=matter.pk)


def sourced(matter: Matter) -> list[str]:
    file = matter.file
    return [fact.text for fact in file.facts] + [statement.said for statement in file.statements]


def in_every_state(matter: Matter) -> list[tuple[User, Claim]]:
    """People whose claims stand differently."""
    anna, bert = staff_of(matter, "anna", Role.SUPERVISOR), staff_of(matter, "bert", Role.SUPERVISOR)
    reason = matter.file.reasons[0].code
    scenes: dict[str, Callable[[Claim], object]] = {
        "submitted": lambda claim: None,
        "asked": lambda claim: review.ask(claim=claim, questions=["full_name"], message="", days=30, by=anna),
        "on-file": lambda claim: decisions.keep_on_file(claim=claim, note="", by=anna),
        "accepted": lambda claim: decisions.accept(claim=claim, note="", by=anna),
        "declined": lambda claim: decisions.second(
            proposal=decisions.propose_decline(claim=claim, reasons=[reason], note="", by=anna), by=bert
        ),
        "withdrawn": lambda claim: filing.withdraw(claim=claim, by=claim.filed_by),
    }
    made = []
    for name, act in scenes.items():
        claim = file_claim(matter, new_claimant(name))
        if name not in {"submitted", "withdrawn"}:
            review.take(claim=claim, by=anna)
            review.clear_conflict(claim=claim, by=anna)
        act(claim)
        made.append((claim.filed_by, claim))
    return made


def pages_of(matter: Matter, claims: list[tuple[User, Claim]], signed_in: SignedIn) -> list[tuple[str, str]]:
    """Every page that anyone can come to in this matter, with what it says."""
    anyone = Client()
    public = ["/", f"/matters/{matter.slug}/", f"/matters/{matter.slug}/check/", f"/privacy/{matter.slug}/",
              "/accessibility/", "/sign-in/", "/notices/verify/"]  # fmt: skip
    said = [(address, anyone.get(address)) for address in public]
    for user, claim in claims:
        client, base = signed_in(user), f"/{claim.words.path}/{claim.reference}/"
        below = [base + page for page in ("answer/", "withdraw/", "dispute/", "correct/", "check-answers/")]
        own = [f"/{claim.words.path}/", "/account/", f"/matters/{matter.slug}/start/", base, *below]
        said += [(f"{claim.get_state_display()} {address}", client.get(address)) for address in own]
    newcomer = new_claimant("newcomer")
    said += drafts_of(matter, newcomer, signed_in(newcomer))
    return [(address, words_of(response.content.decode())) for address, response in said]


def drafts_of(matter: Matter, user: User, client: Client) -> list[tuple[str, object]]:
    if Stage(matter.stage) not in ACCEPTS_FILING:
        return []
    draft = filing.start(matter=matter, by=user)
    base = f"/{draft.words.path}/{draft.reference}/"
    pages = [page.id for page in matter.question_sets.get().questionnaire.pages]
    return [(base + page, client.get(f"{base}{page}/")) for page in [*pages, "check-answers"]]


@pytest.mark.parametrize("stage", BEFORE_SETTLEMENT)
def test_no_page_before_a_settlement_promises_anything(seed: Matter, signed_in: SignedIn, stage: Stage) -> None:
    assert_nothing_promised(seed, stage, signed_in)


@pytest.mark.parametrize("stage", COURT_AUTHORISED)
def test_no_page_of_a_settlement_promises_more_than_the_court(
    settlement: Matter, signed_in: SignedIn, stage: Stage
) -> None:
    assert_nothing_promised(settlement, stage, signed_in)


def assert_nothing_promised(matter: Matter, stage: Stage, signed_in: SignedIn) -> None:
    claims = in_every_state(matter)
    pages = pages_of(at_stage(matter, stage), claims, signed_in)
    assert len(pages) > 50
    allowed = sourced(matter)
    broken = {address: found for address, said in pages if (found := promises_in(said, stage, allowed=allowed))}
    assert broken == {}


def test_a_promise_on_a_page_would_be_found(seed: Matter) -> None:
    page = '<p>Hello</p><a title="Claim your money">x</a><p>You will <b>receive</b> nothing.</p>'
    found = promises_in(words_of(page), seed.stage)
    assert sorted(found) == ["Claim your money", "You will receive", "your money"]


def test_no_template_holds_a_promise_that_no_test_page_happens_to_show() -> None:
    folder = Path(__file__).parents[2] / "templates"
    for template in folder.rglob("*.html"):
        said = words_of(re.sub(r"\{[%#{].*?[%#}]\}", " ", template.read_text(), flags=re.DOTALL))
        assert promises_in(said, Stage.CLOSED) == [], template
