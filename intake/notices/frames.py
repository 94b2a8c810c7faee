"""What every notice says whatever its kind: the matter, the reference, whom to call, what is true now."""

from dataclasses import asdict

from django.conf import settings

from claimants.matters.files import MatterFile
from claimants.matters.models import Matter, MatterDate
from claimants.matters.sections import DateEntry
from claimants.matters.stages import MODE_OF, Mode, Stage
from intake.filing.models import Claim, ClaimEvent
from intake.notices.dates import moment_written_out
from intake.notices.statements import statement
from intake.notices.vocabulary import Context
from intake.notices.words import lines


def frame(claim: Claim, event: ClaimEvent | None = None) -> Context:
    """The part of the context that is the same for every kind. `event` is what the notice is owed for, if it is one."""
    matter, words, mode = claim.matter, claim.words, Mode(claim.mode)
    return {
        **frame_of_everybody(matter, mode),
        "reference": claim.reference,
        "language": claim.language,
        "mode": mode.value,
        "stage": matter.stage,
        "words": asdict(words),
        "name": signer(claim, event),
        "sign_in": f"{settings.SITE_URL}/{words.path}/{claim.reference}/",
    }


def frame_of_everybody(matter: Matter, mode: Mode) -> Context:
    """The part of it that is the same for everybody in a matter."""
    sponsor, stage, clerk = matter.file.sponsor, Stage(matter.stage), matter.file.clerk
    return {
        "matter": {
            "caption": matter.caption,
            "court": matter.file.court,
            "number": matter.file.number,
            "url": f"{settings.SITE_URL}/matters/{matter.slug}/",
            "clerk": lines(clerk.address) if clerk else [],
        },
        "sponsor": {
            "firm": sponsor.firm,
            "lawyer": sponsor.lawyer,
            "address": lines(str(sponsor.address)),
            "telephone": sponsor.telephone,
        },
        "statement": statement(mode=mode, stage=stage, firm=sponsor.firm, demonstration=sponsor.demonstration),
        "settlement": _settlement(matter.file) if mode is Mode.CLAIM and MODE_OF[stage] is mode else {},
        "verify": f"{settings.SITE_URL}/notices/verify/",
    }


def signer(claim: Claim, event: ClaimEvent | None = None) -> str:
    """The name last typed to sign, or nothing while nothing is signed."""
    if event and event.signed:
        return event.signed.submission.payload.typed_name
    submission = claim.submissions.select_related("payload").order_by("-version").first()
    payload = getattr(submission, "payload", None)
    return payload.typed_name if payload else ""


def _settlement(file: MatterFile) -> Context:
    """What everyone under a settlement must be able to read: the dates, the rights, and what is given up."""
    return {
        "dates": [_date(file, entry) for entry in file.dates if not entry.vacated],
        "rights": [{"heading": right.heading, "text": right.text} for right in file.rights],
        "release": list(file.release),
    }


def _date(file: MatterFile, entry: DateEntry) -> Context:
    return {
        "label": entry.label,
        "when": moment_written_out(entry.moment, file.court_time_zone),
        "basis": "" if entry.basis == MatterDate.Basis.HELD else MatterDate.Basis(entry.basis).label,
    }
