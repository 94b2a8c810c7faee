"""The kinds of questions, and for each what sort of fact its answer can be."""

from enum import StrEnum

from claimants.eligibility.facts import FactKind, FieldKind


class Kind(StrEnum):
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    INTERVAL = "interval"
    INTERVALS = "intervals"
    COUNTRY = "country"
    US_STATE = "us_state"
    NUMBER = "number"
    TEXT = "text"
    LONG_TEXT = "long_text"
    PROFILE_URL = "profile_url"
    EMAIL = "email"
    PHONE = "phone"
    POSTAL_ADDRESS = "postal_address"
    NAME = "name"
    ATTESTATION = "attestation"


class ColumnKind(StrEnum):
    """Kinds of the further columns of a list of intervals."""

    CHOICE = "choice"
    COUNTRY = "country"
    US_STATE = "us_state"
    TEXT = "text"


FACT_KINDS: dict[Kind, frozenset[FactKind]] = {
    Kind.YES_NO: frozenset({FactKind.YES_NO}),
    Kind.CHOICE: frozenset({FactKind.CHOICE}),
    Kind.CHOICES: frozenset(),
    Kind.DATE: frozenset({FactKind.DATE}),
    Kind.INTERVAL: frozenset({FactKind.INTERVAL}),
    Kind.INTERVALS: frozenset({FactKind.INTERVALS}),
    Kind.COUNTRY: frozenset({FactKind.CHOICE}),
    Kind.US_STATE: frozenset({FactKind.CHOICE}),
    Kind.NUMBER: frozenset({FactKind.NUMBER}),
    Kind.TEXT: frozenset({FactKind.TEXT}),
    Kind.LONG_TEXT: frozenset(),
    Kind.PROFILE_URL: frozenset(),
    Kind.EMAIL: frozenset(),
    Kind.PHONE: frozenset(),
    Kind.POSTAL_ADDRESS: frozenset(),
    Kind.NAME: frozenset(),
    Kind.ATTESTATION: frozenset({FactKind.YES_NO}),
}
"""The kinds of facts a question of a kind can feed. Each option of a `choices` question feeds its own yes or no."""

COLUMN_FACT_KINDS = {
    ColumnKind.CHOICE: FieldKind.CHOICE,
    ColumnKind.COUNTRY: FieldKind.CHOICE,
    ColumnKind.US_STATE: FieldKind.CHOICE,
    ColumnKind.TEXT: FieldKind.TEXT,
}

NEEDS: dict[str, frozenset[Kind]] = {
    "contact:name": frozenset({Kind.NAME}),
    "contact:email": frozenset({Kind.EMAIL}),
    "contact:phone": frozenset({Kind.PHONE}),
    "contact:post": frozenset({Kind.POSTAL_ADDRESS}),
    "conflict:names": frozenset({Kind.TEXT, Kind.LONG_TEXT}),
    "conflict:represented": frozenset({Kind.YES_NO}),
    "conflict:role": frozenset({Kind.CHOICE}),
    "review:narrative": frozenset({Kind.LONG_TEXT}),
    "review:profile": frozenset({Kind.PROFILE_URL}),
}
"""What a question may feed besides facts, and the kinds of questions that can."""

UNSURE = "unsure"
OPEN = "open"
CAN_BE_UNSURE = frozenset({Kind.YES_NO, Kind.CHOICE, Kind.DATE, Kind.INTERVAL, Kind.COUNTRY, Kind.US_STATE})
CAN_DECIDE_WHAT_IS_SHOWN = frozenset({Kind.YES_NO, Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.US_STATE})
