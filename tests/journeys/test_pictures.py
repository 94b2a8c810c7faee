"""The pictures of the README, taken anew by `make pictures`; every other run takes them and throws them away."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from claimants.matters.models import Matter
from claimants.people.models import User
from intake.filing import actions
from intake.filing.models import Claim
from intake.review.actions import clear_conflict, take
from tests.fixtures.browsers import DESKTOP, PHONE, OpenPage
from tests.fixtures.filings import REGISTRATION, file_claim, new_claimant, staff_of
from tests.house.sources import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Enter = Callable[[User, int], Page]
Take = Callable[..., None]


@pytest.fixture
def enter(site: str, open_page: OpenPage, signed_in: Callable[[User], Client]) -> Enter:
    def past_the_door(user: User, width: int) -> Page:
        page = open_page(width, 900 if width == DESKTOP else 720)
        session = signed_in(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        return page

    return past_the_door


@pytest.fixture
def take_picture(site: str, tmp_path: Path) -> Take:
    folder = ROOT / "docs" / "pictures" if os.environ.get("PICTURES") else tmp_path

    def take_one(page: Page, path: str, name: str, *, below: str = "") -> None:
        page.goto(f"{site}{path}")
        if below:
            page.get_by_role("heading", name=below).evaluate("heading => heading.scrollIntoView()")
        page.screenshot(path=folder / f"{name}-{page.viewport_size['width']}.png", animations="disabled")

    folder.mkdir(parents=True, exist_ok=True)
    return take_one


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pictures_of_what_a_claimant_sees(
    width: int, seed: Matter, claimant: User, enter: Enter, take_picture: Take
) -> None:
    draft = actions.start(matter=seed, by=claimant)
    actions.save_answers(claim=draft, answers=REGISTRATION, by=claimant)
    page = enter(claimant, width)
    take_picture(page, f"/matters/{seed.slug}/", "matter")
    take_picture(page, f"/registrations/{draft.reference}/your-premium/", "question")
    check, result = f"/registrations/{draft.reference}/check-answers/", "What your answers say about the definition"
    take_picture(page, check, "check-answers", below=result)
    token = actions.check_token(Claim.objects.with_matter().get(pk=draft.pk))
    actions.submit(claim=draft, token=token, typed_name="Ana María Núñez", inside_us=True, by=claimant)
    take_picture(page, f"/registrations/{draft.reference}/", "status")


def test_pictures_of_what_counsel_sees(seed: Matter, settlement: Matter, enter: Enter, take_picture: Take) -> None:
    anna = staff_of(seed, "anna")
    claims = [file_claim(seed, new_claimant(f"claimant{number}"), inmail=use) for number, use in enumerate(_USES)]
    take(claim=claims[0], by=anna)
    clear_conflict(claim=claims[0], by=anna)
    page = enter(anna, DESKTOP)
    take_picture(page, "/desk/", "desk")
    take_picture(page, "/desk/queue/", "queue")
    take_picture(page, f"/desk/registrations/{claims[0].reference}/", "claim")


_USES = ["both", "sent", "received", "none", "unsure", "both"]
