"""Fields that read how many, and on which day."""

from datetime import date
from typing import Any

from wtforms import Form as WtForm
from wtforms import TextAreaField, ValidationError

from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms import parsing
from weekplanner.events.forms.fields import TypedField

_MINUS = ("-", "−", "–")


class CountField(TypedField):
    """A whole number between two others."""

    data: Any

    def __init__(self, *arguments: Any, least: int, most: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        """Digits."""
        number = parsing.whole_number(text.replace(".", ""))
        if number is None or not self.least <= number <= self.most:
            limits = {"least": self.least, "most": self.most}
            raise ValueError(_("Vul een heel getal in van %(least)s tot en met %(most)s") % limits)
        return number


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


class DayField(TypedField):
    """A day, from the browser's own calendar or typed."""

    data: Any

    def read(self, text: str) -> date:
        """2027-09-17 or 17-9-2027."""
        parts = text.replace("/", "-").replace(".", "-").split("-")
        try:
            numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 4]
            year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
            return date(year, month, day)
        except ValueError:
            raise ValueError(_("Schrijf de dag zo: 17-9-2027")) from None

    def written(self, value: date | None) -> str:
        """As browsers want it."""
        return value.isoformat() if value else ""


class LinesField(TextAreaField):  # type: ignore[misc]  # WTForms has no types
    """Things, one on each line."""

    def __init__(self, *arguments: Any, most: int, longest: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.most, self.longest = most, longest

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take each line; empty ones do not count."""
        lines = map(one_line, valuelist[0].splitlines()) if valuelist else ()
        self.data = tuple(line for line in lines if line)

    def pre_validate(self, form: WtForm) -> None:  # noqa: ARG002 - WTForms calls it so
        """Refuse too many lines, and one that is too long."""
        if len(self.data or ()) > self.most:
            raise ValidationError(_("Vul hooguit %(most)s regels in") % {"most": self.most})
        if any(len(line) > self.longest for line in self.data or ()):
            raise ValidationError(_("Een regel heeft hooguit %(longest)s tekens") % {"longest": self.longest})
