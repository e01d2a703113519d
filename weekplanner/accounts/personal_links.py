"""Links in mail that are a right by themselves: made from a row's number and version, kept nowhere.

The token is `{purpose}.{id}.{version}.{HMAC}` (product §10). Raising the version of the row ends every link
that was given out before; the handler of the purpose compares it.
"""

import re
from dataclasses import dataclass

from weekplanner.core import links, tokens
from weekplanner.core.errors import NotFound

ROUTE = "personal_link"
_SHAPE = re.compile(r"([a-z]{1,20})\.([1-9][0-9]{0,9})\.([0-9]{1,9})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class PersonalLink:
    """What a token stands for: a purpose, and the row it is a right to."""

    purpose: str
    """Lower-case letters; who wires a handler for it answers the page."""
    id: int
    version: int = 1

    @property
    def token(self) -> str:
        """What stands in the address."""
        return f"{self.purpose}.{self.id}.{self.version}.{self._mac()}"

    @property
    def url(self) -> str:
        """The whole address, for mail."""
        return links.url(ROUTE, token=self.token)

    def _mac(self) -> str:
        return tokens.sign(f"personal:{self.purpose}", self.id, self.version)


def read(token: str) -> PersonalLink:
    """What a token stands for; raises NotFound for one that this site did not make."""
    shape = _SHAPE.fullmatch(token)
    if shape is None:
        raise NotFound
    link = PersonalLink(shape[1], int(shape[2]), int(shape[3]))
    if not tokens.is_equal(shape[4], link._mac()):
        raise NotFound
    return link
