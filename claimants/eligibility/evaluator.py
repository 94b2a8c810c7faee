"""The one evaluator: a definition compiled once into closures that judge one claim or millions."""

from enum import StrEnum
from typing import NamedTuple

from claimants.eligibility.document import Criterion, Definition, Flag
from claimants.eligibility.kleene import FALSE, TRUE, UNKNOWN, Result, Truth
from claimants.eligibility.vocabulary import Flat, Judge, Terms


class Outcome(StrEnum):
    ELIGIBLE = "eligible"
    NEEDS_INFORMATION = "needs_information"
    INELIGIBLE = "ineligible"


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
    """A compiled criterion; `fails`, `unsure` and `says` are by the truth of its test."""

    test: Judge
    fails: tuple[int, ...]
    unsure: tuple[int, ...]
    says: tuple[CriterionResult, ...]


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
        self._flags = tuple(_flag_step(flag, terms) for flag in definition.flags)

    def judge(self, flat: Flat) -> Judgement:
        """The outcome for flat facts, with the masks of what fails and what is not known."""
        fail = unknown = flags = 0
        for test, fails, unsure, _ in self._steps:
            truth = test(flat)
            fail |= fails[truth]
            unknown |= unsure[truth]
        for test, bit, _, _ in self._flags:
            if test(flat) == TRUE:
                flags |= bit
        return Judgement(_outcome(fail, unknown), fail, unknown, flags)

    def explain(self, flat: Flat) -> Explanation:
        """Every criterion with its sentence, for flat facts."""
        fail = unknown = 0
        criteria, raised, untold = [], [], []
        for test, fails, unsure, says in self._steps:
            truth = test(flat)
            fail |= fails[truth]
            unknown |= unsure[truth]
            criteria.append(says[truth])
        for test, _, when_raised, when_unknown in self._flags:
            truth = test(flat)
            if truth == TRUE:
                raised.append(when_raised)
            elif truth == UNKNOWN:
                untold.append(when_unknown)
        return Explanation(_outcome(fail, unknown), tuple(criteria), tuple(raised), tuple(untold))

    def explain_masks(self, fail_mask: int, unknown_mask: int, flag_mask: int) -> Explanation:
        """The same from a stored judgement alone."""
        criteria = tuple(step.says[_truth_in(step, fail_mask, unknown_mask)] for step in self._steps)
        raised = tuple(step.raised for step in self._flags if step.bit & flag_mask)
        return Explanation(_outcome(fail_mask, unknown_mask), criteria, raised)


def compile_definition(definition: Definition) -> Compiled:
    """Compile once per content and keep it: a compiled definition judges any number of claims."""
    return Compiled(definition)


def _outcome(fail_mask: int, unknown_mask: int) -> Outcome:
    if fail_mask:
        return Outcome.INELIGIBLE
    return Outcome.NEEDS_INFORMATION if unknown_mask else Outcome.ELIGIBLE


def _step(criterion: Criterion, terms: Terms) -> _Step:
    bit, passing = 1 << criterion.bit, TRUE if criterion.kind == "include" else FALSE
    truths = (FALSE, UNKNOWN, TRUE)
    results = [Result.UNKNOWN if t == UNKNOWN else Result.MET if t == passing else Result.NOT_MET for t in truths]
    sentences = {Result.MET: criterion.met, Result.NOT_MET: criterion.not_met, Result.UNKNOWN: criterion.ask}
    return _Step(
        test=criterion.test.compiled(terms),
        fails=tuple(bit if result == Result.NOT_MET else 0 for result in results),
        unsure=tuple(bit if result == Result.UNKNOWN else 0 for result in results),
        says=tuple(
            CriterionResult(
                criterion.id,
                criterion.kind,
                result,
                sentences[result],
                criterion.cite,
                criterion.quote,
                criterion.note or "",
            )
            for result in results
        ),
    )


def _flag_step(flag: Flag, terms: Terms) -> _FlagStep:
    return _FlagStep(
        test=flag.test.compiled(terms),
        bit=1 << flag.bit,
        raised=FlagResult(flag.id, Result.MET, flag.raised),
        unknown=FlagResult(flag.id, Result.UNKNOWN, f"It is not known whether this holds: {flag.test.reads(terms)}."),
    )


def _truth_in(step: _Step, fail_mask: int, unknown_mask: int) -> Truth:
    """The truth of the criterion's test that the masks stand for; a failure outweighs an unknown."""
    if max(step.fails) & fail_mask:
        return step.fails.index(max(step.fails))
    if max(step.unsure) & unknown_mask:
        return UNKNOWN
    return FALSE if step.fails[TRUE] else TRUE
