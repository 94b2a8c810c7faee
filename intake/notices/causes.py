"""What a notice is about: the row that an event names, or that the caller gives."""

from intake.decisions.models import ADVERSE, Decision
from intake.decisions.reasons import GivenReason
from intake.filing.models import Claim, ClaimEvent, Submission
from intake.filing.states import State
from intake.notices.vocabulary import Context, Given
from intake.review.models import InformationRequest


def event_in(given: Given) -> ClaimEvent | None:
    """The event that a notice is owed for, if it is one."""
    event = given.get("event")
    return event if isinstance(event, ClaimEvent) else None


def decision_about(claim: Claim, given: Given) -> Decision | None:
    """The decision of the event, else the latest; None when nothing is decided yet, as in a preview."""
    pk = _named(given, "decision")
    decisions = Decision.objects.filter(claim=claim).order_by("-pk")
    return (decisions.filter(pk=pk) if pk else decisions).first()


def submission_about(claim: Claim, given: Given) -> Submission | None:
    """The submission of the event, else the latest."""
    event = event_in(given)
    if event and event.signed:
        return event.signed.submission
    pk = _named(given, "submission")
    submissions = Submission.objects.filter(claim=claim).order_by("-version")
    return (submissions.filter(pk=pk) if pk else submissions).first()


def request_about(claim: Claim, given: Given) -> InformationRequest | None:
    """The request given, or of the event, else the one that is open."""
    if isinstance(given.get("request"), InformationRequest):
        return given["request"]
    pk = _named(given, "information_request")
    requests = InformationRequest.objects.filter(claim=claim).order_by("-pk")
    if pk:
        return requests.filter(pk=pk).first()
    return requests.filter(answer__isnull=True, lapsed_at__isnull=True).first()


def is_still_asked(context: Context) -> bool:
    """Whether the request that a notice is about waits for the claimant. Not once it is answered or taken back."""
    request = InformationRequest.objects.filter(
        pk=context.get("request") or 0, answer=None, lapsed_at=None, claim__state=State.INFORMATION_REQUESTED
    )
    return request.exists()


def reasons_about(claim: Claim, given: Given) -> list[Context]:
    """The reasons given, or of the decision, in the words that were frozen with it."""
    reasons = given["reasons"] if "reasons" in given else _reasons_decided(claim, given)
    return [{"label": reason["label"], "text": reason["text"]} for reason in reasons]


def asked_about(claim: Claim, codes: list[str]) -> list[str]:
    """The questions of these ids as the claimant reads them."""
    from claimants.matters.definitions import current_questions

    questionnaire = current_questions(claim.matter).questionnaire
    labels = {question.id: question.label for page in questionnaire.pages for question in page.questions}
    return [labels[code] for code in codes if code in labels]


def _reasons_decided(claim: Claim, given: Given) -> list[GivenReason]:
    """Those of the event's decision, else of the latest decline."""
    if _named(given, "decision"):
        decision = decision_about(claim, given)
    else:
        decision = Decision.objects.filter(claim=claim, outcome__in=ADVERSE).order_by("-pk").first()
    return list(decision.reasons) if decision else []


def _named(given: Given, table: str) -> int | None:
    """The number in `decision:12`, when the event given is about such a row."""
    event = event_in(given)
    if event is None:
        return None
    name, _, number = event.about.partition(":")
    return int(number) if name == table and number.isdigit() else None
