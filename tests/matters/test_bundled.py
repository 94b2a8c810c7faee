"""The bundled matters: what they ask, what they say, and how the seed's criteria read the hard cases."""

import re
from pathlib import Path
from typing import Any

import pytest

from claimants.eligibility.evaluator import compile_definition
from claimants.eligibility.facts import flatten
from claimants.matters.files import MatterFile
from claimants.matters.sections import Limitation
from claimants.matters.stages import Mode
from intake.notices.reading import grade_of
from tests.matters.samples import BUNDLED, EXAMPLE, SEED, file_from

PROMISES = re.compile(
    r"your (payment|share|money|refund)|claim your|you will (get|receive|be paid)|entitled|get paid|compensation",
    re.IGNORECASE,
)
FACTS = [
    "residence", "account", "premium", "inmail", "inmail_first", "ai_setting", "ai_setting_changed_on", "excluded_role",
    "released", "birth_year", "premium_paid_by", "product", "already_represented", "first_learned_on",
]  # fmt: skip

COVERED = {
    "premium": [{"from": "2022-01", "to": "2023-06", "plan": "career"}],
    "residence": [{"from": "2010", "to": "open", "country": "US"}],
    "account": {"from": "2012", "to": "open"},
    "inmail": "both",
    "inmail_first": "2022-05",
    "excluded_role": "none",
    "released": False,
    "signed_on": "2026-11-23",
}


def seed() -> MatterFile:
    return file_from(SEED.read_text())


def judged(**change: Any) -> tuple[str, dict[str, str], list[str]]:
    """Outcome, result by criterion, and raised flags, for someone who is covered but for the change."""
    law = compile_definition(seed().definition)
    explanation = law.explain(flatten({**COVERED, **change}, law.definition))
    results = {one.id: one.result.value for one in explanation.criteria}
    return explanation.outcome.value, results, [flag.id for flag in explanation.flags]


def test_the_seed_reads_exactly_these_facts() -> None:
    assert sorted(seed().definition.facts) == sorted(FACTS)


def test_someone_who_meets_every_criterion_is_covered() -> None:
    outcome, results, flags = judged()
    assert outcome == "eligible"
    assert set(results.values()) == {"met"}
    assert flags == []


HARD_CASES = {
    "InMail on the very day": ({"inmail_first": "2024-09-18"}, "inmail_before", "not_met"),
    "InMail the day before": ({"inmail_first": "2024-09-17"}, "inmail_before", "met"),
    "InMail some time that month": ({"inmail_first": "2024-09"}, "inmail_before", "unknown"),
    "InMail some time that year": ({"inmail_first": "2024"}, "inmail_before", "unknown"),
    "InMail only received": ({"inmail": "received"}, "inmail_before", "met"),
    "no InMail, no date": ({"inmail": "none", "inmail_first": None}, "inmail_before", "not_met"),
    "InMail not known, date after": ({"inmail": None, "inmail_first": "2025"}, "inmail_before", "not_met"),
    "Premium from the very day": ({"premium": [{"from": "2024-09-18", "to": "open"}]}, "premium_before", "not_met"),
    "Premium until the day before": ({"premium": [{"from": "2024-09-17", "to": "open"}]}, "premium_before", "met"),
    "Premium from some day that month": ({"premium": [{"from": "2024-09", "to": "open"}]}, "premium_before", "unknown"),
    "never Premium": ({"premium": []}, "premium_before", "not_met"),
    "no Premium listed, list not complete": ({"premium": [], "premium_complete": False}, "premium_before", "unknown"),
    "from Zurich to New York": (
        {
            "residence": [
                {"from": "2010", "to": "2023-05", "country": "CH"},
                {"from": "2023-05", "to": "open", "country": "US"},
            ]
        },
        "in_the_united_states",
        "met",
    ),
    "to New York after Premium": (
        {
            "residence": [
                {"from": "2010", "to": "2024", "country": "CH"},
                {"from": "2024", "to": "open", "country": "US"},
            ]
        },
        "in_the_united_states",
        "not_met",
    ),
    "an American in Germany all along": (
        {"residence": [{"from": "2010", "to": "open", "country": "DE"}]},
        "in_the_united_states",
        "not_met",
    ),
    "in Puerto Rico": ({"residence": [{"from": "2010", "to": "open", "country": "PR"}]}, "in_the_united_states", "met"),
    "residence not known": ({"residence": None}, "in_the_united_states", "unknown"),
    "an account closed in time": ({"account": {"from": "2012", "to": "2019"}}, "account_before", "met"),
    "an account since the very day": ({"account": {"from": "2024-09-18", "to": "open"}}, "account_before", "not_met"),
    "of the court": ({"excluded_role": "court"}, "not_an_excluded_person", "not_met"),
    "a role nobody told": ({"excluded_role": None}, "not_an_excluded_person", "unknown"),
    "released": ({"released": True}, "claim_not_released", "not_met"),
    "not sure of a release": ({"released": None}, "claim_not_released", "unknown"),
}


