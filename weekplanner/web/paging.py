"""Pages of a long list, by number."""

from dataclasses import dataclass

from weekplanner.core.errors import UnknownValue

MAX_PAGE = 10_000


@dataclass(frozen=True)
class Paging:
    """Where in a list a reader is; pages count from 1."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * self.size


def page_number(text: str | None) -> int:
    """The page asked for; raises UnknownValue for what is not a number from 1."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= MAX_PAGE):
        raise UnknownValue("Deze bladzijde bestaat niet.")
    return int(text)
