"""What was signed has reached us. Carries the signed words as a PDF."""

from datetime import datetime

from claimants.matters.stages import ACCEPTS_FILING
from intake.filing.models import Claim, EventKind, Submission, SubmissionPayload
from intake.notices.causes import submission_about
from intake.notices.dates import moment_written_out
from intake.notices.pdf import signed_copy
from intake.notices.vocabulary import EVERY_STAGE, Attachment, Context, Given, Kind

_WHAT = {
    Submission.Kind.FIRST: "",
    Submission.Kind.CURE: "answer",
    Submission.Kind.CORRECTION: "correction",
}


def build(claim: Claim, given: Given) -> Context:
    submission = submission_about(claim, given)
    if submission is None:
        return {"signed_at": ""}
    return {
        "submission": submission.pk,
        "what": _WHAT[Submission.Kind(submission.kind)],
        "version": submission.version,
        "signed_at": moment_written_out(submission.signed_at, claim.matter.file.court_time_zone),
        "signed_on": submission.signed_at.isoformat(),
        "accepts_filing": claim.matter.stage in ACCEPTS_FILING,
    }


def attach(context: Context) -> Attachment | None:
    """The signed words. A notice whose submission was erased has no attachment, and is not sent."""
    payload = SubmissionPayload.objects.get(submission=context["submission"])
    return signed_copy(
        signed_text=payload.signed_text,
        thing=context["words"]["thing"],
        reference=context["reference"],
        caption=context["matter"]["caption"],
        version=context["version"],
        signed_at=datetime.fromisoformat(context["signed_on"]),
        language=context["language"],
    )


KIND = Kind(
    name="claim_received",
    label="a confirmation that signed answers were received",
    subject="We received your {thing} {reference}",
    subjects={"correction": "We received your correction to {thing} {reference}"},
    build=build,
    requires=frozenset({"submission", "signed_at"}),
    stages=EVERY_STAGE,
    events=(EventKind.SUBMITTED, EventKind.CURED, EventKind.CORRECTED),
    attach=attach,
)
