"""What people type: the code under a ticket, an invitation code, the code that signs a door in.

None of them is stored. Tickets and invitations have one that is made again from the number of the row and the
site's secret.
"""

import base64
import hashlib
import re
import secrets

from weekplanner.core import tokens

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty: without I, L, O, U, 0 and 1, which look like each other or like a V."""
_ROOM = len(_ALPHABET) ** 4
_STEP = 354_703
"""Has no divisor in common with thirty: one number after the other, far apart, none of them twice."""
_PROOF_LENGTH = 2
_LENGTH = 4 + _PROOF_LENGTH
_LOOKS_LIKE = str.maketrans({"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J", "U": "V"})
_BETWEEN = re.compile(r"[\s–—-]+")


def ticket_code(attendee_id: int, version: int) -> str:
    """4F7K-92: whose ticket it is, and two characters that nobody guesses but one time in 900.

    It is taken at a signed-in door only, where names are seen anyhow (product §9).
    """
    number = _digits(attendee_id * _STEP % _ROOM) if attendee_id < _ROOM else _digits(attendee_id)
    return f"{number}-{_proof(attendee_id, version)}"


def read_ticket_code(typed: str) -> tuple[int, str] | None:
    """The number of the attendee and the proof in a code; None for what looks like none.

    The caller compares the whole code with `ticket_code`, once it knows the version.
    """
    text = tidy(typed)
    if len(text) < _LENGTH or not set(text) <= set(_ALPHABET):
        return None
    number = _number(text[:-_PROOF_LENGTH])
    is_short = len(text) == _LENGTH
    return (number * pow(_STEP, -1, _ROOM) % _ROOM if is_short else number), text[-_PROOF_LENGTH:]


def tidy(typed: str) -> str:
    """A code as it is compared: capitals, without spaces and hyphens, and read the way people misread."""
    return _BETWEEN.sub("", typed.strip()).upper().translate(_LOOKS_LIKE)


def invitation_code(invitation_id: int) -> str:
    """Ten characters in two groups, for who is kept a seat: 49 bits, and guesses are counted."""
    text = _letters("congress invitation", invitation_id, length=10)
    return f"{text[:5]}-{text[5:]}"


def random_code(length: int) -> str:
    """Letters by chance, to be typed once; only a digest of them is stored."""
    return "".join(secrets.choice(_ALPHABET) for _position in range(length))


def digest(purpose: str, typed: str) -> str:
    """What is stored of a code that somebody types."""
    return tokens.digest(f"{purpose} {tidy(typed)}")


def _proof(attendee_id: int, version: int) -> str:
    return _letters("congress ticket code", attendee_id, version, length=_PROOF_LENGTH)


def _letters(purpose: str, *parts: int, length: int) -> str:
    """Letters that only who has the site's secret can make."""
    mac = tokens.sign(purpose, *parts)
    number = int.from_bytes(hashlib.sha256(base64.b64encode(mac.encode())).digest(), "big")
    letters = ""
    for _position in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[digit]
    return letters


def _digits(number: int) -> str:
    letters = ""
    while number or len(letters) < 4:
        number, digit = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[digit] + letters
    return letters


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * len(_ALPHABET) + _ALPHABET.index(letter)
    return number
