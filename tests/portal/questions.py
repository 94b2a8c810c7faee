"""New versions of a matter's questions, as loading a changed matter file makes them."""

from typing import Any

from claimants.matters.digests import digest_of
from claimants.matters.models import Matter, QuestionSet


def without(matter: Matter, *, page: str) -> QuestionSet:
    """The newest questions but for one page."""
    pages = matter.document["questions"]["pages"]
    return _changed(matter, [one for one in pages if one["id"] != page])


def with_question(matter: Matter, *, page: str, **question: Any) -> QuestionSet:
    """The newest questions, with one more at the end of a page."""
    pages = matter.document["questions"]["pages"]
    return _changed(
        matter,
        [{**one, "questions": [*one["questions"], question]} if one["id"] == page else one for one in pages],
    )


def renamed(matter: Matter, *, page: str, to: str) -> QuestionSet:
    """The newest questions, with another address for one page."""
    pages = matter.document["questions"]["pages"]
    return _changed(matter, [{**one, "id": to} if one["id"] == page else one for one in pages])


def moved(matter: Matter, *, question: str, page: str) -> QuestionSet:
    """The newest questions, with one of them at the end of another page."""
    pages = matter.document["questions"]["pages"]
    (found,) = [one for each in pages for one in each["questions"] if one["id"] == question]
    rest = [{**each, "questions": [one for one in each["questions"] if one is not found]} for each in pages]
    return _changed(
        matter, [{**each, "questions": [*each["questions"], found]} if each["id"] == page else each for each in rest]
    )


def hidden(matter: Matter, *, page: str, unless_paid_by: str) -> QuestionSet:
    """The newest questions, with one page that only some answers bring up."""
    condition = {"question": "premium_paid_by", "is": [unless_paid_by]}
    pages = matter.document["questions"]["pages"]
    return _changed(
        matter,
        [
            {**each, "questions": [{**one, "show_if": condition} for one in each["questions"]]}
            if each["id"] == page
            else each
            for each in pages
        ],
    )


def _changed(matter: Matter, pages: list[dict[str, Any]]) -> QuestionSet:
    questions = {"pages": pages}
    matter.document = {**matter.document, "questions": questions}
    matter.sha256 = digest_of(matter.document)
    matter.save()
    version = matter.question_sets.count() + 1
    return QuestionSet.objects.create(matter=matter, version=version, document=questions, sha256=digest_of(questions))
