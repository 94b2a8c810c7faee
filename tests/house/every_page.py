"""A walk to every page that anyone can come to in a matter: with claims in every state, and with every ending."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.test import Client
from django.utils import timezone

from claimants.matters.models import Matter
from claimants.matters.stages import ACCEPTS_FILING, Stage
from claimants.people.models import Role
from intake.decisions import actions as decisions
from intake.decisions.models import Decision, DecisionOutcome
from intake.filing import actions as filing
from intake.filing.merging import BEGUN_UNDER
from intake.filing.models import Capacity, Claim
from intake.portal.forms.questions import QuestionsForm
from intake.review import actions as review
from tests.factories import ClassDefinitionFactory
from tests.fixtures.filings import CLAIM, REGISTRATION, file_claim, new_claimant, staff_of
from tests.portal.reading import sent_by

SignedIn = Callable[..., Client]
_HIDDEN = re.compile(r'<(script|style|head)\b.*?</\1>|<input\b[^>]*\btype="hidden"[^>]*>', re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SPEAKING = re.compile(r'\s(?:title|aria-label|alt|placeholder|value)="([^"]*)"')
_OF_ANYONE = ("/", "/accessibility/", "/sign-in/", "/sign-in/closed/", "/notices/verify/", "/nothing-here/")
_OF_A_CLAIM = ("", "answer/", "withdraw/", "dispute/", "correct/", "check-answers/")
_OF_A_PERSON = (
    "/registrations/",
    "/claims/",
    "/account/",
    "/account/copy/",
    "/account/erase/",
    "/nothing-here/",
    "/desk/",
)
_BORN_LATE, _A_CHILD = ({"birth_year": str(timezone.now().year - years)} for years in (16, 9))
_STOPPED_BY = {
    "represented": {"birth_year": "1980", "already_represented": "yes", "excluded_role": "none"},
    "role": {"birth_year": "1980", "already_represented": "no", "excluded_role": "court"},
    "under 18": _BORN_LATE,
}
_NOT_MET = {"excluded_role": "counsel", "ties": ["company"]}


def words_of(page: str) -> str:
    """Everything a page says: its title, its text, and the words in attributes that are shown or read aloud."""
    title = " . ".join(_TITLE.findall(page))
    body = _HIDDEN.sub(" ", page)
    spoken = " . ".join(_SPEAKING.findall(body))
    return html.unescape(f"{title} . {re.sub(r'<[^>]+>', ' ', body)} . {spoken}")


def in_every_state(matter: Matter) -> dict[str, Claim]:
    """Claims that stand differently, each of another person."""
    anna, bert, cora = (staff_of(matter, name, Role.SUPERVISOR) for name in ("anna", "bert", "cora"))

    def decline(claim: Claim) -> Decision:
        reason = matter.file.reasons[0].code
        proposal = decisions.propose_decline(claim=claim, reasons=[reason], note="", by=anna)
        return decisions.second(proposal=proposal, by=bert)

    def reverse(claim: Claim) -> None:
        decisions.reverse(decision=decline(claim), outcome=DecisionOutcome.ACCEPTED, note="", by=cora)

    def dispute(claim: Claim) -> None:
        decisions.dispute(claim=decline(claim).claim, by=claim.filed_by)

    scenes: dict[str, Callable[[Claim], object]] = {
        "in-review": lambda claim: None,
        "asked": lambda claim: review.ask(claim=claim, questions=["full_name"], message="", days=30, by=anna),
        "on-file": lambda claim: decisions.keep_on_file(claim=claim, note="", by=anna),
        "accepted": lambda claim: decisions.accept(claim=claim, note="", by=anna),
        "declined": decline, "disputed": dispute, "reversed": reverse,
    }  # fmt: skip
    made = {name: file_claim(matter, new_claimant(name)) for name in ("submitted", "withdrawn", "of-a-child", *scenes)}
    filing.withdraw(claim=made["withdrawn"], by=made["withdrawn"].filed_by)
    for name, act in scenes.items():
        review.take(claim=made[name], by=anna)
        review.clear_conflict(claim=made[name], by=anna)
        act(made[name])
    return {name: Claim.objects.with_matter().get(pk=claim.pk) for name, claim in made.items()}


class Walk:
    """What each page says, by who came to it how; and the templates that were drawn on the way."""

    def __init__(self, matter: Matter, claims: Mapping[str, Claim], signed_in: SignedIn) -> None:
        self.matter, self.claims, self.signed_in = matter, claims, signed_in
        self.said: dict[str, str] = {}
        self.drawn: set[str] = set()

    def everywhere(self) -> "Walk":
        self._of_anyone()
        for name, claim in self.claims.items():
            self._of_a_person(name, claim)
        self._answers_anew()
        if Stage(self.matter.stage) in ACCEPTS_FILING:
            self._begins()
            if self.matter.file.questions.gate:
                self._is_stopped()
        self._erases()
        return self

    def look(self, who: str, client: Client, address: str, sent: Any = None) -> Any:
        """Goes there, as a link does or with what a form sends, and on to wherever that leads."""
        come = client.get(address, follow=True) if sent is None else client.post(address, sent, follow=True)
        place = f"{who}: {'' if sent is None else 'sent '}{address} {len(self.said)}"
        self.said[place] = words_of(come.content.decode())
        self.drawn |= {template.name for template in come.templates if template.name}
        return come

    def _of_anyone(self) -> None:
        anyone, at = Client(), f"/matters/{self.matter.slug}/"
        for address in (*_OF_ANYONE, at, f"{at}check/", f"{at}start/", f"/privacy/{self.matter.slug}/"):
            self.look("anyone", anyone, address)
        filled_in = (_as_typed(self.matter, {}), _as_typed(self.matter, _NOT_MET))
        for answers in ({}, {"birth_year": "1"}, *filled_in):
            self.look("anyone", anyone, f"{at}check/", answers)
        for code in ("", *self.matter.notices.values_list("code", flat=True)[:1]):
            self.look("anyone", anyone, "/notices/verify/", {"code": code})
        for email in ("", "somebody@example.org"):
            self.look("anyone", anyone, "/sign-in/", {"email": email})
        self.look("anyone", anyone, "/sign-in/code/", {"code": "0000 0000"})
        out_of_date = Client(enforce_csrf_checks=True)
        self.look("anyone", out_of_date, "/notices/verify/", {"code": ""})

    def _of_a_person(self, name: str, claim: Claim) -> None:
        client, base = self.signed_in(claim.filed_by), _base(claim)
        for address in (*_OF_A_PERSON, f"/matters/{self.matter.slug}/start/", *(base + page for page in _OF_A_CLAIM)):
            self.look(name, client, address)
        self.look(name, client, "/account/erase/", {})

    def _answers_anew(self) -> None:
        """Counsel asked, or the person corrects: the questions, what is signed, and a signature that is missing."""
        pages = [page.id for page in self.matter.file.questions.pages]
        for name, places in {"asked": ["answer"], "submitted": [f"correct/{page}" for page in pages]}.items():
            claim = self.claims[name]
            client = self.signed_in(claim.filed_by)
            for place in places:
                address = f"{_base(claim)}{place}/"
                asked = self.look(name, client, address)
                to_sign = self.look(name, client, address, _sent_by(asked))
                self.look(name, client, address, {**_sent_by(to_sign), "sign": "yes"})
        for name in ("submitted", "in-review"):
            client, base = self.signed_in(self.claims[name].filed_by), _base(self.claims[name])
            for place in ("answer", f"correct/{pages[-1]}"):
                self.look(f"{name}, too late", client, f"{base}{place}/", {"full_name": "Somebody Else"})

    def _begins(self) -> None:
        user = new_claimant("newcomer")
        client, at = self.signed_in(user), f"/matters/{self.matter.slug}/start/"
        self.look("newcomer", client, at, {})
        for capacity in Capacity.values:
            self.look("newcomer", client, f"{at}{capacity}/")
            self.look("newcomer", client, f"{at}{capacity}/", {})
        for capacity in (Capacity.SELF, Capacity.PARENT):
            self._fills_in(client, filing.start(matter=self.matter, by=user, capacity=capacity))

    def _fills_in(self, client: Client, draft: Claim) -> None:
        base, questionnaire = _base(draft), self.matter.file.questions
        addresses = [base, *(f"{base}{page.id}/" for page in questionnaire.pages), f"{base}check-answers/"]
        for address in (*addresses, f"{base}withdraw/", f"/matters/{self.matter.slug}/start/"):
            self.look("newcomer", client, address)
        for page in questionnaire.pages:
            self.look("newcomer", client, f"{base}{page.id}/", {})
        filing.save_answers(claim=draft, answers=_answers(self.matter), by=draft.filed_by)
        for address in addresses:
            self.look("newcomer", client, address)
        self.look("newcomer", client, f"{base}sign/", {"token": "", "typed_name": ""})
        self._begun_under_another_definition(draft)
        self.look("newcomer", client, f"{base}check-answers/")

    def _begun_under_another_definition(self, draft: Claim) -> None:
        """One that had a point less."""
        law = self.matter.definitions.get(status="in_force").document
        other = {**law, "criteria": law["criteria"][1:]}
        version = self.matter.definitions.count() + 1
        ClassDefinitionFactory.create(matter=self.matter, version=version, document=other, status="draft")
        draft.refresh_from_db()
        Claim.objects.filter(pk=draft.pk).update(draft={**draft.draft, BEGUN_UNDER: version})

    def _is_stopped(self) -> None:
        """On the first page, and on the same page when it is corrected."""
        gate, page = f"/matters/{self.matter.slug}/start/self/", self.matter.file.questions.gate
        corrects = self.signed_in(self.claims["submitted"].filed_by)
        for name, sent in _STOPPED_BY.items():
            self.look(name, self.signed_in(new_claimant(name.replace(" ", "-"))), gate, sent)
            self.look(name, corrects, f"{_base(self.claims['submitted'])}correct/{page.id if page else ''}/", sent)
        for user in (new_claimant("a-child"), self.claims["of-a-child"].filed_by, staff_of(self.matter, "of-staff")):
            client = self.signed_in(user)
            self.look("under 13", client, gate, _A_CHILD)
            self.look("under 13", client, gate, {**_A_CHILD, "year_is_right": _A_CHILD["birth_year"]})

    def _erases(self) -> None:
        claim = self.claims["withdrawn"]
        client, sent = self.signed_in(claim.filed_by), {"reference": claim.reference}
        self.look("withdrawn", client, "/account/erase/", sent)
        self.look("withdrawn", client, "/account/erase/", {**sent, "sure": "yes"})
        nobody = self.signed_in(new_claimant("with-nothing"))
        self.look("with nothing", nobody, "/account/erase/")
        for sent in ({"close": "yes"}, {"close": "yes", "sure": "yes"}):
            self.look("with nothing", nobody, "/account/erase/", sent)


def _base(claim: Claim) -> str:
    return f"/{claim.words.path}/{claim.reference}/"


def _answers(matter: Matter) -> dict[str, Any]:
    return REGISTRATION if matter.file.questions.gate else CLAIM


def _as_typed(matter: Matter, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a browser sends of the check, filled in."""
    questions = matter.file.questions.decisive
    form = QuestionsForm(matter.file.questions, questions, {**_answers(matter), **changes})
    return dict(sent_by("".join(form.drawn(question.id) for question in questions)).lists())


def _sent_by(page: Any) -> dict[str, Any]:
    return dict(sent_by(page.content.decode()).lists())
