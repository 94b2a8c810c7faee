"""Where letters go when recipients are frozen: the address of a claim's answers, or the list of those without one."""

import pytest

from intake.campaigns import actions
from intake.campaigns.models import PostalItem, Recipient
from intake.filing.models import SubmissionPayload
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus, Notice, NoticeState
from tests.campaigns.listed import lifted
from tests.campaigns.situations import LIST, a_list, draft, frozen, matter_with, staff
from tests.factories import QuestionSetFactory

pytestmark = pytest.mark.django_db


def test_claims_bring_the_postal_address_that_was_last_signed() -> None:
    matter = matter_with(claims=2)
    pages = [{"id": "you", "heading": "You", "questions": [
        {"id": "post", "kind": "postal_address", "label": "Your address", "feeds": "contact:post"}]}]  # fmt: skip
    QuestionSetFactory.create(matter=matter, document={"pages": pages})
    payload = SubmissionPayload.objects.order_by("pk").first()
    answer = {"lines": "1 Main Street\nFlat 2", "city": "Oakland", "region": "CA", "postcode": "94607", "country": "US"}
    with lifted():
        SubmissionPayload.objects.filter(pk=payload.pk).update(answers={"post": answer})
    frozen(matter, staff(matter))
    first, second = Recipient.objects.order_by("place")
    assert first.postal == {
        "name": "Ana María Núñez", "address_1": "1 Main Street", "address_2": "Flat 2", "city": "Oakland",
        "region": "CA", "postcode": "94607", "country": "US",
    }  # fmt: skip
    assert second.postal == {}


def test_who_asked_for_paper_and_has_no_postal_address_waits_on_the_list_of_letters() -> None:
    AddressStatus.objects.create(digest=digest_of("a@example.org"), reason="prefers_post")
    matter = matter_with(claims=0)
    by = staff(matter)
    campaign = draft(matter, by, source=LIST, purpose="court_notice", order_reference="ECF 41")
    upload = a_list("email,name,reference,address_1\na@example.org,Ana,R-1,1 Main Street\n")
    campaign = actions.freeze(campaign=campaign, by=by, upload=upload)
    notice, letter = Notice.objects.get(dispatch=campaign.dispatch), PostalItem.objects.get()
    assert (notice.state, notice.owner) == (NoticeState.FAILED, campaign.owner)
    assert letter.state == PostalItem.State.WAITING
    assert letter.why == notice.last_reply == (
        "This person asked for paper. It goes by post once somebody gives its letter a whole postal address."
    )  # fmt: skip
