"""Parcels in words."""

from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext


def done_in_words(number: int) -> str:
    """What a button did with parcels."""
    if not number:
        return _("Er was geen doos waarbij dit kon.")
    return ngettext("Gedaan, bij %(num)s doos.", "Gedaan, bij %(num)s dozen.", number) % {"num": number}