@pytest.mark.parametrize("change, criterion, result", HARD_CASES.values(), ids=HARD_CASES.keys())
def test_a_hard_case_is_read_as_the_definition_says(change: dict[str, Any], criterion: str, result: str) -> None:
    outcome, results, _ = judged(**change)
    assert results[criterion] == result
    assert outcome == {"met": "eligible", "unknown": "needs_information", "not_met": "ineligible"}[result]


FLAGS = {
    "a minor": ({"birth_year": 2009}, "minor"),
    "represented": ({"already_represented": True}, "represented"),
    "a free trial": ({"premium_paid_by": "trial"}, "someone_else_paid"),
    "a product for companies": ({"product": "recruiter"}, "product_for_companies"),
    "learned of it at once": ({"first_learned_on": "2024-09-18"}, "limitation_date_passed"),
    "once in Canada": (
        {
            "residence": [
                {"from": "2010", "to": "2025-02", "country": "US"},
                {"from": "2025-03", "to": "open", "country": "CA"},
            ]
        },
        "exempt_region",
    ),
    "the setting off early": ({"ai_setting": "off", "ai_setting_changed_on": "2024-08-20"}, "setting_off_early"),
}


@pytest.mark.parametrize("change, flag", FLAGS.values(), ids=FLAGS.keys())
def test_a_flag_informs_and_excludes_nobody(change: dict[str, Any], flag: str) -> None:
    outcome, _, flags = judged(**change)
    assert flag in flags
    assert outcome == "eligible"


@pytest.mark.parametrize("change", [{"first_learned_on": "2025-01"}, {"ai_setting": "on"}, {"birth_year": 1990}])
def test_no_flag_is_raised_without_cause(change: dict[str, Any]) -> None:
    assert judged(**change)[2] == []


def test_the_seed_says_what_both_sides_said_and_that_it_was_dismissed() -> None:
    file = seed()
    told = " ".join(paragraph.text for paragraph in file.summary)
    assert "without prejudice" in told
    assert "No court decided" in told
    assert len({statement.who for statement in file.statements}) == 2
    assert file.sponsor.demonstration
    assert file.definition.provisional
    assert not any(fact.verified for fact in file.facts)


def test_the_limits_of_the_seed_are_those_that_were_worked_out() -> None:
    communications = seed().limitations[0]
    assert isinstance(communications, Limitation)
    assert communications.last_day().isoformat() == "2026-09-18"
    assert communications.last_day_if_tolled().isoformat() == "2026-09-27"


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_a_file_says_nothing_that_sounds_like_a_promise(path: Path) -> None:
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if PROMISES.search(line)] == []
    assert [
        line
        for line in lines
        if "$" in line and not re.search(r"asked for|settlement fund", line) and "schema" not in line
    ] == []


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_a_file_reads_at_grade_eight_or_below(path: Path) -> None:
    texts = list(_texts(file_from(path.read_text())))
    assert _grade("\n\n".join(texts)) <= 8
    assert {text: grade for text in texts if len(text.split()) > 12 and (grade := _grade(text)) > 14} == {}


def _grade(text: str) -> float:
    grade = grade_of(text, language="en")
    assert grade.value is not None, grade.why
    return grade.value


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_every_deciding_question_says_why_it_is_asked(path: Path) -> None:
    questions = file_from(path.read_text()).questions.questions
    assert [q.id for q in questions if q.decisive and not q.why and not q.show_if] == []


@pytest.mark.parametrize("path", [SEED, EXAMPLE], ids=lambda path: path.stem)
def test_nobody_is_asked_for_the_e_mail_address_they_signed_in_with(path: Path) -> None:
    questions = file_from(path.read_text()).questions
    assert questions.feeding("contact:email") is None
    assert questions.feeding("contact:name") is not None


def test_the_example_is_plainly_fictional_and_open_from_the_day_it_is_loaded() -> None:
    file = file_from(EXAMPLE.read_text())
    assert file.fictional
    assert "fictional" in file.caption
    assert file.mode is Mode.CLAIM
    assert {entry.kind for entry in file.dates} >= {"claim_deadline", "opt_out_deadline", "objection_deadline"}


def _texts(file: MatterFile) -> list[str]:
    """Everything that a claimant reads."""
    questions = file.questions.questions
    found = [
        *(one.text for one in (*file.summary, *file.facts, *file.reasons, *file.rights)),
        *(one.said for one in file.statements),
        *file.disclaimers,
        *file.privacy.notice,
        *file.release,
        *(part for q in questions for part in (q.label, q.help, q.why) if part),
        *(page.heading for page in file.questions.pages),
        *(s for one in file.definition.criteria for s in (one.met, one.not_met, one.ask)),
    ]
    return [text if text.endswith((".", "?", "!")) else f"{text}." for text in found]
