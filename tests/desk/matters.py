"""Two small matters, loaded from text as any matter file is: one before a settlement, one after."""

from typing import Any

import yaml
from django.utils import timezone

from claimants.matters.actions import load
from claimants.matters.models import Matter

GATE: dict[str, Any] = {
    "id": "before-we-begin",
    "gate": True,
    "heading": "Before we begin",
    "questions": [
        {"id": "birth_year", "kind": "number", "label": "In which year were you born?", "feeds": "fact:birth_year",
         "min": 1900, "max": "this_year"},
        {"id": "lawyer", "kind": "yes_no", "label": "Do you have a lawyer in this case?",
         "feeds": "conflict:represented"},
        {"id": "role", "kind": "choice", "label": "Do you work for the court or the company?",
         "feeds": "conflict:role", "options": [{"value": "none", "label": "No"}, {"value": "court", "label": "Court"}]},
        {"id": "other_names", "kind": "text", "label": "Which other names have you used?", "required": False,
         "feeds": "conflict:names"},
    ],
}  # fmt: skip
PAGES: list[dict[str, Any]] = [
    {
        "id": "you",
        "heading": "You",
        "questions": [
            {"id": "name", "kind": "name", "label": "Your name", "feeds": "contact:name"},
            {"id": "email", "kind": "email", "label": "Your e-mail", "feeds": "contact:email", "required": False},
        ],
    },
    {
        "id": "membership",
        "heading": "Your membership",
        "questions": [
            {"id": "joined", "kind": "date", "label": "When did you join?", "feeds": "fact:joined", "unsure": True},
            {"id": "learned", "kind": "date", "label": "When did you learn of it?", "required": False,
             "feeds": "fact:learned", "unsure": True},
            {"id": "story", "kind": "long_text", "label": "What happened?", "feeds": "review:narrative",
             "required": False},
        ],
    },
]  # fmt: skip
DEFINITION: dict[str, Any] = {
    "version": 1,
    "provisional": True,
    "source": "A newspaper",
    "text": "Everyone who joined before 2024.",
    "facts": {
        "birth_year": {"kind": "number"},
        "joined": {"kind": "date"},
        "learned": {"kind": "date"},
    },
    "criteria": [
        {"id": "joined_before", "bit": 0, "kind": "include", "cite": "Complaint, paragraph 9",
         "quote": "all who joined before 2024", "note": "counsel to confirm",
         "test": {"op": "before", "fact": "joined", "date": "2024-01-01"},
         "met": "You joined before 2024.", "not_met": "You joined in 2024 or later.", "ask": "When did you join?"},
    ],
    "flags": [
        {"id": "possibly_minor", "bit": 0, "raised": "May be under 18.",
         "test": {"op": "at_least", "fact": "birth_year", "value": 2008}},
        {"id": "time_passed", "bit": 1, "raised": "More than four years since they learned of it.",
         "test": {"op": "elapsed", "since": "learned", "years": 4, "at": "signed_on"}},
    ],
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "short_name": "Company",
    "court": "United States District Court, Northern District of California",
    "court_time_zone": "America/Los_Angeles",
    "number": "5:25-cv-00001",
    "languages": ["en"],
    "stage": "dismissed",
    "stages": [{"stage": "dismissed", "since": "2025-01-30", "source": "Docket entry 34"}],
    "defendant": "Company, Inc.",
    "sponsor": {
        "firm": "Harbour & Field LLP", "lawyer": "Ada Field", "bar_number": "000000",
        "address": "1 Main Street\nOakland, CA 94607", "telephone": "+1 415 555 0123", "email": "intake@example.org",
        "data_controller": "Harbour & Field LLP", "demonstration": True,
    },
    "summary": [{"text": "A company is said to have done something."}],
    "disclaimers": ["This is not a page of the court."],
    "registrations_open": True,
    "questions": {"pages": [GATE, *PAGES]},
    "definition": DEFINITION,
    "limitations": [
        {"claim": "Breach of contract", "years": 4, "runs_from": "learned", "default_from": "2024-09-18",
         "tolling_days": 30, "cite": "Cal. Code Civ. Proc. § 337", "verified": False},
    ],
    "reasons": [
        {"code": "outside_period", "label": "Joined too late", "text": "You told us that you joined in 2024 or later."},
        {"code": "conflict", "label": "Conflict of interest", "text": "Our rules do not let this firm act for you."},
        {"code": "duplicate", "label": "Filed twice", "text": "We already hold what you filed before."},
    ],
    "attestation": {"text": "I confirm that these answers are true to the best of my knowledge."},
    "privacy": {"notice": ["We keep your answers."], "retain_until": "2032-12-31"},
}  # fmt: skip
SETTLEMENT: dict[str, Any] = {
    "stage": "preliminary_approval",
    "stages": [{"stage": "preliminary_approval", "since": "2026-01-05", "source": "Docket entry 90"}],
    "questions": {"pages": [
        {"id": "birth", "heading": "Birth", "questions": [GATE["questions"][0]]}, *PAGES,
    ]},
    "dates": [
        {"kind": "claim_deadline", "label": "Last day to file a claim", "moment": "loaded + 60 days",
         "basis": "received", "order": "Dkt. 90"},
    ],
    "attestation": {
        "inside_us": "I declare under penalty of perjury that the foregoing is true and correct.",
        "outside_us": (
            "I declare under penalty of perjury under the laws of the United States of America that the foregoing is "
            "true and correct."
        ),
    },
    "rights": [{"heading": "Opt out", "text": "You leave the settlement.", "date": "claim_deadline"}],
    "release": ["Claims about what happened before 2024."],
}  # fmt: skip


def registration_matter(slug: str, caption: str) -> Matter:
    return _loaded({**DOCUMENT, "slug": slug, "caption": caption})


def settlement_matter(slug: str, caption: str) -> Matter:
    return _loaded({**DOCUMENT, **SETTLEMENT, "slug": slug, "caption": caption})


def _loaded(document: dict[str, Any]) -> Matter:
    return load(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), at=timezone.now()).matter
