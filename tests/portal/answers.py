"""What a claimant of the bundled matter types, page by page, as a browser sends it."""

from typing import Any

GATE = {"birth_year": "1980", "already_represented": "no", "excluded_role": "none", "conflict_names": ""}
PAGES: dict[str, dict[str, Any]] = {
    "your-premium": {
        "premium.0.from.month": "9", "premium.0.from.day": "", "premium.0.from.year": "2021",
        "premium.0.to.month": "", "premium.0.to.day": "", "premium.0.to.year": "", "premium.0.to.open": "yes",
        "premium.0.plan": "career", "premium.complete": "yes",
        "premium_paid_by": "self", "product": "premium",
    },
    "where-you-lived": {
        "residence.0.from.year": "1980", "residence.0.from.month": "", "residence.0.from.day": "",
        "residence.0.to.open": "yes", "residence.0.country": "United States", "residence.complete": "yes",
    },
    "account-and-messages": {
        "account.from.year": "2010", "account.from.month": "", "account.from.day": "", "account.to.open": "yes",
        "inmail": "both", "inmail_first.year": "2019", "inmail_first.month": "", "inmail_first.day": "",
    },
    "the-setting": {
        "ai_setting": "never_saw", "first_learned_on.year": "2025", "first_learned_on.month": "1",
        "first_learned_on.day": "22", "released": "no",
    },
    "about-you": {"full_name": "Ana López", "phone": "", "profile": "", "narrative": ""},
}  # fmt: skip
