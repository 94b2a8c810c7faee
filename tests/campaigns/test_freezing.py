"""Who is written to, settled once: all of it or nothing, whatever comes in between."""

import hashlib
import threading
from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection

from claimants.common import references
from claimants.common.exceptions import Refused
from claimants.matters.stages import Stage
from intake.campaigns import actions, chunks, copying, writing
from intake.campaigns.lists import ListRefused
from intake.campaigns.models import Campaign, CampaignState, ManifestLine, PostalItem, Purpose, Recipient
from intake.campaigns.proof import verify_campaigns
from intake.campaigns.seals import line_digest
from intake.filing.erasure import erase
from intake.filing.states import State
from intake.notices.addresses import digest_of
from intake.notices.models import AddressStatus, Dispatch, DispatchMove, Notice, NoticeAttempt, NoticeState
from tests.campaigns.situations import LIST, a_list, draft, frozen, matter_with, rehearsed, running, staff
from tests.factories import ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db

HEADER = "email,email_2,name,reference,address_1,city,country\n"


def frozen_list(rows: str, **changes: object) -> Campaign:
    matter = matter_with(claims=0)
    by = staff(matter)
    campaign = draft(matter, by, source=LIST, **changes)
    return actions.freeze(campaign=campaign, by=by, upload=a_list(HEADER + rows))


def nothing_is_stored() -> bool:
    return not any(model.objects.exists() for model in (Recipient, ManifestLine, Notice, Dispatch, DispatchMove))


def test_the_digest_of_the_manifest_is_that_of_its_lines() -> None:
    matter = matter_with(claims=3)
    campaign = frozen(matter, staff(matter))
    template = campaign.templates.get().template.sha256
    sealed = hashlib.sha256()
    for place, recipient in enumerate(campaign.recipients.order_by("place"), start=1):
        digest = line_digest(recipient.salt, recipient)
        assert ManifestLine.objects.get(place=place).digest == digest
        sealed.update(f"{place} {digest} en {template}\n".encode())
    assert campaign.manifest_sha256 == sealed.hexdigest()
    assert len({recipient.salt for recipient in campaign.recipients.all()}) == 3


def test_a_list_is_frozen_as_it_stands() -> None:
    campaign = frozen_list(
        "ana@gmail.com,ana@example.org,Ana,R-1,,,\n"
        'bo@hotmail.co.uk,,"Bo ""the \\ boat"" Ünal",R-2,1 Main Street,Oakland,US\n'
        ",,Cy,R-3,2 Main Street,Oakland,US\n"
    )
    assert campaign.manifest_rows == 3
    assert campaign.groups == {"gmail": 1, "outlook": 1}
    assert campaign.dispatch.tally() == {"queued": 2, "failed": 1}
    second = Recipient.objects.get(place=2)
    assert second.values == {"name": 'Bo "the \\ boat" Ünal', "reference": "R-2"}
    by_post = Notice.objects.get(cause=f"campaign:{campaign.pk}:3")
    assert (by_post.state, by_post.owner) == (NoticeState.FAILED, campaign.owner)
    assert PostalItem.objects.get().place == 3
    assert "goes by post" in by_post.last_reply


def test_of_a_list_with_an_error_nothing_is_stored() -> None:
    with pytest.raises(ListRefused, match="Line 3, column “email”"):
        frozen_list("ana@example.org,,Ana,R-1,,,\nnobody,,Bo,R-2,,,\n")
    assert nothing_is_stored()
    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_recipients_are_chosen_from_the_claims() -> None:
    matter = matter_with(claims=2)
    by = staff(matter)
    paper = ClaimFactory.create(matter=matter, submitted=True, person=PersonFactory.create(on_paper=True))
    spanish = ClaimFactory.create(matter=matter, submitted=True, language="es")
    ClaimFactory.create(matter=matter)
    ClaimFactory.create(matter=matter, withdrawn=True)
    erased = ClaimFactory.create(matter=matter, submitted=True)
    erase(claim=erased, ground="request", by=None)
    gone = ClaimFactory.create(matter=matter, submitted=True)
    type(gone.filed_by).objects.filter(pk=gone.filed_by.pk).update(is_active=False)

    def rows(name: str, **source: object) -> int:
        return frozen(matter, by, name=name, source={"from": "claims", **source}).manifest_rows

    assert rows("all") == 3
    assert rows("with paper", on_paper=True) == 5
    assert rows("Spanish", languages=["es"]) == 1
    assert Recipient.objects.get(campaign__name="Spanish").claim == spanish
    assert rows("submitted", states=[State.SUBMITTED]) == 3
    with pytest.raises(Refused, match="Nobody is meant by this"):
        rows("eligible", outcomes=["eligible"])
    on_paper = Recipient.objects.get(claim=paper)
    assert (on_paper.addresses, on_paper.user) == ([], None)


