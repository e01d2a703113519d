"""Organisers who work on a real server: they sign in, and post the form of an activity."""

from itertools import count

import httpx2

from tests.server import Server
from weekplanner.accounts.models import Account
from weekplanner.accounts.operations import sign_in

_numbers = count(1)

SESSION_COOKIE = "session"
"""As it is called without TLS."""


def soup(**changes: str) -> dict[str, str]:
    """The form of an activity with nothing missing."""
    return {
        "request_key": f"key-{next(_numbers):08}",
        "title": "Soep aan de lange tafel",
        "summary": "Een kom verse soep.",
        "description": "Wij koken, u schuift aan.",
        "category": "samen-eten",
        "audiences": "iedereen",
        "occurrences-0-day": "2027-10-06",
        "occurrences-0-starts": "12.00",
        "occurrences-0-ends": "13.30",
        "form": "op-locatie",
        "venue": "Bibliotheek Neude",
        "street": "Neude",
        "house_number": "11",
        "postcode": "3512 AE",
        "languages": "nl",
        "join_ways": "telefoon",
        "contact_name": "Fatma",
        "is_contact_name_public": "y",
        "is_contact_phone_public": "y",
        "contact_phone": "030 000 12 34",
        "contact_email": "fatma@example.org",
        "submit": "1",
        **changes,
    }


class Organiser:
    """Somebody of a trusted organisation: what they submit is published at once."""

    def __init__(self, session: str) -> None:
        self.cookies = {SESSION_COOKIE: session}

    @classmethod
    async def of(cls, account: Account) -> "Organiser":
        """Sign somebody in."""
        link = await sign_in.make_sign_in_link(account.email)
        session = await sign_in.use_link(link.rpartition("/")[2])
        return cls(session.token)

    def client(self, server: Server) -> httpx2.AsyncClient:
        """Their browser."""
        return httpx2.AsyncClient(
            base_url=server.url, headers={"Sec-Fetch-Site": "same-origin"}, cookies=self.cookies, timeout=30
        )
