"""The pages of the seed matter, filled in as a member does who meets every criterion."""

from playwright.sync_api import expect

from tests.journeys.claimant import Claimant

CASE = "De La Torre v. LinkedIn Corporation"


def pass_the_gate(
    who: Claimant, *, born: str = "1985", lawyer: str = "No", role: str = "None of these", names: str = ""
) -> None:
    who.sees("Before we begin")
    who.write("In which year were you born?", born)
    who.pick("Do you already have a lawyer", lawyer)
    who.pick("Does one of these describe you", role)
    who.write("Are you in a dispute about this with anyone else?", names)
    who.press("Continue")


def say_when_premium(who: Claimant) -> None:
    who.sees("When did you have LinkedIn Premium?")
    write_of_premium(who)
    add_a_row_and_remove_it(who)
    who.press("Save and continue")


def write_of_premium(who: Claimant) -> None:
    row = who.group("Row 1")
    who.hands.choose(row.get_by_label("Plan", exact=True), "Premium Career")
    who.date(who.group("From", within=row), year="2022", month="March")
    who.date(who.group("Until", within=row), year="2023", month="November")
    who.pick("List each time you had Premium", "Yes, this is all")
    who.pick("Who paid for it?", "I did")
    who.pick("Was any of it a product made for companies?", "No, a Premium plan for one member")


def add_a_row_and_remove_it(who: Claimant) -> None:
    """What was typed in the first row stays."""
    who.press("Add another row")
    expect(who.group("Row 2")).to_be_visible()
    who.look()
    who.press("Remove row 2")
    expect(who.group("Row 2")).to_have_count(0)
    expect(who.group("From", within=who.group("Row 1")).get_by_label("Year")).to_have_value("2022")


def say_where_lived(who: Claimant) -> None:
    who.sees("Where did you live while you had Premium?")
    row = who.group("Row 1")
    who.hands.write(row.get_by_label("Country"), "United States")
    who.since(row, year="2015")
    who.pick("List the countries you lived in", "Yes, this is all")
    who.press("Save and continue")


def say_what_messages(who: Claimant) -> None:
    who.sees("Your account and your InMail")
    who.since(who.group("When did you have a LinkedIn account?"), year="2012")
    who.pick("Did you send or receive InMail?", "I sent and received some")
    who.bring_up("When was the first one")
    who.date(who.group("When was the first one"), year="2022", month="May")
    who.press("Save and continue")


def say_what_was_known(who: Claimant) -> None:
    who.sees("What you knew, and when")
    who.pick("How is your LinkedIn setting", "I switched it off")
    who.date(who.group("When did you first hear"), year="2025", month="January", day="22")
    who.pick("Have you ever signed away", "No")
    who.bring_up("When did you switch it off?")
    who.date(who.group("When did you switch it off?"), year="2024", month="October", day="2")
    who.press("Save and continue")


def say_who(who: Claimant, name: str) -> None:
    who.sees("How can the firm reach you?")
    who.write("Your full name", name)
    who.press("Save and continue")


def open_the_case(who: Claimant) -> None:
    who.go("/")
    who.sees("Cases")
    who.follow(CASE)
    who.sees(CASE)


def sign_in_to_register(who: Claimant) -> None:
    """From the page of the case, or from the result of the check, to the first page of questions."""
    who.follow("Register")
    who.sign_in()
    who.sees("Register")
    who.pick("For whom do you answer?", "For myself")
    who.press("Continue")


def answer_everything(who: Claimant, name: str) -> None:
    """Every page after the first."""
    say_when_premium(who)
    say_where_lived(who)
    say_what_messages(who)
    say_what_was_known(who)
    say_who(who, name)
