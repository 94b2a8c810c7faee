"""The reading grade: words and texts whose count is known, and what must not make a text look hard."""

import pytest

from intake.notices.reading import grade_of, syllables_of

pytestmark = pytest.mark.pure

BY_SYLLABLES = {
    1: "the cake asked filed mailed rules styles rule use free eye their whole days says does goes don't claims",
    2: "table wanted boxes notice judges people being handled little paying approved changes client union lawyer",
    3: "settlement period agreement created attorney area class-action decided payable objecting actual LLC",
    4: "material registration situation usually eligible reptilian",
    5: "individual",
}
PLAIN = (
    "You got this notice because the court wants you to know about a lawsuit. You can write to the court if you do not "
    "like the plan. You must do that by the first of June. If you do nothing, you stay in the class."
)
GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, "
    "and dedicated to the proposition that all men are created equal. Now we are engaged in a great civil war, testing "
    "whether that nation, or any nation so conceived and so dedicated, can long endure."
)
LEGALESE = (
    "Notwithstanding the aforementioned provisions, representatives respectfully maintain that certification of the "
    "proposed class necessarily encompasses individuals whose identifiable information was inadvertently disseminated."
)


@pytest.mark.parametrize(("count", "word"), [(n, word) for n, said in BY_SYLLABLES.items() for word in said.split()])
def test_syllables_are_counted_as_a_person_counts_them(count: int, word: str) -> None:
    assert syllables_of(word) == count


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("The cat sat on the mat.", -1.5, -1.4),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11, 13.5),
        (PLAIN, 1, 5),
        (GETTYSBURG, 10, 14),
        (LEGALESE, 18, 40),
    ],
)
def test_texts_have_the_grade_they_are_known_for(text: str, lowest: float, highest: float) -> None:
    value = grade_of(text, language="en").value
    assert value is not None
    assert lowest <= value <= highest


@pytest.mark.parametrize(
    "said",
    [
        "It is case No. 5:25-cv-00709.", "It began on Jan. 5, 2026.", "It is in the U.S. now.", "Call 1-800-555-0100.",
        "Read https://claims.example/notices/K7QX-PM2D/?from=mail&unsubscribe=administrators.",
        "Write to administrator.correspondence@settlement-administration.example.",
        "It is under 15 U.S.C. § 1681 et seq.",
        "It is under the Racketeer Influenced and Corrupt Organizations Act of 1970.", "See § 1332(d)(2)(A).",
        "Dear {{ full_name_of_the_class_representative_or_administrator }}.", "They are Acme Inc. and Doe Corp. here.",
    ],
)  # fmt: skip
def test_what_says_nothing_about_a_text_does_not_make_it_hard(said: str) -> None:
    alone, with_it = grade_of(PLAIN, language="en").value, grade_of(f"{PLAIN} {said}", language="en").value
    assert alone is not None
    assert with_it is not None
    assert abs(with_it - alone) < 1


def test_headings_items_and_lines_of_an_address_are_sentences_and_a_broken_line_is_not() -> None:
    listed = "## What you can do\n\n- Write to us\n- Call us\n\nDoe and Roe\nOne Main Street\nAmes"
    stopped = "What you can do. Write to us. Call us. Doe and Roe. One Main Street. Ames."
    assert grade_of(listed, language="en") == grade_of(stopped, language="en")
    assert grade_of(PLAIN.replace("you to know", "you\nto know"), language="en") == grade_of(PLAIN, language="en")


@pytest.mark.parametrize(("text", "language", "why"), [
    ("El gato.", "es", "in English only, and this one is in “es”"), ("", "en", "not a word"), ("123 — !", "en-US", ""),
])  # fmt: skip
def test_a_text_without_a_grade_says_why(text: str, language: str, why: str) -> None:
    grade = grade_of(text, language=language)
    assert (grade.value is None) == bool(grade.why)
    assert why in grade.why
