"""The reading grade of a text, after Flesch and Kincaid: the school year of the United States that reads it easily.

It is counted as a person would read aloud. A slot is a short name; a number, the address of a page and a citation of a
law are one short word each, for their letters say nothing about how hard a text is; the dots of abbreviations end no
sentence, and headings and items of a list are sentences. Syllables are counted by rule, and are right for most words.
"""

import re
from dataclasses import dataclass

from intake.notices.paragraphs import parse

_SHORT_WORD = " one "
_NO_READING = (
    re.compile(r"\{\{.*?\}\}"),
    re.compile(r"(?:https?://|www\.|[\w.+-]+@)\S*[\w/]"),
    re.compile(
        r"\b\d+ (?:U\.S\.C\.|C\.F\.R\.|U\.S\.|F\. ?\dd)(?: §+)? ?[\w().-]*\w\)?(?: et seq(?:\.(?=,?\s+[a-z])|\b))?"
    ),
    re.compile(r"§+ ?[\w().-]*\w\)?"),
    re.compile(r"\bNos?\. ?\S*\d\S*\b"),
    # The name of a law or of a case: words with capitals, joined by small ones.
    re.compile(
        r"\b(?:[A-Z][\w’'-]+ (?:(?:and|of|the|for|in|on|to) )*)+(?:Act|Code|Law|Rules?|Amendment)\b(?: of \d{4})?"
    ),
    re.compile(r"[$€£#]?\d[\w.,:/%-]*\w|[$€£#]?\d"),
)
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_ABBREVIATED = re.compile(
    r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Jr|Sr|St|Ave|Inc|Corp|Co|Ltd|Nos?|Cal|Dist|v|vs|etc"
    r"|seq|al|cf|approx)\."
)
_ENDS = re.compile(r"[.!?]+[”’\")]*(?:\s+|$)")
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:[’'-][A-Za-zÀ-ÖØ-öø-ÿ]+)*")
_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
# Two vowels side by side that are two syllables, and endings that are none.
_APART = re.compile(
    r"(?<![cgst])i(?:a|um|us)|(?<![cgstnl])io|(?<![ct])ie(?=t|nc|nt)|(?<![gq])ua(?!r)|[eou]ing$|[aeiou]y[aeiou]"
    r"|eo(?=n|r|l|$)|creat(?!ur)|(?<=[lnr])ea$"
)
_SILENT = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiouyrwn]l)e$"
    r"|(?<![aeioutdyl])ed$|(?<=[aeiouyl]l)ed$"
    r"|(?<![aeioucgsxzhl])es$|(?<=[aeiouy]l)es$"
)
_KNOWN = {
    "area": 3, "areas": 3, "business": 2, "every": 2, "eye": 1, "eyes": 1, "idea": 3, "ideas": 3, "million": 2,
    "people": 2, "science": 2, "something": 2, "someone": 2, "somewhere": 2, "sometimes": 2, "therefore": 2,
    "whereas": 2,
}  # fmt: skip
_NO_SYLLABLE = frozenset({"s", "t", "d", "ll", "re", "ve", "m"})  # what stands after an apostrophe


@dataclass(frozen=True)
class Grade:
    """`value` is None when the text has no grade, and `why` says the reason; otherwise `why` is empty."""

    value: float | None
    why: str = ""


def grade_of(body: str, *, language: str) -> Grade:
    """The grade of a text in the language of `paragraphs`, with or without slots."""
    if language.partition("-")[0].lower() != "en":
        return Grade(None, f"The grade is worked out for texts in English only, and this one is in “{language}”.")
    sentences = [words for said in _sentences(body) if (words := _WORD.findall(said))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Grade(None, "There is not a word in it.")
    syllables = sum(map(syllables_of, words))
    return Grade(round(0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59, 1))


def syllables_of(word: str) -> int:
    """At least one. Joined words are counted one by one; a few capitals in a row are spelled."""
    if word.isupper() and len(word) <= 5 and not _VOWELS.search(word.lower()):
        return len(word)
    return sum(_syllables(part) for part in re.split("[’'-]", word.lower()) if part not in _NO_SYLLABLE)


def _syllables(part: str) -> int:
    if part in _KNOWN:
        return _KNOWN[part]
    count = len(_VOWELS.findall(part)) + len(_APART.findall(part)) - len(_SILENT.findall(part))
    return max(1, count)


def _sentences(body: str) -> list[str]:
    return [said for text in _texts(body) for said in _ENDS.split(_readable(text))]


def _texts(body: str) -> list[str]:
    """What is read without a stop: a heading, an item, and lines of a paragraph that run on in small letters."""
    texts: list[str] = []
    for block in parse(body):
        runs_on = False
        for line in block.lines:
            if runs_on and block.kind in ("paragraph", "quote") and line[:1].islower():
                texts[-1] += f" {line}"
            else:
                texts.append(line)
            runs_on = not line.endswith((".", "!", "?", ":"))
    return texts


def _readable(text: str) -> str:
    for pattern in _NO_READING:
        text = pattern.sub(_SHORT_WORD, text)
    text = _INITIALS.sub(lambda found: found.group().replace(".", "").upper(), text)
    return _ABBREVIATED.sub(r"\1", text)
