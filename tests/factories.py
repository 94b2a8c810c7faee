"""Makes rows for tests. Traits are named after situations; journeys make theirs by the actions."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from claimants.matters.models import ClassDefinition, DefinitionStatus, Matter, QuestionSet
from claimants.matters.stages import MODE_OF, Stage
from claimants.people.models import Person, Role, RoleGrant, User
from intake.filing.models import Capacity, Claim
from intake.filing.states import State


class UserFactory(DjangoModelFactory[User]):
    """Someone who signs in with a code by e-mail, and has no password."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")

    class Params:
        staff = factory.Trait(is_staff=True, email=factory.Sequence(lambda n: f"staff{n}@counsel.example.org"))

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    user = factory.SubFactory(UserFactory)

    class Params:
        on_paper = factory.Trait(user=None)


class MatterFactory(DjangoModelFactory[Matter]):
    """A bare matter: a stage and a name. One with questions and criteria comes from a file."""

    class Meta:
        model = Matter

    slug = factory.Sequence(lambda n: f"matter-{n}")
    caption = factory.Sequence(lambda n: f"Doe v. Company {n}")
    stage = Stage.DISMISSED
    document = factory.LazyFunction(dict)
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    retain_until = date(2032, 12, 31)

    class Params:
        court_authorised = factory.Trait(stage=Stage.PRELIMINARY_APPROVAL)


class QuestionSetFactory(DjangoModelFactory[QuestionSet]):
    class Meta:
        model = QuestionSet

    matter = factory.SubFactory(MatterFactory)
    version = factory.LazyAttribute(lambda this: this.matter.question_sets.count() + 1)
    document = factory.LazyFunction(lambda: {"pages": []})
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class ClassDefinitionFactory(DjangoModelFactory[ClassDefinition]):
    """A first, provisional definition in force; without criteria unless `document` brings some."""

    class Meta:
        model = ClassDefinition

    matter = factory.SubFactory(MatterFactory)
    version = factory.LazyAttribute(lambda this: this.matter.definitions.count() + 1)
    status = DefinitionStatus.IN_FORCE
    document = factory.LazyFunction(dict)
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    provisional = True
    adopted_at = factory.LazyFunction(timezone.now)


class RoleGrantFactory(DjangoModelFactory[RoleGrant]):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory, staff=True)
    matter = factory.SubFactory(MatterFactory)
    role = Role.REVIEWER


class ClaimFactory(DjangoModelFactory[Claim]):
    """A claim as a row, in any state; its log and its submissions come only with the actions of `filing`."""

    class Meta:
        model = Claim

    matter = factory.SubFactory(MatterFactory)
    person = factory.SubFactory(PersonFactory)
    filed_by = factory.LazyAttribute(lambda this: this.person.user)
    mode = factory.LazyAttribute(lambda this: MODE_OF[Stage(this.matter.stage)])
    capacity = Capacity.SELF
    state = State.DRAFT

    class Params:
        submitted = factory.Trait(state=State.SUBMITTED, submitted_at=datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
        in_review = factory.Trait(state=State.IN_REVIEW, submitted_at=datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
        withdrawn = factory.Trait(state=State.WITHDRAWN)
