"""What is true at each stage of a matter, in sentences that every notice carries. Denials, never promises."""

from claimants.matters.stages import MODE_OF, Mode, Stage

_STAGE = {
    Stage.INVESTIGATION: "No case has been filed. Lawyers are looking into the facts.",
    Stage.FILED: "The case has been filed. The court has not decided whether it may go ahead as a class action.",
    Stage.DISMISSED: "The court case was dismissed. No court is hearing it now.",
    Stage.CERTIFIED: "A court has allowed the case to go ahead as a class action. It has not decided who is right.",
    Stage.PRELIMINARY_APPROVAL: (
        "A settlement has been proposed. The court has looked at it once and has not yet decided whether to approve it."
    ),
    Stage.FINAL_APPROVAL: (
        "The court has approved the settlement. An appeal may still change that. A person decides each claim on its "
        "own facts."
    ),
    Stage.DISTRIBUTION: "The settlement is being carried out. A person decides each claim on its own facts.",
    Stage.CLOSED: "This matter is closed. No more claims can be filed.",
}

MEANS = {
    Stage.INVESTIGATION: "Lawyers are looking into the facts. No case is before a court.",
    Stage.FILED: "A case was filed. The court now hears both sides. That can take a long time.",
    Stage.DISMISSED: (
        "The court case ended, and no court is hearing it now. Whether it can be brought again is a question for a "
        "lawyer. Your own time to act may be running out. If you want to act, ask a lawyer promptly."
    ),
    Stage.CERTIFIED: "The court allowed the case to go ahead for a whole class of people.",
    Stage.PRELIMINARY_APPROVAL: (
        "A settlement was proposed, and the court allowed the class to be told about it. Rights and deadlines come "
        "with that. The page of the matter lists them."
    ),
    Stage.FINAL_APPROVAL: "The court approved the settlement. The page of the matter says what comes next.",
    Stage.DISTRIBUTION: "The approved settlement is being carried out.",
    Stage.CLOSED: "The matter is closed. There is nothing more to file.",
}

_BEFORE_SETTLEMENT = (
    "No court has approved this registration or this message.",
    "There is no settlement and there is nothing to claim. There is nothing to pay either.",
)

_NO_LAWYER = (
    "Your registration does not make {firm} your lawyer. No lawyer represents you because you registered, "
    "unless you and a lawyer both sign an agreement that says so."
)

_UNDER_SETTLEMENT = (
    "Filing a claim costs nothing. Nobody who works on this matter will ask you for a fee or for a bank password.",
    "That a claim was received or looked at does not mean it will be approved.",
)

_REGISTRATION_AFTER_SETTLEMENT = (
    "Your registration is not a claim under the settlement. A claim is filed separately, and has its own deadline. "
    "The page of the matter says how."
)

_CLAIM_WITHOUT_SETTLEMENT = "Your claim was filed under a settlement that is not before the court now."

_DEMONSTRATION = "{firm} is a made-up name on a demonstration of this site. Nobody here can act for you."


def statement(*, mode: Mode, stage: Stage, firm: str, demonstration: bool) -> list[str]:
    """The sentences for a claim of this mode in a matter at this stage."""
    said = [_STAGE[stage]]
    if mode is Mode.REGISTRATION:
        said += _BEFORE_SETTLEMENT if MODE_OF[stage] is mode else [_REGISTRATION_AFTER_SETTLEMENT]
        said.append(_NO_LAWYER.format(firm=firm))
    else:
        said += [] if MODE_OF[stage] is mode else [_CLAIM_WITHOUT_SETTLEMENT]
        said += _UNDER_SETTLEMENT
    if demonstration:
        said.append(_DEMONSTRATION.format(firm=firm))
    return said
