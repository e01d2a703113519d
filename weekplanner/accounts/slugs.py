"""How organisations are called in addresses."""

from collections.abc import Iterator

from weekplanner.core.text_cleaning import slug


def plain_slug(name: str) -> str:
    """What an organisation of this name is called in addresses, and what all its slugs begin with."""
    return slug(name) or "organisatie"


def slugs(name: str, municipality_slug: str) -> Iterator[str]:
    """The slugs an organisation may have, the nicest first; without end."""
    plain = plain_slug(name)
    yield plain
    longer = f"{plain}-{municipality_slug}"
    yield longer
    number = 2
    while True:
        yield f"{longer}-{number}"
        number += 1
