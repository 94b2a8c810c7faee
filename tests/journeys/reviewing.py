"""The steps of a review, from the queue to a decision."""

from playwright.sync_api import expect

from tests.journeys.reviewer import Reviewer

MESSAGE = "You wrote January 22, 2025.\nDid you read about it before? A month is enough."


def take(who: Reviewer, reference: str, *, thing: str = "registration") -> None:
    who.find(reference)
    who.press(f"Take this {thing}")
    who.told(f"You hold this {thing} now.")


def compare_the_names(who: Reviewer) -> None:
    """The answers stay closed until the names were compared with the firm's conflicts."""
    expect(who.page.get_by_role("heading", name="Compare these names")).to_be_visible()
    expect(who.page.get_by_role("heading", name="Answers")).to_have_count(0)
    who.press("No conflict")
    who.told("No conflict is on record. The answers are open now.")
    who.sees("Registration")
    expect(who.page.get_by_role("heading", name="Answers")).to_be_visible()


def ask_for_information(who: Reviewer, question: str) -> str:
    """Sends the request once its message was seen; the message as it was shown."""
    who.follow("Ask for information")
    who.sees("Ask for information about")
    who.page.get_by_label(question).check()
    who.page.get_by_label("What we tell the claimant").fill(MESSAGE)
    who.press("Show what will be sent")
    shown = who.preview()
    who.press("Send this request")
    who.told("The request is on its way.")
    return shown


def accept(who: Reviewer, word: str) -> str:
    who.follow(f"Decide: {word}")
    who.sees(word)
    shown = who.preview()
    who.press(f"Decide: {word}, and send this")
    who.told(f"Decided: {word}. The notice is on its way.")
    return shown


def propose_a_decline(who: Reviewer, reason: str) -> str:
    """Proposes; the proposer cannot confirm it, and the page says why."""
    who.follow("Propose: declined")
    who.sees("Propose that")
    who.page.get_by_label(reason).check()
    who.page.get_by_label("Why, for the person who confirms").fill("Nothing can be brought now.")
    who.press("Show what will be sent")
    shown = who.preview()
    who.press("Propose: declined")
    who.told("The proposal waits for a different person. Nothing was sent.")
    who.sees("Registration")
    expect(who.reasons_against).to_contain_text("You proposed this, so a different person must confirm it.")
    expect(who.page.get_by_role("link", name="Confirm the decline")).to_have_count(0)
    return shown


def confirm_the_decline(who: Reviewer, reference: str) -> str:
    who.page.goto(f"{who.site}/desk/declines/")
    who.sees("Declines")
    who.follow(reference)
    who.sees(reference)
    who.follow("Confirm the decline")
    who.sees("Confirm that")
    shown = who.preview()
    who.press("Confirm: declined, and send this")
    who.told("Decided: declined. The notice is on its way.")
    who.sees(reference)
    return shown


def reverse(who: Reviewer, outcome: str) -> str:
    who.follow("Put another decision in its place")
    who.sees("Put another decision in place")
    who.page.get_by_label(outcome, exact=True).check()
    who.page.get_by_label("Why the earlier decision is replaced").fill("A new case may be filed.")
    who.press("Show what will be sent")
    shown = who.preview()
    who.press("Decide this instead, and send this")
    who.told("The new decision is on record.")
    who.sees("Registration")
    return shown
