"""What is done for a person rather than to a claim: a new mailbox, and erasing what they wrote."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claimants.common.exceptions import Refused
from claimants.people.models import MailboxChange
from claimants.people.roles import Power
from intake.desk.forms.people import ConfirmMailboxForm, EraseForm, MailboxForm
from intake.desk.reach import reach_of, reader
from intake.desk.site import desk
from intake.desk.views.acting import Step, step
from intake.desk.views.claims import claim_at
from intake.filing import erasure
from intake.filing.models import Claim
from intake.notices.actions import owe_for_mailbox
from intake.review import mailboxes
from intake.review.policies import check_power, may_read_narrative

_acts = require_http_methods(["GET", "POST"])


@_acts
def erase(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_power(reader(request), claim, Power.ADMINISTER)
    if claim.erasures.exists():
        raise Refused(f"The personal data of this {claim.words.thing} was erased already.")
    return step(request, claim, Step(
        heading=f"Erase the personal data of {claim.reference}",
        explains=(
            "This deletes for good what the claimant wrote and signed, the notes about it and the text of every "
            "notice. What stays: that it was filed, each act and its time, and the decision. It cannot be undone."
        ),
        button="Erase for good",
        form=EraseForm(request.POST if request.method == "POST" else None, reference=claim.reference),
        perform=lambda values: erasure.erase(
            claim=claim, ground=values["ground"], reference=values["docket"], by=reader(request)
        ),
        done="The personal data is erased. The log still verifies.",
    ))  # fmt: skip


@_acts
def propose_mailbox(request: HttpRequest, path: str, reference: str) -> HttpResponse:
    claim = claim_at(request, path, reference)
    check_power(reader(request), claim, Power.REVIEW)
    account = claim.filed_by
    if account is None or not may_read_narrative(claim):
        raise Refused("There is no account here to give a new mailbox to, or its answers are not open to you yet.")
    mailboxes.check_can_change(reader(request), account)
    return step(request, claim, Step(
        heading=f"A new mailbox for the account behind {claim.reference}",
        explains=(
            f"They sign in with {account.email} now. Compare what they tell you with the answers on file, on a "
            "telephone call or with papers. A second member of staff must agree before anything changes."
        ),
        button="Propose this mailbox",
        form=MailboxForm(request.POST if request.method == "POST" else None),
        perform=lambda values: mailboxes.propose(user=account, by=reader(request), **values),
        done="The new mailbox waits for a second member of staff. Nothing has changed yet.",
    ))  # fmt: skip


@_acts
def confirm_mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person looks at what the first one wrote, and agrees."""
    change = get_object_or_404(MailboxChange.objects.select_related("user", "proposed_by"), pk=pk)
    matters = reach_of(request).with_power(Power.REVIEW)
    filed = Claim.objects.with_matter().filed().filter(filed_by=change.user, matter__in=matters)
    claims = list(filed.filter(erasures__isnull=True).order_by("-pk"))
    if not claims:
        raise Refused("Nobody with this account has filed anything in your matters.")
    if change.confirmed_at is None:
        mailboxes.check_can_change(reader(request), change.user)
    form = ConfirmMailboxForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            owe_for_mailbox(mailboxes.confirm(change=change, by=reader(request)), claims[0])
        messages.success(
            request, "They sign in with the new mailbox from now on; the old one opens nothing. Both are told."
        )
        return HttpResponseRedirect(reverse("desk:people_mailboxchange_changelist"))
    return desk.page(
        request, "desk/mailbox.html", "Confirm a new mailbox", change=change, form=form,
        claims=claims, is_own=change.proposed_by_id == reader(request).pk,
    )  # fmt: skip
