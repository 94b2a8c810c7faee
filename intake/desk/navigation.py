"""Where one can go from every page of the desk; only what one's roles open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from claimants.people.roles import Power
from intake.desk.reach import reach_of


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_here: bool = False


_PLACES: list[tuple[str, str, str, Power | None]] = [
    ("What to do next", "desk:index", "", None),
    ("Queue", "desk:queue", "", Power.READ),
    ("My claims", "desk:queue", "?holder=mine&state=all", Power.REVIEW),
    ("Declines to confirm", "desk:proposals", "", Power.READ),
    ("Notices", "desk:notices_notice_changelist", "", Power.READ),
    ("Held addresses", "desk:addresses", "", Power.READ),
    ("How the queue is", "desk:health", "", Power.READ),
    ("Matters", "desk:matters_matter_changelist", "", Power.READ),
    ("New mailboxes", "desk:people_mailboxchange_changelist", "", Power.REVIEW),
    ("Who read what", "desk:review_staffread_changelist", "", Power.AUDIT),
    ("Staff and roles", "desk:people_rolegrant_changelist", "", Power.ADMINISTER),
]


def navigation(request: HttpRequest) -> list[Link]:
    """The places open to the reader, the present one marked."""
    reach = reach_of(request)
    here = request.get_full_path()
    links = [
        (label, reverse(name) + query)
        for label, name, query, power in _PLACES
        if power is None or reach.has_anywhere(power)
    ]
    return [Link(label, url, is_here=_is_here(url, here, request.path)) for label, url in links]


def _is_here(url: str, full_path: str, path: str) -> bool:
    return full_path == url if "?" in full_path else path == url
