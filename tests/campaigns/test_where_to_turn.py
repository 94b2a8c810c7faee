"""Whoever is written to by a court's order finds the page of the matter, and the court."""

import pytest
from django.conf import settings

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from intake.campaigns.wording import compiled
from intake.notices.compiled import CompiledNotice
from intake.notices.render import UNSENT_CODE, Message
from tests.campaigns.situations import matter_with

BODY = "If you object, write to the court.\n\nThis is the page:\n\n{{ matter.url }}\n"


def notice(matter: Matter, body: str = BODY) -> CompiledNotice:
    return compiled("Your rights", body, "en", "court_notice", matter)


def written(matter: Matter, body: str = BODY) -> Message:
    return notice(matter, body).write({}, code=UNSENT_CODE)


def test_a_notice_to_many_names_the_page_of_its_matter_and_a_template_can_name_it_too(settlement: Matter) -> None:
    page = f"{settings.SITE_URL}/matters/{settlement.slug}/"
    assert f"\nThe page of this matter:\n\n{page}\n" in written(settlement, "Some word.").text
    assert f"\nThis is the page:\n\n{page}\n" in written(settlement).text
    assert written(settlement).html.count(f'href="{page}"') == 2


def test_a_notice_to_many_says_where_to_write_to_the_court_when_the_matter_knows_it(settlement: Matter) -> None:
    said = written(settlement).text
    assert "Write to the court, not to us" in said
    assert settlement.file.clerk
    at = f"{settlement.file.clerk.address.strip()}\n"
    assert f"The address of the court\n------------------------\n\n{at}" in said


@pytest.mark.django_db
def test_a_matter_that_does_not_know_the_address_of_its_court_says_nothing_of_it() -> None:
    assert "The address of the court" not in written(matter_with(claims=0)).text


def test_a_word_that_frames_do_not_have_is_refused_with_those_they_have(settlement: Matter) -> None:
    with pytest.raises(Refused, match="There are matter.caption, matter.court, matter.number, matter.url, sponsor"):
        notice(settlement, "{{ matter.page }}")
