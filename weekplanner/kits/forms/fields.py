"""A field that reads how many more or fewer."""

from typing import Any

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms import parsing
from weekplanner.events.forms.fields import TypedField

_MINUS = ("-", "−", "–")


class DifferenceField(TypedField):
    """How many more, or with a minus how many fewer."""

    data: Any

    def read(self, text: str) -> int:
        """As people write it: 3, +3, -3, − 3."""
        is_less = text.startswith(_MINUS)
        number = parsing.whole_number(text.lstrip("".join(_MINUS) + "+ "))
        if not number:
            raise ValueError(_("Vul in hoeveel erbij of eraf moet, zoals 3 of -3"))
        return -number if is_less else number
