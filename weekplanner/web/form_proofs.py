"""Shows that a form was fetched from this site, some days ago at most; the same for every reader."""

from datetime import timedelta

from weekplanner.core import clock, tokens
from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _

DAYS = 4
"""With today: a form that was opened before the weekend can be sent after it."""


class NotFetched(Refused):
    """The form was not fetched here, or too long ago; a fresh one keeps what was typed."""

    def __init__(self) -> None:
        super().__init__(_("Dit formulier stond lang open. Kijk het nog eens na en stuur het nog eens."))


def made_for(*about: str | int) -> str:
    """What stands in a form about this; it differs by day, so a page that is kept may hold it."""
    return _of_day(0, about)


def check(proof: str, *about: str | int) -> None:
    """Raise NotFetched unless the proof was made for a form about this, in the last days."""
    if not any(tokens.is_equal(proof, _of_day(number, about)) for number in range(DAYS)):
        raise NotFetched


def _of_day(days_ago: int, about: tuple[str | int, ...]) -> str:
    day = clock.today() - timedelta(days=days_ago)
    return tokens.sign("form", day.isoformat(), *about)
