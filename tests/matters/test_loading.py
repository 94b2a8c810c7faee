"""Loading a matter file: what it makes the first time, what a second time changes, what it may not change."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from claimants.common.exceptions import Refused
from claimants.matters.actions import Loaded, load
from claimants.matters.definitions import current_questions, definition_in_force, definition_numbered
from claimants.matters.models import DefinitionStatus, Matter, MatterDate, QuestionSet, StageChange
from claimants.matters.problems import MatterFileError
from tests.matters.samples import BUNDLED, EXAMPLE, LATER, NOW, SECOND, SMALL, changed

DISMISSED = changed(
    "stages:\n",
    "stages:\n  - {stage: dismissed, since: 2026-06-01, source: Docket entry 9}\n",
    changed("stage: filed\n", "stage: dismissed\n"),
)


@pytest.fixture
def small(db: None) -> Matter:
    return load(SMALL, at=NOW).matter


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_a_bundled_matter_loads_and_a_second_time_changes_nothing(db: None, path: Path) -> None:
    first = load(path, at=NOW)
    assert first.created
    assert first.changed
    assert not first.stage_changed
    before = first.matter.document
    second = load(path, at=LATER)
    assert second == Loaded(first.matter, stage_before=first.matter.stage)
    assert not second.changed
    assert Matter.objects.get().document == before


def test_the_path_may_be_a_string_and_the_text_may_be_given(db: None) -> None:
    assert load(str(EXAMPLE), at=NOW).matter.slug == "example-settlement"
    assert load(SMALL, at=NOW).matter.slug == "doe-v-company"


def test_a_wrong_file_changes_nothing(small: Matter) -> None:
    with pytest.raises(MatterFileError, match="small, line 2, caption"):
        load(changed("caption: Doe v. Company", "caption: 7"), at=LATER, name="small")
    small.refresh_from_db()
    assert small.caption == "Doe v. Company"


def test_changed_words_change_the_pages_and_nothing_else(small: Matter) -> None:
    loaded = load(changed("Somebody sued.", "Somebody sued the company."), at=LATER)
    assert loaded.changes == ("The words of its pages changed.",)
    assert loaded.matter.file.summary[0].text == "Somebody sued the company."
    assert QuestionSet.objects.count() == small.definitions.count() == 1


def test_changed_questions_are_a_new_version_and_the_old_one_stays(small: Matter) -> None:
    old = current_questions(small)
    loaded = load(changed("label: Anything else", "label: More"), at=LATER)
    assert loaded.changes == ("Questions: version 2.",)
    assert current_questions(small).version == 2
    assert old.questionnaire.question("story").label == "Anything else"
    assert current_questions(small).questionnaire.question("story").label == "More"


def test_questions_are_built_once_per_content(small: Matter) -> None:
    first, again = current_questions(small), current_questions(small)
    assert first.questionnaire is again.questionnaire
    assert small.file is Matter.objects.get(pk=small.pk).file


def test_a_first_provisional_definition_takes_effect_at_once(small: Matter) -> None:
    definition = definition_in_force(small)
    assert (definition.version, definition.provisional, definition.adopted_at) == (1, True, NOW)


def test_a_first_definition_that_is_not_provisional_waits_for_two_people(db: None) -> None:
    matter = load(changed("provisional: true", "provisional: false"), at=NOW).matter
    assert definition_numbered(matter, 1).status == DefinitionStatus.PROPOSED
    with pytest.raises(Refused, match="Two people must approve"):
        definition_in_force(matter)


def test_a_changed_definition_becomes_a_draft_and_never_takes_effect(small: Matter) -> None:
    loaded = load(SECOND, at=LATER)
    assert loaded.changes == ("Class definition: version 2, draft.",)
    assert definition_in_force(small).version == 1
    assert definition_numbered(small, 2).status == DefinitionStatus.DRAFT


def test_a_draft_can_be_changed_again(small: Matter) -> None:
    load(SECOND, at=LATER)
    load(changed("bought two.", "bought three.", SECOND), at=LATER)
    assert definition_numbered(small, 2).document["text"] == "People who bought three."
    assert small.definitions.count() == 2


def test_going_back_to_the_definition_in_force_leaves_the_draft_alone(small: Matter) -> None:
    load(SECOND, at=LATER)
    assert load(SMALL, at=LATER).changes == ("The words of its pages changed.",)
    assert small.definitions.count() == 2


def test_a_changed_definition_needs_the_next_number(small: Matter) -> None:
    with pytest.raises(Refused, match="`version` must be 2, not 1"):
        load(changed("text: People who bought one.", "text: People who bought two."), at=LATER)
    with pytest.raises(Refused, match="`version` must be 2, not 3"):
        load(changed("version: 2", "version: 3", SECOND), at=LATER)


def test_a_bit_is_never_given_to_another_criterion(small: Matter) -> None:
    with pytest.raises(Refused, match="The bit 2 of 'stranger' belongs to 'outsider'.* such as 3"):
        load(changed("id: outsider", "id: stranger", SECOND), at=LATER)


def test_a_version_that_is_not_there_gets_a_sentence(small: Matter) -> None:
    with pytest.raises(Refused, match="no class definition 7. Its versions: 1"):
        definition_numbered(small, 7)


def test_a_new_stage_is_added_to_the_history_and_a_notice_is_owed(small: Matter) -> None:
    loaded = load(DISMISSED, at=LATER)
    assert loaded.stage_changed
    assert (loaded.stage_before, loaded.matter.stage) == ("filed", "dismissed")
    assert list(StageChange.objects.values_list("stage", flat=True)) == ["filed", "dismissed"]


def test_a_stage_cannot_go_back_without_a_new_entry(small: Matter) -> None:
    load(DISMISSED, at=LATER)
    with pytest.raises(Refused, match="cannot go from dismissed to filed without a new entry"):
        load(SMALL, at=LATER)
    small.refresh_from_db()
    assert small.stage == "dismissed"


def test_a_date_changes_by_a_new_order_and_the_old_one_stays_on_record(small: Matter) -> None:
    load(
        changed('2027-03-01 10:00, basis: held, order: "Dkt. 2"', '2027-04-01 10:00, basis: held, order: "Dkt. 8"'),
        at=LATER,
    )
    rows = list(MatterDate.objects.values_list("sequence", "order"))
    assert rows == [(1, "Dkt. 2"), (2, "Dkt. 8")]
    assert MatterDate.objects.get(sequence=2).moment == datetime(2027, 4, 1, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "old, new",
    [
        ("2027-03-01 10:00", "2027-03-01 11:00"),
        ("basis: held", "basis: received"),
        ("{kind: hearing,", "{kind: hearing, vacated: true,"),
    ],
)
def test_a_date_does_not_change_without_a_new_order(small: Matter, old: str, new: str) -> None:
    with pytest.raises(Refused, match="its order is still “Dkt. 2”"):
        load(changed(old, new), at=LATER)
    assert MatterDate.objects.count() == 1


def test_a_date_on_record_cannot_just_be_left_out(small: Matter) -> None:
    line = next(line for line in SMALL.splitlines(keepends=True) if "kind: hearing" in line)
    with pytest.raises(Refused, match="keep it with `vacated: true`"):
        load(changed("dates:\n" + line, "", SMALL), at=LATER)


def test_a_date_that_an_order_took_away_stays_on_record(small: Matter) -> None:
    vacated = changed('order: "Dkt. 2"', 'order: "Dkt. 8", vacated: true')
    assert load(vacated, at=LATER).matter.file.date("hearing") is None
    assert not load(vacated, at=LATER).changed
    assert MatterDate.objects.count() == 2


def test_another_label_is_no_change_of_the_date(small: Matter) -> None:
    load(changed("label: A hearing", "label: The hearing"), at=LATER)
    assert MatterDate.objects.count() == 1


def test_relative_dates_count_from_the_first_loading(db: None) -> None:
    first = load(EXAMPLE, at=NOW).matter.file.date("claim_deadline")
    text = changed("This case is made up.", "This case is invented.", EXAMPLE.read_text())
    again = load(text, at=LATER).matter.file.date("claim_deadline")
    assert first == again


@pytest.mark.parametrize("model", [StageChange, MatterDate, QuestionSet])
def test_the_history_of_a_matter_cannot_be_edited(small: Matter, model: type[StageChange]) -> None:
    row = model.objects.get()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        model.objects.all()._raw_delete("default")
