"""The one evaluator: a definition compiled once into closures that judge one claim or millions."""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import NamedTuple

from claimants.eligibility.document import Criterion, Definition, Flag
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN, Result, Truth
from claimants.eligibility.standing import Placing, Standing
from claimants.eligibility.vocabulary import Flat, Judge, Terms


class Outcome(StrEnum):
    ELIGIBLE = "eligible"
    NEEDS_INFORMATION = "needs_information"
    INELIGIBLE = "ineligible"


Judging = Callable[[Flat], tuple[int, int, int]]
"""Flat facts in; out come the masks of the criteria that fail, of those not known, and of the flags raised."""


class Judgement(NamedTuple):
    """An outcome and its reasons as masks: one bit a criterion, one bit a raised flag."""

    outcome: Outcome
    fail_mask: int
    unknown_mask: int
    flag_mask: int


class CriterionResult(NamedTuple):
    id: str
    kind: str
    result: Result
    sentence: str
    cite: str
    quote: str
    note: str


class FlagResult(NamedTuple):
    id: str
    result: Result
    sentence: str


class Explanation(NamedTuple):
    """Every criterion with its result and sentence, and the flags that are raised.

    `flags_unknown` holds those that cannot be told; only the facts know them, the masks do not.
    """

    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    flags: tuple[FlagResult, ...]
    flags_unknown: tuple[FlagResult, ...] = ()


class _Step(NamedTuple):
    """A compiled criterion: its test, the truth that passes, and its bit."""

    test: Judge
    passing: Truth
    bit: int


class _Says(NamedTuple):
    """A criterion's bit and what it says by result."""

    bit: int
    met: CriterionResult
    not_met: CriterionResult
    unknown: CriterionResult


class _FlagStep(NamedTuple):
    test: Judge
    bit: int
    raised: FlagResult
    unknown: FlagResult


class Compiled:
    """A definition ready to judge. Holds no claim and is safe to share between threads."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        terms = definition.terms
        self._steps = tuple(_step(criterion, terms) for criterion in definition.criteria)
        self._all_bits = sum(1 << criterion.bit for criterion in definition.criteria)
        self._says = tuple(_says(criterion) for criterion in definition.criteria)
        self._flags = tuple(_flag_step(flag, terms) for flag in definition.flags)
        self._judge = self.judging({one.id for one in definition.criteria}, {one.id for one in definition.flags})
        self._placing = Placing(definition)

    def judge(self, flat: Flat) -> Judgement:
        """The outcome for flat facts, with the masks of what fails, what is not known and what is flagged."""
        fail, unknown, flags = self._judge(flat)
        return Judgement(outcome_of(fail, unknown), fail, unknown, flags)

    def explain(self, flat: Flat) -> Explanation:
        """Every criterion with its sentence, for flat facts."""
        fail = unknown = 0
        for test, passing, bit in self._steps:
            truth = test(flat)
            if truth == UNKNOWN:
                unknown |= bit
            elif truth != passing:
                fail |= bit
        raised, untold = [], []
        for test, _, when_raised, when_unknown in self._flags:
            truth = test(flat)
            if truth == TRUE:
                raised.append(when_raised)
            elif truth == UNKNOWN:
                untold.append(when_unknown)
        return Explanation(outcome_of(fail, unknown), self._criteria_of(fail, unknown), tuple(raised), tuple(untold))

    def explain_masks(self, fail_mask: int, unknown_mask: int, flag_mask: int) -> Explanation:
        """The same from a stored judgement alone; bits that no criterion has are left out of account."""
        fail, unknown = fail_mask & self._all_bits, unknown_mask & self._all_bits
        raised = tuple(flag.raised for flag in self._flags if flag.bit & flag_mask)
        return Explanation(outcome_of(fail, unknown), self._criteria_of(fail, unknown), raised)

    def judging(self, criteria: Collection[str], flags: Collection[str]) -> Judging:
        """A closure that judges only these criteria and flags: the masks of what fails, is unknown and is flagged."""
        steps = tuple(
            step for step, one in zip(self._steps, self.definition.criteria, strict=True) if one.id in criteria
        )
        flagged = tuple(
            (step.test, step.bit)
            for step, one in zip(self._flags, self.definition.flags, strict=True)
            if one.id in flags
        )

        def judge(flat: Flat) -> tuple[int, int, int]:
            fail = unknown = raised = 0
            for test, passing, bit in steps:
                truth = test(flat)
                if truth == UNKNOWN:
                    unknown |= bit
                elif truth != passing:
                    fail |= bit
            for test, bit in flagged:
                if test(flat) == TRUE:
                    raised |= bit
            return fail, unknown, raised

        return judge

    def standing(self, flat: Flat) -> Standing:
        """Subclasses, award tier and deadlines for flat facts. It says nothing about who is in the class."""
        return self._placing.standing(flat)

    def _criteria_of(self, fail: int, unknown: int) -> tuple[CriterionResult, ...]:
        return tuple(
            [
                not_met if fail & bit else not_known if unknown & bit else met
                for bit, met, not_met, not_known in self._says
            ]
        )


def compile_definition(definition: Definition) -> Compiled:
    """Compile once per content and keep it: a compiled definition judges any number of claims."""
    return Compiled(definition)


def outcome_of(fail_mask: int, unknown_mask: int) -> Outcome:
    """What the masks of a judgement come to."""
    if fail_mask:
        return Outcome.INELIGIBLE
    return Outcome.NEEDS_INFORMATION if unknown_mask else Outcome.ELIGIBLE


def _step(criterion: Criterion, terms: Terms) -> _Step:
    passing = TRUE if criterion.kind == "include" else FALSE
    return _Step(criterion.test.compiled(terms), passing, 1 << criterion.bit)


def _says(criterion: Criterion) -> _Says:
    def result(result: Result, sentence: str) -> CriterionResult:
        note = criterion.note or ""
        return CriterionResult(criterion.id, criterion.kind, result, sentence, criterion.cite, criterion.quote, note)

    return _Says(
        1 << criterion.bit,
        met=result(Result.MET, criterion.met),
        not_met=result(Result.NOT_MET, criterion.not_met),
        unknown=result(Result.UNKNOWN, criterion.ask),
    )


def _flag_step(flag: Flag, terms: Terms) -> _FlagStep:
    return _FlagStep(
        test=flag.test.compiled(terms),
        bit=1 << flag.bit,
        raised=FlagResult(flag.id, Result.MET, flag.raised),
        unknown=FlagResult(flag.id, Result.UNKNOWN, f"It is not known whether this holds: {flag.test.reads(terms)}."),
    )
