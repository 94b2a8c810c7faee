"""What a matter file must say, and must not say, in its mode and at its stage."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimants.eligibility.shapes import Problem, Problems
from claimants.matters.sections import in_order
from claimants.matters.stages import ACCEPTS_FILING, Mode

if TYPE_CHECKING:
    from claimants.matters.files import MatterFile

GATE_FEEDS = ("fact:birth_year", "conflict:represented", "conflict:role", "conflict:names")
"""What the first page of a registration asks, and nothing else."""

_PERJURY = "under penalty of perjury"
_OUTSIDE = "under the laws of the united states of america"


def problems_of_mode(file: "MatterFile") -> Problems:
    """Everything that does not fit the file's own stage, mode and lists."""
    yield from _doubles("dates", (entry.kind for entry in file.dates), "kind")
    yield from _doubles("reasons", (reason.code for reason in file.reasons), "code")
    yield from _doubles("languages", file.languages, "")
    yield from _problems_of_stages(file)
    yield from _problems_of_attestation(file)
    yield from _problems_of_filing(file)
    if file.mode is Mode.REGISTRATION:
        yield from _problems_of_gate(file)
    else:
        yield from _problems_of_claims(file)


def _doubles(collection: str, values: Iterable[str], key: str) -> Problems:
    listed = list(values)
    for value, count in Counter(listed).items():
        if count > 1:
            last = len(listed) - 1 - listed[::-1].index(value)
            path = (collection, last, key) if key else (collection, last)
            yield Problem(path, f"{value!r} stands here {count} times; keep one of them.")


def _problems_of_stages(file: "MatterFile") -> Problems:
    latest = in_order(file.stages)[-1]
    if latest.stage != file.stage:
        yield Problem(
            ("stage",),
            f"the stage is {file.stage.value!r}, but the latest entry of `stages` is {latest.stage.value!r} since "
            f"{latest.since}. Add the stage's entry with its day and source, or correct `stage`.",
        )
    pairs = [(entry.stage, entry.since) for entry in file.stages]
    for number, pair in enumerate(pairs):
        if pair in pairs[:number]:
            yield Problem(("stages", number), "this stage and day stand here twice; keep one of them.")


def _problems_of_attestation(file: "MatterFile") -> Problems:
    attestation = file.attestation
    for sentence in attestation.problems():
        yield Problem(("attestation",), sentence)
    if file.mode is Mode.REGISTRATION:
        if attestation.text is None:
            yield Problem(("attestation",), "before a settlement people sign a plain confirmation; give it as `text`.")
        elif "perjury" in attestation.text.lower():
            yield Problem(("attestation", "text"), "before a settlement nobody swears; leave perjury out of it.")
        return
    if attestation.text is not None:
        yield Problem(
            ("attestation", "text"),
            "a court-authorised claim is signed with a declaration under 28 U.S.C. § 1746; "
            "give `inside_us` and `outside_us` instead.",
        )
    for key in ("inside_us", "outside_us"):
        words = (getattr(attestation, key) or _PERJURY).lower()
        if _PERJURY not in words:
            yield Problem(("attestation", key), f"28 U.S.C. § 1746 asks for the words “{_PERJURY}”.")
    if attestation.outside_us and _OUTSIDE not in attestation.outside_us.lower():
        yield Problem(
            ("attestation", "outside_us"),
            "for signers abroad, 28 U.S.C. § 1746 asks for “under the laws of the United States of America” too.",
        )


def _problems_of_filing(file: "MatterFile") -> Problems:
    if not file.registrations_open:
        return
    if file.stage not in ACCEPTS_FILING:
        yield Problem(("registrations_open",), f"nothing can be filed at the stage {file.stage.value!r}; write false.")
    if not file.questions.pages:
        yield Problem(("questions", "pages"), "a matter that is open for filing asks at least one question.")
    if not file.reasons:
        yield Problem(("reasons",), "a matter that is open for filing needs reasons for which it can decline.")


def _problems_of_gate(file: "MatterFile") -> Problems:
    if file.registrations_open and file.questions.gate is None:
        yield Problem(
            ("questions", "pages"),
            "before a settlement the first page is a gate: `gate: true`, with the year of birth, whether the person "
            "has a lawyer, their role, and names for the conflict check.",
        )
    for number, page in enumerate(file.questions.pages):
        if not page.gate:
            continue
        at = ("questions", "pages", number)
        if number:
            yield Problem((*at, "gate"), "only the first page can be the gate; move it to the front.")
        fed = [feed for question in page.questions for feed in (question.feeds, question.also)]
        for missing in (feed for feed in GATE_FEEDS if feed not in fed):
            yield Problem((*at, "questions"), f"the gate lacks a question with `feeds: {missing}`.")
        for place, question in enumerate(page.questions):
            if question.feeds not in GATE_FEEDS:
                yield Problem(
                    (*at, "questions", place, "feeds"),
                    f"the gate asks nothing else than {', '.join(GATE_FEEDS)}; move this question to a later page.",
                )


def _problems_of_claims(file: "MatterFile") -> Problems:
    for number, page in enumerate(file.questions.pages):
        if page.gate:
            yield Problem(("questions", "pages", number, "gate"), "a court-authorised claim has no gate; write false.")
    yield from _lacking(file)
    kinds = {entry.kind for entry in file.dates}
    for number, right in enumerate(file.rights):
        if right.date is not None and right.date not in kinds:
            yield Problem(("rights", number, "date"), f"there is no date of the kind {right.date!r} in `dates`.")


def _lacking(file: "MatterFile") -> Iterator[Problem]:
    if not file.registrations_open:
        return
    if file.date("claim_deadline") is None:
        yield Problem(("dates",), "claims are open, so `dates` needs a `claim_deadline` with its order.")
    if not file.release:
        yield Problem(("release",), "claims are open, so the file must say what a claimant gives up.")
    if not file.rights:
        yield Problem(("rights",), "claims are open, so the file must say what rights class members have.")
