"""The commands: load_matter, check_matter, assess, write_matter_schema."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claimants.matters.actions import load
from claimants.matters.schema import matter_schema
from tests.matters.samples import BUNDLED, NOW, SEED, SMALL, changed

COVERED = {
    "premium": [{"from": "2022", "to": "2023-06", "plan": "career"}],
    "residence": [{"from": "2010", "to": "open", "country": "US"}],
    "account": {"from": "2012", "to": "open"},
    "inmail": "both",
    "inmail_first": "2022-05",
    "excluded_role": "none",
    "released": False,
}
SLUG = "de-la-torre-v-linkedin"


def called(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_loading_says_what_it_did_and_a_second_time_that_nothing_changed(db: None) -> None:
    assert f"{SLUG}: loaded." in called("load_matter", str(SEED))
    assert called("load_matter", str(SEED)) == f"{SLUG}: nothing changed.\n"


def test_loading_says_when_everyone_must_be_told(db: None, tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    called("load_matter", str(path))
    dismissed = changed("stage: filed\n", "stage: dismissed\n")
    path.write_text(
        changed("stages:\n", "stages:\n  - {stage: dismissed, since: 2026-06-01, source: Dkt. 9}\n", dismissed)
    )
    assert "Everyone registered must be told of the new stage." in called("load_matter", str(path))


def test_loading_a_wrong_file_fails_with_its_lines(db: None, tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(changed("basis: held", "basis: x"))
    with pytest.raises(CommandError, match=r"small\.yaml, line 26, dates\[1\]\.basis: expected"):
        called("load_matter", str(path))


def test_checking_needs_no_database() -> None:
    """Without the `db` fixture a query would fail."""
    said = called("check_matter", *(str(path) for path in BUNDLED))
    assert said.count("no problems.") == len(BUNDLED)


def test_checking_counts_the_problems_of_every_file(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("slug: x\n\tcaption: y")
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 problem found"):
        call_command("check_matter", str(path), str(SEED), stdout=io.StringIO(), stderr=err)
    assert "x.yaml, line 2: this line begins with a tab." in err.getvalue()


def test_the_exported_schema_is_in_step_with_the_code() -> None:
    page = (settings.BASE_DIR / "docs" / "matter.schema.json").read_text(encoding="utf-8")
    assert page == matter_schema(), "Run `manage.py write_matter_schema`."


@pytest.fixture
def assess(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    load(SEED, at=NOW)

    def run(text: str | bytes, *words: str) -> tuple[list[dict[str, Any]], str]:
        raw = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("assess", SLUG, "--on", "2026-11-23", *words, stdout=out, stderr=err)
        except CommandError as error:
            err.write(str(error))
        return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    return run


def test_one_object_over_many_lines_gives_one_result(assess: Any) -> None:
    results, errors = assess(json.dumps(COVERED, indent=2))
    assert errors == ""
    assert [result["outcome"] for result in results] == ["eligible"]
    assert set(results[0]["criteria"][0]) == {"id", "kind", "result", "sentence", "cite"}
    assert {one["result"] for one in results[0]["criteria"]} == {"met"}


def test_an_object_a_line_gives_a_result_a_line(assess: Any) -> None:
    lines = [
        COVERED,
        {**COVERED, "premium": []},
        {**COVERED, "premium": [], "premium_complete": False},
        {},
        {"inmail": None},
    ]
    results, errors = assess("\n\n".join(json.dumps(line) for line in lines) + "\n")
    assert errors == ""
    outcomes = ["eligible", "ineligible", "needs_information", "needs_information", "needs_information"]
    assert [result["outcome"] for result in results] == outcomes


def test_flags_are_listed_when_they_are_raised_and_apart_when_they_cannot_be_told(assess: Any) -> None:
    results, _ = assess(json.dumps({**COVERED, "birth_year": 2012, "first_learned_on": "2026-11-23"}))
    assert [flag["id"] for flag in results[0]["flags"]] == ["minor"]
    assert "represented" in [flag["id"] for flag in results[0]["flags_unknown"]]


def test_the_day_of_signing_can_be_in_the_facts(assess: Any) -> None:
    learned = {"first_learned_on": "2024-09-18"}
    on_time, late = (json.dumps({**learned, "signed_on": day}) for day in ("2026-09-18", "2026-09-19"))
    results, _ = assess(f"{on_time}\n{late}")
    assert [[flag["id"] for flag in result["flags"]] for result in results] == [[], ["limitation_date_passed"]]


BAD_INPUT = {
    "nothing": ("", "line 1: nothing to read"),
    "blank lines": ("\n\n", "line 2: nothing to read"),
    "no JSON": ("premium: yes", "line 1: this is not JSON"),
    "an object cut short": ('{"premium": [\n', "this is not JSON"),
    "a list": ("[]", "line 1: expected one JSON object"),
    "a number": ("5", "line 1: expected one JSON object"),
    "a key twice": ('{"inmail": "sent", "inmail": "none"}', "line 1: the key “inmail” stands in it twice"),
    "NaN": ('{"birth_year": NaN}', "line 1: NaN is not a value of JSON"),
    "another encoding": ('{"inmail": "é"}'.encode("latin-1"), "line 1: this is not UTF-8 text"),
    "too deep": ('{"a":' + "[" * 100_000, "line 1: the values are nested too deep"),
    "an unknown fact": ('{"hat": true}', "line 1: There is no fact “hat”"),
    "31 February": ('{}\n{"inmail_first": "2023-02-31"}', "line 2: inmail_first: February 31, 2023 does not exist"),
    "an end before its start": ('{"account": {"from": "2020", "to": "2019"}}', "line 1: account: the end is before"),
    "a wrong choice": ('{"inmail": "often"}', "is not one of its values"),
    "a word for yes or no": ('{"released": "no"}', "line 1: released: expected true or false"),
}


@pytest.mark.parametrize("text, sentence", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_what_cannot_be_read_gets_a_sentence_with_its_line(assess: Any, text: str | bytes, sentence: str) -> None:
    _, errors = assess(text)
    assert sentence in errors
    assert "could not be read" in errors


def test_a_wrong_line_does_not_stop_the_others(assess: Any) -> None:
    results, errors = assess('{}\n{"hat": 1}\n{}')
    assert len(results) == 2
    assert "line 2: There is no fact" in errors


def test_a_version_that_is_not_there_and_a_matter_that_is_not_there_get_a_sentence(assess: Any) -> None:
    assert "no class definition 9. Its versions: 1" in assess("{}", "--definition", "9")[1]
    assert assess("{}", "--definition", "1")[0][0]["outcome"] == "needs_information"
    with pytest.raises(CommandError, match=f"No matter is called 'nobody-v-nobody'. Loaded: {SLUG}"):
        call_command("assess", "nobody-v-nobody")
