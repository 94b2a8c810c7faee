"""Making templates: a change of a word is another version, and nothing of an earlier one ever changes."""

import hashlib

import orjson
from django.db import transaction
from django.db.models import Max

from claimants.common.exceptions import Refused
from claimants.matters.models import Matter
from claimants.people.models import User
from intake.campaigns.models import Purpose, TemplateVersion
from intake.campaigns.policies import check_may_prepare
from intake.campaigns.wording import check_may_be_said, compiled
from intake.notices.reading import grade_of

HARDEST = 8
"""The highest school grade that a text may need without a reason."""


@transaction.atomic
def make_template(
    *, matter: Matter, name: str, language: str, purpose: str, subject: str, body: str, by: User,
    order_reference: str = "", grade_reason: str = "",
) -> TemplateVersion:  # fmt: skip
    """The next version of a template; the one there is when it says the same already."""
    check_may_prepare(by, matter)
    Matter.objects.select_for_update(no_key=True).only("pk").get(pk=matter.pk)
    name, subject, order = " ".join(name.split()), " ".join(subject.split()), " ".join(order_reference.split())[:60]
    body = body.replace("\r\n", "\n").strip() + "\n"
    _check_is_described(name, language, purpose, order)
    wording = compiled(subject, body, language, purpose, matter)
    check_may_be_said(matter, subject, body)
    grade = _checked_grade(body, language, grade_reason)
    earlier = TemplateVersion.objects.filter(matter=matter, name=name, language=language)
    sha256 = template_sha256(language, purpose, order, subject, body)
    newest = earlier.order_by("-version").first()
    if newest is not None and newest.sha256 == sha256:
        return newest
    return TemplateVersion.objects.create(
        matter=matter, name=name, language=language, purpose=purpose, subject=subject, body=body, sha256=sha256,
        version=(earlier.aggregate(last=Max("version"))["last"] or 0) + 1, variables=sorted(wording.variables),
        order_reference=order, grade=grade, grade_reason=" ".join(grade_reason.split())[:300], made_by=by,
    )  # fmt: skip


def template_sha256(language: str, purpose: str, order: str, subject: str, body: str) -> str:
    """Over everything that a template says, and for what."""
    said = {"body": body, "language": language, "order": order, "purpose": str(purpose), "subject": subject}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _checked_grade(body: str, language: str, reason: str) -> float | None:
    """The reading grade, None where none can be worked out. A text that is hard to read needs a reason."""
    grade = grade_of(body, language=language).value
    if grade is not None and grade > HARDEST and not reason.strip():
        raise Refused(
            f"This reads at grade {grade}, and {HARDEST} is the most. Use shorter sentences and plainer words or, if "
            "the court ordered these words, say so as the reason."
        )
    return grade


def _check_is_described(name: str, language: str, purpose: str, order: str) -> None:
    if not name or len(name) > 60:
        raise Refused("Give the template a name of at most 60 letters.")
    if not language or len(language) > 12:
        raise Refused("Say which language the template is in, such as “en”.")
    if purpose not in Purpose.values:
        raise Refused(f"“{purpose[:40]}” is no purpose. There are {', '.join(Purpose.values)}.")
    if purpose == Purpose.COURT_NOTICE and not order:
        raise Refused("Words that a court ordered name the order: give its docket reference.")