def test_claims_bring_a_name_and_a_reference_and_nothing_else() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    with pytest.raises(Refused, match="needs amount, which claims do not bring"):
        actions.freeze(campaign=draft(matter, by, "Dear {{ name? }}, we have {{ amount }}.\n"), by=by)


@pytest.mark.parametrize(
    "purpose, held, state, rank, paper",
    [
        ("update", {"a": "gone"}, "queued", 1, 0),
        ("update", {"a": "gone", "b": "complained"}, "failed", 0, 1),
        ("update", {"a": "no_updates"}, "cancelled", 0, 0),
        ("court_notice", {"a": "no_updates"}, "queued", 0, 0),
        ("court_notice", {"a": "gone"}, "queued", 1, 0),
        ("court_notice", {"a": "prefers_post"}, "failed", 0, 1),
    ],
)
def test_what_is_held_against_an_address_leads_to_the_next_or_to_paper(
    purpose: str, held: dict[str, str], state: str, rank: int, paper: int
) -> None:
    for name, reason in held.items():
        hold(f"{name}@example.org", reason)
    order = "ECF 41" if purpose == Purpose.COURT_NOTICE else ""
    campaign = frozen_list("a@example.org,b@example.org,Ana,R-1,,,\n", purpose=purpose, order_reference=order)
    notice = Notice.objects.get(dispatch=campaign.dispatch)
    assert (notice.state, notice.rank, PostalItem.objects.count()) == (state, rank, paper)
    assert sum(campaign.dispatch.tally().values()) == campaign.manifest_rows == 1


def hold(address: str, reason: str) -> None:
    from intake.notices.actions import owe
    from tests.notices.situations import sign

    claim = ClaimFactory.create(submitted=True, matter=matter_with(claims=0, stage=Stage.DISMISSED))
    sign(claim, "Ana", at=claim.submitted_at)
    notice = owe(kind="withdrawn", cause=f"event:{claim.pk}", claim=claim)
    evidence = NoticeAttempt.objects.create(notice=notice, number=1, phase="failed")
    AddressStatus.objects.create(digest=digest_of(address), reason=reason, attempt=evidence)


def test_a_freeze_that_is_killed_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    matter = matter_with(claims=5)
    by = staff(matter)
    campaign, written, write = draft(matter, by), count(1), copying.Copier.write

    def dies(self: copying.Copier, ready: copying.Ready) -> None:
        write(self, ready)
        if next(written) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(chunks, "SIZE", 2)
    monkeypatch.setattr(copying.Copier, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.freeze(campaign=campaign, by=by)
    assert nothing_is_stored()
    monkeypatch.undo()
    assert actions.freeze(campaign=campaign, by=by).manifest_rows == 5
    assert list(verify_campaigns()) == []


def test_codes_that_are_taken_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    matter = matter_with(claims=1)
    frozen(matter, staff(matter))
    taken = Notice.objects.get().code
    drawn: Iterator[list[str]] = iter([[taken, "0000-0001"], [taken], ["0000-0002"]])
    monkeypatch.setattr(writing, "new_references", lambda number: next(drawn))
    assert writing.unused_codes(2) == ["0000-0001", "0000-0002"]


def test_many_references_are_different_and_right() -> None:
    many = references.new_references(2_000)
    assert len(set(many)) == 2_000
    assert all(references.normalise(one) == one for one in many[:200])


def test_a_second_click_finds_it_frozen() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = draft(matter, by)
    actions.freeze(campaign=campaign, by=by)
    with pytest.raises(Refused, match="This is “recipients frozen”"):
        actions.freeze(campaign=campaign, by=by)
    assert Notice.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_freezes_at_once_one_is_refused() -> None:
    matter = matter_with(claims=3)
    by = staff(matter)
    campaign, said, together = draft(matter, by), [], threading.Barrier(2)

    def try_it() -> None:
        together.wait()
        try:
            said.append(actions.freeze(campaign=campaign, by=by).state)
        except Refused as refusal:
            said.append(str(refusal)[:4])
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["This", "frozen"]
    assert Notice.objects.count() == ManifestLine.objects.count() == 3


def test_an_erasure_takes_the_recipient_and_leaves_the_line() -> None:
    matter = matter_with(claims=3)
    campaign = running(matter, staff(matter))
    claim = Recipient.objects.get(place=2).claim
    erase(claim=claim, ground="request", by=None)
    assert not Recipient.objects.filter(place=2).exists()
    assert ManifestLine.objects.filter(place=2).exists()
    assert Notice.objects.get(cause=f"campaign:{campaign.pk}:2").state == NoticeState.CANCELLED
    assert campaign.dispatch.tally() == {"queued": 2, "cancelled": 1}
    assert list(verify_campaigns()) == []


def test_another_matter_keeps_its_own() -> None:
    matter = matter_with(claims=1)
    by = staff(matter)
    campaign = rehearsed(matter, by)
    assert {row.matter_id for row in Notice.objects.all()} == {campaign.matter_id}
