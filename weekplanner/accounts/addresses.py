"""E-mail addresses as accounts know them: what to send to, and when two are the same."""

from dataclasses import dataclass

from weekplanner.core.text_cleaning import clean
from weekplanner.mailer.addresses import canonical


@dataclass(frozen=True)
class Address:
    """An address to send to, with its capitals kept; those with an equal `key` are one person's."""

    text: str

    @property
    def key(self) -> str:
        """The address in lower case, for comparing."""
        return self.text.lower()


def address(typed: str) -> Address:
    """What somebody typed, as an address; raises WrongAddress for what cannot be one."""
    return Address(canonical(clean(typed)))
