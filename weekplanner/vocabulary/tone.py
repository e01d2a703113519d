"""Friendly hints about words that may scare off the people they are meant for; never an error.

The words, suggestions and exempt proper names stand in `tone` and `tone_exempt` of the vocabulary. They
are compared as whole words, whatever their capitals and accents. Web and e-mail addresses are left alone,
since whoever writes cannot change those.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from weekplanner.vocabulary.queries import vocabulary

_ADDRESSES = (
    r"(?:https?://|www\.)[^\s<>()\[\]]+",
    r"(?<![\w.+-])[\w.+-]+@[\w.-]+",
    r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:nl|org|com|net|eu|info)(?![\w-])(?:/[^\s<>()\[\]]*)?",
)


@dataclass(frozen=True, slots=True)
class ToneHint:
    """A word as it was written, from `start` up to `end` in the text, and what to write instead."""

    found: str
    suggestion: str
    start: int
    end: int


def tone_hints(text: str) -> list[ToneHint]:
    """The words in `text` that deserve a hint, in the order in which they were written."""
    folded, positions = _folded(text)
    pattern, suggestions = _matcher()
    hints = []
    for match in pattern.finditer(folded):
        word = match["word"]
        if word is None:
            continue
        start, end = positions[match.start()], positions[match.end() - 1] + 1
        hints.append(ToneHint(text[start:end], suggestions[_single_spaced(word)], start, end))
    return hints


@cache
def _matcher() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for what is exempt and what is a word, and the suggestion for each word."""
    suggestions = {_key(form): word.suggestion for word in vocabulary().tone for form in word.forms}
    names = "|".join(_spaced(_key(phrase)) for phrase in vocabulary().tone_exempt)
    longest_first = sorted(suggestions, key=len, reverse=True)
    words = "|".join(_spaced(word) for word in longest_first)
    addresses = "|".join(_ADDRESSES)
    return re.compile(rf"{addresses}|(?<!\w)(?:{names}|(?P<word>{words}))(?!\w)"), suggestions


def _spaced(phrase: str) -> str:
    return r"\s+".join(map(re.escape, phrase.split()))


def _single_spaced(words: str) -> str:
    return " ".join(words.split())


def _key(phrase: str) -> str:
    return _folded(phrase)[0]


def _folded(text: str) -> tuple[str, list[int] | range]:
    """`text` without capitals, accents and invisible characters, and where each character came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    characters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for plain in unicodedata.normalize("NFKD", character.casefold()):
            if unicodedata.category(plain) not in {"Mn", "Me", "Cf"}:
                characters.append(plain)
                positions.append(position)
    return "".join(characters), positions
