"""A definition as prose."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimants.eligibility.vocabulary import listed

if TYPE_CHECKING:
    from claimants.eligibility.document import Definition


def prose_of(definition: "Definition") -> str:
    """The whole definition, a line for each criterion, flag, subclass, tier and deadline."""
    terms = definition.terms
    lines = ["A person is in the class if every one of these holds:"]
    for criterion in definition.criteria:
        refused = "not: " if criterion.kind == "exclude" else ""
        lines.append(f"- {criterion.id}: {refused}{criterion.test.reads(terms)}.")
    if definition.flags:
        lines.append("These inform review and decide nothing:")
        lines.extend(f"- {flag.id}: {flag.test.reads(terms)}." for flag in definition.flags)
    return "\n".join([*lines, *_groups(definition)])


def _groups(definition: "Definition") -> Iterator[str]:
    terms = definition.terms
    if definition.subclasses or definition.partition:
        yield "People in the class belong to these subclasses:"
    for subclass in definition.subclasses:
        yield f"- {subclass.label}: {subclass.test.reads(terms)}."
    if definition.partition:
        words = terms.words(definition.partition.fact)
        for part in definition.partition.parts:
            accepted = part.accepted(terms)
            yield f"- {part.label}: {words} is {listed(accepted) if accepted else 'anything else'}."
    if definition.tiers:
        yield "The first of these award tiers that is met is the person's own:"
    for tier in definition.tiers:
        yield f"- {tier.label}: {tier.test.reads(terms) if tier.test else 'everyone else'}."
    if definition.deadlines:
        yield "Deadlines:"
    for name, deadline in definition.deadlines.items():
        words = terms.words(deadline.after.fact) if deadline.after else ""
        yield f"- {name.replace('_', ' ')}: {deadline.reads(words)}."
