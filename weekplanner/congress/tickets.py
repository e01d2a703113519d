"""Tickets: tokens signed with Ed25519 (RFC 8032), which a door checks without network.

The key is made from the site's secret, so every process has the same one and none is stored. Who has the
public key can check tickets, and make none.
"""

import base64
import re
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from weekplanner.core import settings

_SHAPE = re.compile(r"KE1\.([1-9][0-9]{0,9})\.([1-9][0-9]{0,9})\.([1-9][0-9]{0,5})\.([A-Za-z0-9_-]{86})")
"""Prefix, congress, attendee, version, signature."""


@dataclass(frozen=True)
class Ticket:
    """What a ticket says: whose it is, and for which congress. No name: it is shown to strangers."""

    congress_id: int
    attendee_id: int
    version: int

    @property
    def token(self) -> str:
        """What the QR code holds."""
        signature = _key(settings.current().secret).sign(self._content.encode())
        return f"{self._content}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"

    @property
    def _content(self) -> str:
        return f"KE1.{self.congress_id}.{self.attendee_id}.{self.version}"


def read_ticket(token: str) -> Ticket | None:
    """What a token says; None for one that this site did not sign."""
    shape = _SHAPE.fullmatch(token.strip())
    if shape is None:
        return None
    ticket = Ticket(int(shape[1]), int(shape[2]), int(shape[3]))
    try:
        _key(settings.current().secret).public_key().verify(
            base64.urlsafe_b64decode(f"{shape[4]}=="), ticket._content.encode()
        )
    except InvalidSignature:
        return None
    return ticket


def public_key() -> str:
    """The key that doors check with: 32 bytes, in base64 for an address."""
    raw = _key(settings.current().secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@cache
def _key(secret: bytes) -> Ed25519PrivateKey:
    seed = HKDF(SHA256(), length=32, salt=None, info=b"weekplanner congress tickets").derive(secret)
    return Ed25519PrivateKey.from_private_bytes(seed)
