"""What occurrences must keep to; rules of the week itself."""

from collections.abc import Sequence
from datetime import timedelta

from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.events.values import OccurrenceValues

LONGEST = timedelta(hours=24)
MOST_OCCURRENCES = 40
LARGEST_CAPACITY = 100_000
LARGEST_PRICE_CENTS = 100_000


def problem_of(occurrence: OccurrenceValues, edition: Edition) -> str | None:
    """What is wrong with one occurrence: it lies in the week, ends after it starts, within 24 hours."""
    if occurrence.ends_at <= occurrence.starts_at:
        return _("De eindtijd is vroeger dan de begintijd")
    if occurrence.ends_at - occurrence.starts_at > LONGEST:
        return _("Eén keer duurt hooguit 24 uur. Maak er twee keer van")
    if not edition.contains(occurrence.starts_at, occurrence.ends_at):
        return _("De week is van %(dates)s. Kies een dag en tijd daarbinnen") % {
            "dates": edition.dates_in_words
        }
    return None


def problem_of_all(occurrences: Sequence[OccurrenceValues]) -> str | None:
    """What is wrong with the occurrences together: there are too many, or one is there twice."""
    if len(occurrences) > MOST_OCCURRENCES:
        return _("Een activiteit heeft hooguit %(most)s keren. Maak er twee activiteiten van") % {
            "most": MOST_OCCURRENCES
        }
    if len({(each.starts_at, each.ends_at) for each in occurrences}) < len(occurrences):
        return _("Dezelfde dag en tijd staan er twee keer. Haal er één weg")
    return None
