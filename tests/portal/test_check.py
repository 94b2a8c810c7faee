"""The check without an account: the result at once, and nothing kept anywhere."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from claimants.matters.models import Matter
from tests.portal.answers import GATE, PAGES
from tests.portal.reading import asked_on, text_of

DECISIVE = {
    "excluded_role": GATE["excluded_role"],
    **{key: value for key, value in PAGES["your-premium"].items() if key.startswith("premium.")},
    **PAGES["where-you-lived"],
    **PAGES["account-and-messages"],
    "released": "no",
}


def _address(matter: Matter) -> str:
    return f"/matters/{matter.slug}/check/"


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_only_the_decisive_questions_are_asked(client: Client, seed: Matter) -> None:
    decisive = [question.id for question in seed.file.questions.decisive if not question.show_if]
    assert asked_on(client.get(_address(seed))) == decisive


def test_somebody_whom_the_definition_covers_reads_so_criterion_by_criterion(client: Client, seed: Matter) -> None:
    page = text_of(client.post(_address(seed), DECISIVE))
    assert "By these answers you meet every part of the definition that we can ask you about." in page
    for criterion in seed.file.definition.criteria:
        assert f"Met. {criterion.met}" in page


def test_somebody_whom_it_does_not_cover_reads_which_part_and_may_still_go_on(client: Client, seed: Matter) -> None:
    page = text_of(client.post(_address(seed), {**DECISIVE, "premium.0.from.year": "2025"}))
    assert "Not met. You did not have Premium before September 18, 2024." in page
    assert "You may go on whatever the result says." in page


def test_what_is_left_out_is_not_known(client: Client, seed: Matter) -> None:
    page = text_of(client.post(_address(seed), {}))
    assert "We cannot tell yet." in page
    assert "Not known yet." in page


def test_a_question_that_an_answer_brings_up_stands_in_the_form_below_the_result(client: Client, seed: Matter) -> None:
    page = text_of(client.post(_address(seed), {"inmail": "both", "asked": ["inmail"]}))
    assert "When was the first one, as far as you know?" in page
    assert "Not known yet." in page


def test_a_mistake_is_named_and_nothing_is_judged_until_it_is_mended(client: Client, seed: Matter) -> None:
    response = client.post(_address(seed), {**DECISIVE, "account.from.year": "19x"})
    page = text_of(response)
    assert "Write the year with four digits" in page
    assert "What your answers say" not in page
    assert 'value="19x"' in response.content.decode()


def test_rows_come_and_go_without_a_result(client: Client, seed: Matter) -> None:
    more = client.post(_address(seed), {**DECISIVE, "add": "premium"}).content.decode()
    assert 'name="premium.1.from.year"' in more
    assert "What your answers say" not in more
    fewer = client.post(_address(seed), {**DECISIVE, "remove": "premium.0"}).content.decode()
    assert 'name="premium.0.from.year"' not in fewer


def test_nothing_is_kept_of_a_check(
    client: Client, seed: Matter, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    telling = "Telling-4711"
    before, files = _rows(), {path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()}
    response = client.post(_address(seed), {**DECISIVE, "residence.0.country": telling})
    assert telling in response.content.decode()
    assert _rows() == before
    assert not response.cookies
    assert not client.cookies
    assert "no-store" in response["Cache-Control"]
    assert telling not in caplog.text
    assert telling not in "".join(capfd.readouterr())
    assert telling not in json.dumps(getattr(cache, "_cache", {}), default=str)
    made = {path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()} - files
    assert not [path for path in made if telling.encode() in path.read_bytes()]


def test_nothing_is_kept_of_a_check_by_somebody_signed_in(own: Client, seed: Matter) -> None:
    before = _rows()
    session = dict(own.session)
    response = own.post(_address(seed), DECISIVE)
    assert _rows() == before
    assert dict(own.session) == session
    assert set(response.cookies) <= {"csrftoken"}


def test_a_check_needs_no_key_and_no_cookie(seed: Matter) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(_address(seed), DECISIVE).status_code == 200
