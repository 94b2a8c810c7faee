"""The pages of the example settlement, filled in as a class member does who meets every criterion."""

from tests.journeys.claimant import Claimant

CASE = "Rivera v. Sample Streaming Co. (fictional)"


def open_the_case(who: Claimant) -> None:
    who.go("/")
    who.sees("Cases")
    who.follow(CASE)
    who.sees(CASE)


def begin(who: Claimant) -> None:
    """From the page of the case to the first page of questions."""
    who.follow("File a claim")
    who.sign_in()
    who.sees("File a claim")
    who.pick("For whom do you answer?", "For myself")
    who.press("Continue")


def say_when_charged(who: Claimant) -> None:
    who.sees("When did you pay for Sample Streaming?")
    row = who.group("Row 1")
    who.hands.choose(row.get_by_label("Plan", exact=True), "Family")
    who.date(who.group("From", within=row), year="2023", month="May")
    who.date(who.group("Until", within=row), year="2024", month="February")
    who.pick("List each time you paid for a plan", "Yes, this is all")
    who.pick("Were you charged after you had cancelled?", "Yes")
    who.pick("Does one of these describe you?", "None of these")
    who.bring_up("When was the first charge after you cancelled?")
    who.date(who.group("When was the first charge after you cancelled?"), year="2024", month="March")
    who.press("Save and continue")


def say_who(who: Claimant, name: str) -> None:
    who.sees("How can we reach you?")
    who.write("Your full name", name)
    who.write("Street and number, or box", "12 Rue de l’Église")
    who.write("City or town", "Lyon")
    who.write("ZIP or postal code", "69001")
    who.write("Country", "France")
    who.press("Save and continue")
