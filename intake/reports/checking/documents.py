"""What `campaign.json` and `counts.json` say, against the tables and against themselves."""

from collections.abc import Iterator
from typing import Any

from intake.reports.approved import NEEDED, acts_given, people_of, standing_approvals, was_let_go
from intake.reports.chains import linked
from intake.reports.digests import template_sha256


def campaign_faults(about: dict[str, Any], manifest_sha256: str, lines: int) -> Iterator[str]:
    """The digest of the list everywhere it stands, the words, and the log of acts."""
    campaign = about["campaign"]
    if campaign["manifest_sha256"] != manifest_sha256:
        yield (
            "manifest.csv: the digest over its lines is not manifest_sha256 in campaign.json; a line was altered, "
            "added or removed"
        )
    if campaign["manifest_rows"] != lines:
        yield f"manifest.csv: it has {lines:,} lines, and campaign.json says {campaign['manifest_rows']:,}"
    yield from _approval_faults(about)
    for template in about["templates"]:
        if template_sha256(template) != template["sha256"]:
            yield f"campaign.json: the words in “{template['language']}” are not those of their digest"
    yield from _event_faults(about["events"], campaign)


def count_faults(found: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    """Every number that is not what the tables come to."""
    for name in sorted(set(found) | set(expected)):
        if found.get(name) != expected.get(name):
            yield f"counts.json: {name} is {found.get(name)!r}, and the tables come to {expected.get(name)!r}"
    for name in ("lines_by_state_of_their_last_message", "lines_by_what_they_came_to"):
        counted = sum(found.get(name, {}).values())
        if counted != found.get("lines_ordered"):
            yield f"counts.json: {name} sums to {counted:,} and not to the lines of the list"


def _approval_faults(about: dict[str, Any]) -> Iterator[str]:
    """Two people approved what was let go. Of what never was, nothing is asked; what was changed since, may wait."""
    given, told = len(about["approvals"]), acts_given(about["events"])
    if given != told:
        yield f"campaign.json: it has {given} approvals, withdrawals and proposals, and the log of acts tells of {told}"
    if was_let_go(about) and len(people_of(standing_approvals(about))) < NEEDED:
        yield (
            "campaign.json: fewer than two people approved this list, these words and these limits before it was last "
            "started or resumed; an approval is bound to other digests"
        )


def _event_faults(events: list[dict[str, Any]], campaign: dict[str, Any]) -> Iterator[str]:
    previous = ""
    for number, event in enumerate(events, start=1):
        if event["sequence"] != number:
            yield f"campaign.json: event {number} of the log was removed"
        if event["previous_hash"] != previous or linked(previous, event["text"]) != event["hash"]:
            yield f"campaign.json: event {event['sequence']} of the log was altered; its hash does not follow"
        previous = event["hash"]
    if previous != campaign["head"] or len(events) != campaign["events_count"]:
        yield "campaign.json: the log of acts does not end where the campaign says that it ends"
