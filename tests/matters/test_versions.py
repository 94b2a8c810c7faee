"""A version of the class definition from its draft to the day it is in force: who may do what, and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from claimants.common.exceptions import Refused
from claimants.matters import actions
from claimants.matters.actions import load
from claimants.matters.definitions import definition_in_force, table_of
from claimants.matters.drafts import as_yaml
from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter
from claimants.matters.problems import MatterFileError
from claimants.people.models import Role, User
from tests.fixtures.filings import staff_of
from tests.matters.samples import NOW, SMALL, changed

QUOTE = {"criteria": {"bought": {"quote": "bought one or more"}}}
ORDER: dict[str, Any] = {"order": "Dkt. 41", "order_date": date(2026, 3, 2)}


@pytest.fixture
def matter(db: None) -> Matter:
    return load(SMALL, at=NOW).matter


@pytest.fixture
def first(matter: Matter) -> User:
    return staff_of(matter, "first", Role.ADMINISTRATOR)


@pytest.fixture
def second(matter: Matter) -> User:
    return staff_of(matter, "second", Role.ADMINISTRATOR)


@pytest.fixture
def draft(matter: Matter, first: User) -> ClassDefinition:
    return actions.start_draft(matter=matter, by=first, patch=QUOTE)


@pytest.fixture
def proposed(draft: ClassDefinition, first: User) -> ClassDefinition:
    return actions.propose(definition=draft, **ORDER, by=first)


def approve(definition: ClassDefinition, by: User) -> None:
    actions.approve(definition=definition, table_sha256=table_of(definition).sha256, by=by)


def test_a_draft_starts_as_a_copy_or_a_patch_of_the_version_in_force(matter: Matter, first: User) -> None:
    copy = actions.start_draft(matter=matter, by=first)
    assert (copy.version, copy.status, copy.base) == (2, DefinitionStatus.DRAFT, definition_in_force(matter))
    patched = actions.start_draft(matter=matter, by=first, base=copy, patch=QUOTE)
    assert patched.version == 3
    assert patched.document["criteria"][0]["quote"] == "bought one or more"
    assert {**patched.document, "version": 2, "criteria": 0} == {**copy.document, "criteria": 0}


@pytest.mark.parametrize(
    "old, new, sentence",
    [
        ("to: '2025-12-31'", "to: '2025-02-31'", "2025-02-31"),
        ("from: open", "from: '2026-01-01'", "ends (2025-12-31) before it starts"),
        ("bit: 0", "bit: 1", "already that of"),
        ("fact: bought_on", "fact: sold_on", "'sold_on' is not a declared fact"),
        ("version: 2", "version: 7", "The number of this draft is 2"),
        ("op: is", "op: maybe", "maybe"),
    ],
)
def test_a_draft_that_is_wrong_is_refused_with_the_line(
    draft: ClassDefinition, first: User, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.edit_draft(definition=draft, text=changed(old, new, as_yaml(draft.document)), by=first)
    assert sentence in str(refusal.value)
    draft.refresh_from_db()
    assert draft.document["criteria"][0]["quote"] == "bought one or more"


def test_the_mistakes_of_a_draft_name_their_lines(draft: ClassDefinition, first: User) -> None:
    text = as_yaml(draft.document) + "\nlists:\n  nobody: []\n"
    with pytest.raises(MatterFileError) as error:
        actions.edit_draft(definition=draft, text=text, by=first)
    assert [problem.key for problem in error.value.problems] == ["lists.nobody"]
    assert error.value.problems[0].line == text.splitlines().index("  nobody: []") + 1


def test_a_fact_that_no_question_feeds_is_refused_in_a_draft_too(draft: ClassDefinition, first: User) -> None:
    text = changed("facts:\n", "facts:\n  hat:\n    kind: yes_no\n", as_yaml(draft.document))
    with pytest.raises(MatterFileError, match="hat"):
        actions.edit_draft(definition=draft, text=text, by=first)


def test_a_bit_is_never_used_again(matter: Matter, draft: ClassDefinition, first: User) -> None:
    criterion = {**draft.document["criteria"][0], "bit": 0}
    del criterion["id"]
    with pytest.raises(Refused, match="belongs to 'bought' in an earlier version"):
        actions.start_draft(matter=matter, by=first, patch={"criteria": {"bought": None, "acquired": criterion}})


def test_a_patch_that_names_nothing_is_refused(matter: Matter, first: User) -> None:
    with pytest.raises(Refused, match="nothing_such"):
        actions.start_draft(matter=matter, by=first, patch={"criteria": {"nothing_such": None}})


def test_a_proposal_names_its_order_and_is_frozen(draft: ClassDefinition, first: User) -> None:
    with pytest.raises(Refused, match="docket reference"):
        actions.propose(definition=draft, order=" ", order_date=date(2026, 3, 2), by=first)
    with pytest.raises(Refused, match="docket reference"):
        actions.propose(definition=draft, order="Dkt. 41", order_date=None, by=first)
    with pytest.raises(Refused, match="in the future"):
        actions.propose(definition=draft, order="Dkt. 41", order_date=date(2126, 3, 2), by=first)
    proposed = actions.propose(definition=draft, **ORDER, by=first)
    assert (proposed.order, proposed.order_date, proposed.proposed_by) == ("Dkt. 41", date(2026, 3, 2), first)
    for act in (
        lambda: actions.edit_draft(definition=proposed, text=as_yaml(proposed.document), by=first),
        lambda: actions.discard_draft(definition=proposed, by=first),
        lambda: actions.propose(definition=proposed, **ORDER, by=first),
    ):
        with pytest.raises(Refused, match="so it is never edited"):
            act()


def test_one_version_at_a_time_is_proposed(matter: Matter, proposed: ClassDefinition, first: User) -> None:
    another = actions.start_draft(matter=matter, by=first, patch={"text": "People who bought one or two."})
    with pytest.raises(Refused, match="Version 2 is proposed already"):
        actions.propose(definition=another, **ORDER, by=first)
    actions.withdraw_proposal(definition=proposed, by=first)
    assert actions.propose(definition=another, **ORDER, by=first).status == DefinitionStatus.PROPOSED
    with pytest.raises(Refused, match="withdrawn before it took effect; only a proposed version"):
        actions.withdraw_proposal(definition=proposed, by=first)


def test_two_different_people_approve_what_they_have_read(proposed: ClassDefinition, first: User, second: User) -> None:
    with pytest.raises(Refused, match="not the one of this version"):
        actions.approve(definition=proposed, table_sha256="0" * 64, by=first)
    approve(proposed, first)
    with pytest.raises(Refused, match="You approved this version already"):
        approve(proposed, first)
    with pytest.raises(Refused, match="Two different people must approve"):
        actions.adopt(definition=proposed, by=first)
    approve(proposed, second)
    proposed.refresh_from_db()
    assert (proposed.approved_by, proposed.seconded_by) == (first, second)
    assert [approval.table_sha256 for approval in proposed.approvals.all()] == [table_of(proposed).sha256] * 2


def test_the_version_before_is_superseded_when_one_comes_into_force(
    matter: Matter, proposed: ClassDefinition, first: User, second: User
) -> None:
    before = definition_in_force(matter)
    approve(proposed, first)
    approve(proposed, second)
    adopted = actions.adopt(definition=proposed, by=second)
    before.refresh_from_db()
    assert (before.status, definition_in_force(matter)) == (DefinitionStatus.SUPERSEDED, adopted)
    assert adopted.adopted_at
    assert adopted.adopted_at <= timezone.now()


def test_only_who_administers_the_matter_changes_its_definition(
    matter: Matter, draft: ClassDefinition, first: User
) -> None:
    reviewer = staff_of(matter, "reviewer", Role.SUPERVISOR)
    text = as_yaml(draft.document)
    for act in (
        lambda: actions.start_draft(matter=matter, by=reviewer),
        lambda: actions.edit_draft(definition=draft, text=text, by=reviewer),
        lambda: actions.propose(definition=draft, **ORDER, by=reviewer),
        lambda: actions.discard_draft(definition=draft, by=reviewer),
    ):
        with pytest.raises(Refused, match="Your role in this matter"):
            act()
    proposed = actions.propose(definition=draft, **ORDER, by=first)
    for act in (
        lambda: approve(proposed, reviewer),
        lambda: actions.withdraw_proposal(definition=proposed, by=reviewer),
        lambda: actions.adopt(definition=proposed, by=reviewer),
    ):
        with pytest.raises(Refused, match="Your role in this matter"):
            act()


def test_a_draft_that_is_thrown_away_leaves_its_number(matter: Matter, draft: ClassDefinition, first: User) -> None:
    later = actions.start_draft(matter=matter, by=first, base=draft)
    with pytest.raises(Refused, match="Another version was made from this draft"):
        actions.discard_draft(definition=draft, by=first)
    actions.discard_draft(definition=later, by=first)
    actions.discard_draft(definition=draft, by=first)
    assert actions.start_draft(matter=matter, by=first).version == 2


def test_a_copy_that_changes_nothing_is_not_proposed(matter: Matter, first: User) -> None:
    copy = actions.start_draft(matter=matter, by=first)
    with pytest.raises(Refused, match="says the same as the version in force"):
        actions.propose(definition=copy, **ORDER, by=first)


NOBODY: dict[str, Any] = {
    "op": "all", "of": [{"op": "is", "fact": "bought", "value": True}, {"op": "is", "fact": "bought", "value": False}]
}  # fmt: skip
EVERYBODY: dict[str, Any] = {**NOBODY, "op": "any"}


@pytest.mark.parametrize("test, sentence", [(NOBODY, "Nobody can meet this"), (EVERYBODY, "whatever the answer is")])
def test_what_is_doubtful_is_proposed_only_with_a_remark(
    matter: Matter, first: User, test: dict[str, Any], sentence: str
) -> None:
    draft = actions.start_draft(matter=matter, by=first, patch={"criteria": {"bought": {"test": test}}})
    with pytest.raises(Refused, match=f"bought: .*{sentence}"):
        actions.propose(definition=draft, **ORDER, by=first)
    proposed = actions.propose(definition=draft, **ORDER, by=first, remark="The order says so, in paragraph 3.")
    assert proposed.remark == "The order says so, in paragraph 3."
