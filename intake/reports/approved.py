"""Whose approvals what went out rests on: one rule for the words of a declaration and for the check of a pack. Pure.

Each approval, withdrawal and proposal to cancel is a row and an event of the log, written together while the campaign
is held. So both stand in the same order, and the log says which rows were there when the sending was let go.
"""

from typing import Any

from intake.reports.digests import caps_sha256, templates_sha256

NEEDED = 2
_GIVEN = {"approved", "approval_withdrawn", "cancel_proposed", "cancel_withdrawn"}
_LET_GO = {"started", "resumed"}
_Approval = dict[str, Any]


def standing_approvals(about: dict[str, Any]) -> list[_Approval]:
    """The approvals on which the sending was last started or resumed; those that stand now, if it never was.

    None that was withdrawn by then, and none of another list, other words or other limits.
    """
    campaign, begun = about["campaign"], _last_let_go(about["events"])
    given = about["approvals"] if begun is None else about["approvals"][: acts_given(about["events"][:begun])]
    withdrawn = {(each["by"], each["turn"]) for each in given if each["act"] == "withdraw"}
    words = templates_sha256(about["templates"], about.get("frame"))
    standing = [
        each
        for each in given
        if each["act"] == "send"
        and (each["manifest_sha256"], each["templates_sha256"]) == (campaign["manifest_sha256"], words)
        and (each["by"], each["turn"]) not in withdrawn
    ]
    limits = _limits_then(about, standing, begun)
    return [each for each in standing if each["caps_sha256"] == limits]


def was_let_go(about: dict[str, Any]) -> bool:
    """Whether anything could leave at any time."""
    return bool(about["campaign"]["started_utc"]) or _last_let_go(about["events"]) is not None


def people_of(approvals: list[_Approval]) -> set[str]:
    return {each["by"] for each in approvals}


def acts_given(events: list[dict[str, Any]]) -> int:
    """How many rows of approvals these events of the log wrote."""
    return sum(event["kind"] in _GIVEN for event in events)


def _last_let_go(events: list[dict[str, Any]]) -> int | None:
    return max((place for place, event in enumerate(events) if event["kind"] in _LET_GO), default=None)


def _limits_then(about: dict[str, Any], standing: list[_Approval], begun: int | None) -> str:
    """The digest of the limits it went under. Only limits change after a start, and then they are approved anew."""
    changed = begun is not None and any(event["kind"] == "limits_changed" for event in about["events"][begun:])
    if not changed:
        return caps_sha256(about["campaign"])
    for approval in reversed(standing):
        limits = str(approval["caps_sha256"])
        if len(people_of([each for each in standing if each["caps_sha256"] == limits])) >= NEEDED:
            return limits
    return ""
