"""Secrets: random tokens, their digests, and keyed hashes made with the site's secret."""

import base64
import hashlib
import hmac
import secrets

from weekplanner.core import settings

TOKEN_BYTES = 16
"""128 bits (OWASP ASVS 5.0, 11.5.1)."""


def random_token() -> str:
    """A new unguessable token, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What may be stored of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def sign(purpose: str, *parts: str | int) -> str:
    """A keyed hash (HMAC-SHA-256) of `parts`, bound to `purpose`, safe in an address."""
    message = "\x1f".join((purpose, *map(str, parts))).encode()
    mac = hmac.new(settings.current().secret, message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def is_equal(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
