"""One line of a manifest before it is stored: a person, their addresses in order, and the values of the variables."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """`addresses` are e-mail addresses, first the one to try first; without any, the person is written to by post."""

    language: str
    addresses: list[str]
    values: dict[str, str]
    postal: dict[str, str] = field(default_factory=dict)
    claim_id: int | None = None
    user_id: int | None = None
