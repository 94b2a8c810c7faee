"""What was answered to a question that is gone stays with the claim, unsigned, whatever is signed later."""

import pytest

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.models import Claim
from tests.fixtures.filings import REGISTRATION

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(seed: Matter, claimant: User) -> Claim:
    claim = actions.start(matter=seed, by=claimant)
    actions.save_answers(claim=claim, answers=REGISTRATION, by=claimant)
    return claim


def test_what_was_never_signed_is_kept_through_later_signatures_until_it_is_signed(
    draft: Claim, claimant: User
) -> None:
    before = {"a_removed_question": "what I wrote", "another": "and this"}
    Claim.objects.filter(pk=draft.pk).update(draft={**draft.draft, "not_submitted": {**before, "inmail": "none"}})
    token = actions.check_token(draft)
    actions.submit(claim=draft, token=token, typed_name="Ana", inside_us=True, by=claimant)
    claim = Claim.objects.with_matter().get()
    assert claim.draft == {"not_submitted": before}
    whole = actions.answered_anew(actions.latest_answers(claim), {"inmail": "sent"})
    token = actions.check_token(claim, whole)
    actions.correct(claim=claim, answers={"inmail": "sent"}, token=token, typed_name="Ana", inside_us=True, by=claimant)
    assert Claim.objects.get().draft == {"not_submitted": before}
