"""What comes from outside is made harmless in one place, before anything is stored or compared."""

import re
import unicodedata

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"  # control characters but TAB and LF; PostgreSQL refuses NUL
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"  # bidi, zero width
    "\ud800-\udfff\ufffe\uffff]"  # lone surrogates cannot be encoded
)
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_NOT_SEARCHED = re.compile(r"[^a-z0-9]+")


def clean(text: str) -> str:
    """Unicode NFC with LF line ends, without control, bidirectional and invisible characters."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", _LINE_END.sub("\n", text))).strip()


def one_line(text: str) -> str:
    """`clean`, on a single line, with single spaces."""
    return " ".join(clean(text).split())


def normalised(text: str) -> str:
    """For searching: lower case, without accents, words of letters and digits separated by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_SEARCHED.sub(" ", plain.replace("'", "").replace("’", "")).strip()


def slug(text: str, *, longest: int = 60) -> str:
    """ASCII, lower case, hyphens: for addresses. Empty when nothing is left."""
    words = normalised(text).split()
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word[:longest]
        if len(longer) > longest:
            break
        made = longer
    return made
