"""Stages of a matter, the mode each belongs to, and the words and limits that go with the mode."""

from dataclasses import dataclass

from django.db import models


class Stage(models.TextChoices):
    INVESTIGATION = "investigation", "Investigation"
    FILED = "filed", "Filed"
    DISMISSED = "dismissed", "Dismissed"
    CERTIFIED = "certified", "Certified"
    PRELIMINARY_APPROVAL = "preliminary_approval", "Settlement preliminarily approved"
    FINAL_APPROVAL = "final_approval", "Settlement finally approved"
    DISTRIBUTION = "distribution", "Distribution"
    CLOSED = "closed", "Closed"


class Mode(models.TextChoices):
    REGISTRATION = "registration", "Pre-settlement registration"
    CLAIM = "claim", "Court-authorised claim"


MODE_OF = {
    Stage.INVESTIGATION: Mode.REGISTRATION,
    Stage.FILED: Mode.REGISTRATION,
    Stage.DISMISSED: Mode.REGISTRATION,
    Stage.CERTIFIED: Mode.REGISTRATION,
    Stage.PRELIMINARY_APPROVAL: Mode.CLAIM,
    Stage.FINAL_APPROVAL: Mode.CLAIM,
    Stage.DISTRIBUTION: Mode.CLAIM,
    Stage.CLOSED: Mode.CLAIM,
}

ACCEPTS_FILING = {
    Stage.INVESTIGATION,
    Stage.FILED,
    Stage.DISMISSED,
    Stage.CERTIFIED,
    Stage.PRELIMINARY_APPROVAL,
    Stage.FINAL_APPROVAL,
}


@dataclass(frozen=True)
class Words:
    """What people read for the same thing in the two modes."""

    thing: str
    things: str
    path: str
    to_file: str
    accepted: str
    declined: str
    on_file: str


SPONSOR = {Mode.REGISTRATION: "law firm", Mode.CLAIM: "claims administrator's office"}
"""What whoever answers for the matter is called."""

DECLINE = {Mode.REGISTRATION: "decline", Mode.CLAIM: "denial"}
"""What the act is called that ends in `Words.declined`."""

WORDS = {
    Mode.REGISTRATION: Words(
        thing="registration",
        things="registrations",
        path="registrations",
        to_file="register",
        accepted="accepted",
        declined="declined",
        on_file="kept on file",
    ),
    Mode.CLAIM: Words(
        thing="claim",
        things="claims",
        path="claims",
        to_file="file a claim",
        accepted="approved",
        declined="denied",
        on_file="kept on file",
    ),
}
