"""What the database refuses of a campaign, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from claimants.matters.stages import Stage
from claimants.people.models import User
from intake.campaigns.models import Campaign, Purpose
from tests.notices.situations import matter_at


def test_a_notice_ordered_by_the_court_names_its_order(reviewer: User) -> None:
    matter = matter_at(Stage.PRELIMINARY_APPROVAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.create(
            matter=matter, name="Class notice", purpose=Purpose.COURT_NOTICE, owner=reviewer, made_by=reviewer
        )
    Campaign.objects.create(
        matter=matter, name="Class notice", purpose=Purpose.COURT_NOTICE, order_reference="ECF 41",
        owner=reviewer, made_by=reviewer,
    )  # fmt: skip


def test_beyond_its_draft_a_campaign_has_its_recipients_frozen(reviewer: User) -> None:
    matter = matter_at(Stage.PRELIMINARY_APPROVAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.create(
            matter=matter, name="Word", purpose=Purpose.UPDATE, state="frozen", owner=reviewer, made_by=reviewer
        )
