"""Values on a command line."""

import argparse
from datetime import date, datetime

from weekplanner.core import clock


def a_moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset it is Amsterdam time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment such as 2027-10-01T10:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.AMSTERDAM)


def a_date(text: str) -> date:
    """An ISO 8601 date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2027-10-01") from None


def a_year(text: str) -> int:
    """A year of four digits."""
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a year such as 2027")
    return int(text)
