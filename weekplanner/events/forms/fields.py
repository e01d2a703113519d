"""Fields that read what people write about times, days, prices, places and numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms import Form as WtForm
from wtforms.fields.choices import SelectChoice

from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.events import rules
from weekplanner.events.forms import parsing
from weekplanner.geo.place_names import typed_postcode
from weekplanner.vocabulary.terms import Term


class SubForm(WtForm):  # type: ignore[misc]  # WTForms has no types
    """A part of a form, such as one occurrence; what is posted was cleaned by the whole."""

    class Meta:
        locales = ["nl"]


class TypedField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A line that means something; what cannot be read is shown again as it was typed."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.written(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was posted; an empty field is nothing."""
        text = one_line(valuelist[0]) if valuelist else ""
        self.data = self.read(text) if text else None

    def read(self, text: str) -> Any:
        """What `text` means: here the text itself; others raise ValueError with the sentence to show."""
        return text

    def written(self, value: Any) -> str:
        """How a value is shown."""
        return "" if value is None else str(value)

    def clear(self) -> None:
        """Empty the field, whatever was posted."""
        self.data = None
        self.raw_data: list[str] = []


class TimeField(TypedField):
    """A time on the clock, in minutes after midnight; 24.00 only where something ends."""

    data: Any

    def read(self, text: str) -> int:
        """As people write it: 12.00, 12:00, 12 uur, 12."""
        minutes = parsing.minutes_of(text)
        if minutes is None:
            raise ValueError(_("Schrijf de tijd zo: 12.00"))
        return minutes

    def written(self, value: int | None) -> str:
        """12.00."""
        return "" if value is None else parsing.time_of(value)


class PriceField(TypedField):
    """A price in cents."""

    def read(self, text: str) -> int:
        """As people write it: 3,50."""
        cents = parsing.cents_of(text)
        if cents is None:
            raise ValueError(_("Schrijf de prijs zo: 3,50"))
        if cents > rules.LARGEST_PRICE_CENTS:
            raise ValueError(_("De prijs is hooguit 1000 euro"))
        return cents

    def written(self, value: int | None) -> str:
        """3,50; nothing to pay is an empty field."""
        return parsing.price_of(value or 0)


class CapacityField(TypedField):
    """How many people can come."""

    def read(self, text: str) -> int:
        """A whole number from 1."""
        number = parsing.whole_number(text)
        if number is None or not 1 <= number <= rules.LARGEST_CAPACITY:
            raise ValueError(_("Vul een aantal mensen in, zoals 24"))
        return number


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


class DayField(TypedField):
    """A day, from the browser's own calendar or typed."""

    data: Any

    def read(self, text: str) -> date:
        """2027-09-17 or 17-9-2027."""
        parts = text.replace("/", "-").replace(".", "-").split("-")
        try:
            numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 4]
            year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
            return date(_plausible(year), month, day)
        except ValueError:
            raise ValueError(_("Schrijf de dag zo: 17-9-2027")) from None

    def written(self, value: date | None) -> str:
        """As browsers want it."""
        return value.isoformat() if value else ""


def _plausible(year: int) -> int:
    """The year; raises ValueError for one that clocks and databases cannot all count with."""
    if not 2000 <= year < 2200:
        raise ValueError
    return year


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


class NamesField(TextAreaField):  # type: ignore[misc]  # WTForms has no types
    """Names, one on each line."""

    def __init__(self, *arguments: Any, most: int, longest: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.most, self.longest = most, longest

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take each line once; empty ones do not count."""
        lines = map(one_line, valuelist[0].splitlines()) if valuelist else ()
        self.data = tuple(dict.fromkeys(line for line in lines if line))

    def pre_validate(self, form: WtForm) -> None:  # noqa: ARG002 - WTForms calls it so
        """Refuse too many names, and one that is too long."""
        if len(self.data or ()) > self.most:
            raise ValidationError(_("Vul hooguit %(most)s namen in") % {"most": self.most})
        if any(len(name) > self.longest for name in self.data or ()):
            raise ValidationError(_("Een naam heeft hooguit %(longest)s tekens") % {"longest": self.longest})


class CarriedDegreesField(HiddenField):  # type: ignore[misc]  # WTForms has no types
    """A latitude or longitude that a form carries along and nobody types; what is nonsense is nothing."""

    def _value(self) -> str:
        return "" if self.data is None else repr(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was posted."""
        self.data = parsing.degrees_of(valuelist[0]) if valuelist else None


class PostcodeField(TypedField):
    """A whole postcode; which ones exist, the operation knows."""

    def read(self, text: str) -> str:
        """As it is written on an envelope: 5341 AB."""
        typed = typed_postcode(text)
        if typed is None or not typed.letters or len(text) > 20:
            raise ValueError(_("Vul een hele postcode in, zoals 5341 AB"))
        return str(typed)


class Needed:
    """A validator that asks nothing yet: drafts may be incomplete, but what is not optional says so."""

    field_flags = {"required": True}

    def __call__(self, form: WtForm, field: Field) -> None:
        """Let everything pass; `completeness` has the rule."""


def needed() -> Needed:
    """The field must be filled in before an activity is submitted."""
    return Needed()


def choices_of(terms: Mapping[str, Term], *, none: str | None = None) -> list[SelectChoice]:
    """The terms of a list of the vocabulary; with `none` first a choice of nothing, in these words."""
    first = [] if none is None else [SelectChoice("", none)]
    return [*first, *(SelectChoice(term.id, term.label) for term in terms.values())]
