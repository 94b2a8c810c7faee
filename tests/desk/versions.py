"""A matter whose class definition changes, the people in it, and where its versions stand at the desk."""

import html
import re
from dataclasses import dataclass

from django.http import HttpResponse

from claimants.matters.models import ClassDefinition, Matter
from claimants.people.models import User
from intake.assessments import actions as assessments
from intake.assessments.models import Reassessment
from intake.filing.models import Claim
from intake.notices.actions import owe_for_changes
from intake.review.actions import clear_conflict, take
from tests.assessments.versions import LATER_PREMIUM, administrators, approve, previewed, proposed
from tests.fixtures.filings import file_claim, new_claimant, staff_of

GUAM = {"rows": [{"from": "2015", "to": "open", "country": "GU"}], "complete": "yes"}


def at(definition: ClassDefinition, page: str = "") -> str:
    return f"/desk/matters/{definition.matter.slug}/definitions/{definition.version}/{page}"


def at_run(run: Reassessment, page: str = "") -> str:
    return at(run.definition, f"runs/{run.pk}/{page}")


@dataclass(frozen=True)
class Scene:
    """Two administrators; four people, of whom the narrower version leaves two out."""

    matter: Matter
    first: User
    second: User
    filed: list[Claim]

    @property
    def in_force(self) -> ClassDefinition:
        return self.matter.definitions.get(status="in_force")

    def proposed(self) -> ClassDefinition:
        return proposed(self.matter, self.first)

    def previewed(self, definition: ClassDefinition) -> Reassessment:
        return previewed(definition, self.first)

    def approved(self) -> ClassDefinition:
        """Proposed, with its what-if, and approved by both."""
        definition = self.proposed()
        self.previewed(definition)
        approve(definition, self.first, self.second)
        definition.refresh_from_db()
        return definition

    def applied(self) -> Reassessment:
        """In force, everyone judged by it, and the notices written and held."""
        run = assessments.lead(assessments.apply(definition=self.approved(), by=self.first))
        owe_for_changes(run=run)
        return run


def scene_of(matter: Matter, *, with_people: bool = True) -> Scene:
    first, second = administrators(matter)
    if not with_people:
        return Scene(matter, first, second, [])
    filed = [
        file_claim(matter, new_claimant("stays")),
        file_claim(matter, new_claimant("later"), premium=LATER_PREMIUM),
        file_claim(matter, new_claimant("guam"), residence=GUAM),
        file_claim(matter, new_claimant("never"), inmail="none", inmail_first=None),
    ]
    return Scene(matter, first, second, filed)


def cleared(scene: Scene, *claims: Claim) -> None:
    """Their names are compared, so that their answers are open to staff."""
    reviewer = staff_of(scene.matter, f"comparer{claims[0].pk}")
    for claim in claims:
        take(claim=claim, by=reviewer)
        clear_conflict(claim=claim, by=reviewer)


def words_of(answer: HttpResponse) -> str:
    """What a page says, without its marks and with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
