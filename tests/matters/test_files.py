"""What a matter file must be. Each mistake is named with its line, its key and what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from claimants.matters.stages import Mode
from tests.matters.samples import EXAMPLE, NOW, SMALL, changed, file_from, line_of, problems_in

MISTAKES = {
    "an unknown key": ("defendant: Company", "defendant: Company\ncolour: red", "colour", "not known here"),
    "a missing key": ("number: 1:26-cv-00001\n", "", "number", "missing"),
    "a wrong kind": (
        "registrations_open: true",
        "registrations_open: 3",
        "registrations_open",
        "expected true or false",
    ),
    "yes for true": ("registrations_open: true", "registrations_open: yes", "registrations_open", "true or false"),
    "a number for text": ("caption: Doe v. Company", "caption: 12", "caption", "expected text"),
    "text for a list": ("languages: [en]", "languages: en", "languages", "expected a list"),
    "a blank text": ("court: A court", 'court: "  "', "court", "is blank"),
    "a slug with spaces": ("slug: doe-v-company", "slug: Doe v. Company", "slug", "found 'Doe v. Company'"),
    "an unknown stage": ("stage: filed\n", "stage: filled\n", "stage", "expected"),
    "a stage without its entry": (
        "stage: filed\n",
        "stage: dismissed\n",
        "stage",
        "latest entry of `stages` is 'filed'",
    ),
    "an unknown time zone": ("America/Los_Angeles", "America/Gotham", "court_time_zone", "name of a time zone"),
    "a time zone that is a path": ("America/Los_Angeles", "../../etc/passwd", "court_time_zone", "name of a time zone"),
    "31 February": ("since: 2026-01-05", "since: 2026-02-31", "stages[1].since", "does not exist in the calendar"),
    "a relative date misspelt": ("since: 2026-01-05", "since: loaded + 5 dayz", "stages[1].since", "loaded + 60 days"),
    "a hearing without a time": ("2027-03-01 10:00", "2027-03-01", "dates[1].moment", "needs its time of day"),
    "a moment that is no moment": ("2027-03-01 10:00", "soon", "dates[1].moment", "expected a day or a moment"),
    "a moment at hour 25": ("2027-03-01 10:00", "2027-03-01 25:00", "dates[1].moment", "expected a day or a moment"),
    "a date without an order": ('order: "Dkt. 2"', 'order: ""', "dates[1].order", "some text"),
    "an unknown basis": ("basis: held", "basis: guessed", "dates[1].basis", "expected"),
    "no telephone": ("  telephone: +1 415 555 0123\n", "", "sponsor.telephone", "missing"),
    "a telephone without its country": ("+1 415 555 0123", "415 555 0123", "sponsor.telephone", "country code"),
    "no address of a page": (
        "{text: Somebody sued.}",
        "{text: S., sources: [ftp://x]}",
        "summary[1].sources[1]",
        "https",
    ),
    "no retention date": ("  retain_until: 2030-12-31\n", "", "privacy.retain_until", "missing"),
    "perjury before a settlement": ("My answers are", "Under penalty of perjury", "attestation.text", "nobody swears"),
    "a declaration before a settlement": (
        "  text: My answers are true to the best of my knowledge.",
        "  inside_us: under penalty of perjury\n"
        "  outside_us: under penalty of perjury under the laws of the United States of America",
        "attestation",
        "a plain confirmation",
    ),
    "no gate": ("gate: true", "gate: false", "questions.pages", "the first page is a gate"),
    "a gate that asks too much": (
        "        - {id: names,",
        '        - {id: tale, kind: long_text, label: Tell us, feeds: "review:narrative"}\n        - {id: names,',
        "questions.pages[1].questions[4].feeds",
        "the gate asks nothing else",
    ),
    "open without reasons": (
        "  - {code: other, label: Another reason, text: The firm does not take this on.}",
        "  []",
        "reasons",
        "needs reasons",
    ),
    "a definition with an unknown key": (
        "  version: 1\n",
        "  version: 1\n  colour: red\n",
        "definition.colour",
        "not known here",
    ),
    "an unknown operator": ("op: overlaps", "op: touches", "definition.criteria[2].test", "touches"),
    "an unknown period": ("period: before", "period: after", "definition.criteria[2].test.period", "is not a period"),
    "a bit twice": ("      bit: 1", "      bit: 0", "definition.criteria[2].bit", "already that of"),
    "a criterion id twice": ("    - id: lived_here", "    - id: bought", "definition.criteria[2].id", "already"),
    "a criterion on a fact no question feeds": (
        'feeds: "fact:birth_year"',
        'feeds: "fact:role"',
        "definition.facts.birth_year",
        "no question feeds it",
    ),
    "a criterion on no fact": (
        "op: in, fact: role",
        "op: in, fact: roles",
        "definition.criteria[3].test.fact",
        "not a declared fact",
    ),
    "a fact nobody asks about": (
        "    birth_year: {kind: number}",
        "    birth_year: {kind: number}\n    hat: {kind: yes_no}",
        "definition.facts.hat",
        "remove it",
    ),
    "a country that is no code": (
        "country: US}",
        "country: USA}",
        "definition.criteria[2].test",
        "'USA' can never be an answer",
    ),
    "a choice that is not offered": (
        "values: [court]",
        "values: [judge]",
        "definition.criteria[3].test",
        "'judge' can never be an answer",
    ),
}


@pytest.mark.parametrize("old, new, key, sentence", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_with_its_line_and_key(old: str, new: str, key: str, sentence: str) -> None:
    text = changed(old, new)
    problems = problems_in(text)
    found = [problem for problem in problems if problem.key == key and sentence in problem.sentence]
    assert found, "\n".join(str(problem) for problem in problems)
    assert all(problem.file == "small.yaml" and problem.line > 0 for problem in problems)
    assert all(str(problem).endswith(".") for problem in problems)


def test_the_small_file_itself_has_no_problems() -> None:
    assert problems_in(SMALL) == []


def test_a_mistake_far_down_points_at_its_own_line() -> None:
    text = changed("op: overlaps, fact: homes", "op: overlaps, fact: houses")
    assert [problem.line for problem in problems_in(text)] == [line_of(text, "fact: houses")]


def test_several_mistakes_are_all_named_in_the_order_of_the_file() -> None:
    text = changed("number: 1:26-cv-00001", "number: 7", changed("basis: held", "basis: x"))
    assert [problem.key for problem in problems_in(text)] == ["number", "dates[1].basis"]


def test_a_stage_entry_twice_is_a_mistake() -> None:
    entry = "  - {stage: filed, since: 2026-01-05, source: Docket entry 1}\n"
    assert "twice" in problems_in(changed(entry, entry + entry))[0].sentence


def test_nothing_can_be_open_for_filing_in_a_closed_matter() -> None:
    text = EXAMPLE.read_text()
    text = changed("stage: preliminary_approval\nstages:", "stage: closed\nstages:", text)
    text = changed("  - stage: filed", "  - {stage: closed, since: loaded, source: Order}\n  - stage: filed", text)
    assert "nothing can be filed at the stage 'closed'" in problems_in(text)[0].sentence


COURT_AUTHORISED = {
    "a plain confirmation": ("  inside_us: >-", "  text: All true.\n  inside_us: >-", "attestation", "not all of them"),
    "perjury left out": ("under penalty of perjury that", "that", "attestation.inside_us", "under penalty of perjury"),
    "the laws left out": (" under the laws of the United States of America", "", "attestation.outside_us", "§ 1746"),
    "no deadline": ("kind: claim_deadline", "kind: other", "dates", "needs a `claim_deadline`"),
    "a right on no date": ("date: final_hearing", "date: other_hearing", "rights[4].date", "there is no date"),
    "a date twice": ("kind: objection_deadline", "kind: opt_out_deadline", "dates[2].kind", "stands here 2 times"),
    "a gate": ("    - id: your-plan", "    - id: your-plan\n      gate: true", "questions.pages[1].gate", "no gate"),
    "an option without its fact": (
        ", fact: fact:works_for_court}",
        "}",
        "definition.facts.works_for_court",
        "no question",
    ),
}


@pytest.mark.parametrize("old, new, key, sentence", COURT_AUTHORISED.values(), ids=COURT_AUTHORISED.keys())
def test_a_court_authorised_matter_must_say_what_the_law_asks(old: str, new: str, key: str, sentence: str) -> None:
    problems = problems_in(changed(old, new, EXAMPLE.read_text()))
    assert [p for p in problems if p.key == key and sentence in p.sentence], [str(p) for p in problems]


def test_filing_is_open_until_the_last_second_of_the_deadline() -> None:
    file = file_from(EXAMPLE.read_text())
    deadline = file.date("claim_deadline")
    assert deadline is not None
    assert file.mode is Mode.CLAIM
    assert file.is_open(NOW)
    assert file.is_open(deadline.moment)
    assert file.is_open(deadline.moment + timedelta(seconds=0.999))
    assert not file.is_open(deadline.moment + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("written", "first_too_late"),
    [
        ("2026-11-01", "2026-11-02T00:00:00-06:00"),
        ("2026-09-18 23:59", "2026-09-19T00:00:00-05:00"),
        ("2026-09-19T04:59:00+00:00", "2026-09-19T00:00:00-05:00"),
        ("2026-09-18 17:00", "2026-09-18T17:00:01-05:00"),
    ],
)
def test_the_last_minute_of_a_day_runs_to_midnight_where_the_court_sits(written: str, first_too_late: str) -> None:
    text = changed("loaded + 90 days", written, EXAMPLE.read_text())
    file, late = file_from(text), datetime.fromisoformat(first_too_late)
    deadline = file.date("claim_deadline")
    assert deadline is not None
    assert file.over_at(deadline) == late
    assert file.is_open(late - timedelta(milliseconds=1))
    assert not file.is_open(late)


def test_a_deadline_that_an_order_took_away_limits_nothing() -> None:
    text = changed("label: Last day to file a claim", "label: Last day\n    vacated: true", EXAMPLE.read_text())
    text = changed("registrations_open: true", "registrations_open: false", text)
    assert file_from(text).date("claim_deadline") is None


def test_a_registration_without_a_deadline_stays_open() -> None:
    assert file_from(SMALL).is_open(datetime(2050, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("inside_us, words", [(True, "perjury that"), (False, "perjury under the laws of the United")])
def test_the_declaration_follows_where_the_signer_is(inside_us: bool, words: str) -> None:
    assert words in file_from(EXAMPLE.read_text()).attestation.words(inside_us=inside_us)


def test_a_plain_confirmation_is_the_same_everywhere() -> None:
    attestation = file_from(SMALL).attestation
    assert attestation.words(inside_us=True) == attestation.words(inside_us=False) == attestation.text
