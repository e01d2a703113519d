"""Forms: outside text becomes clean values, and what is wrong is said in Dutch at the field."""

from collections.abc import Iterator
from typing import Any

from starlette.datastructures import FormData
from wtforms import Field, StringField, validators
from wtforms import Form as WtForm

from weekplanner.core.errors import Refused, Stale, TooMany
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.core.texts import gettext as _

LONGEST_NAME = 100


class CleanData:
    """What WTForms reads from: the posted texts, cleaned; files only under their own names."""

    def __init__(self, posted: FormData) -> None:
        self.values: dict[str, list[str]] = {}
        for name, value in posted.multi_items():
            # A file posted into a text field is dropped, and a name that no form of ours has: WTForms
            # reads numbers in names with int(), which fails on what is a digit elsewhere, or very long.
            is_a_name = name.isascii() and name.isprintable() and len(name) <= LONGEST_NAME
            if isinstance(value, str) and is_a_name:
                self.values.setdefault(name, []).append(clean(value))

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def getlist(self, name: str) -> list[str]:
        """All values of one name."""
        return self.values.get(name, [])


class Form(WtForm):  # type: ignore[misc]  # WTForms has no types
    """The base of every form on the site."""

    class Meta:
        locales = ["nl"]

    def __init__(self, posted: FormData | None = None, **options: Any) -> None:
        super().__init__(CleanData(posted) if posted else None, **options)  # a GET posts nothing
        self.refusal: Refused | None = None

    @property
    def status(self) -> int:
        """The status of the page that shows this form."""
        if isinstance(self.refusal, Stale):
            return 409
        if isinstance(self.refusal, TooMany):
            return 429
        return 422 if self.refusal or self.all_errors else 200

    def refusals(self) -> "Refusals":
        """Show what the operation refuses in this form, at its field when it names one."""
        return Refusals(self)

    def refuse(self, refused: Refused) -> None:
        """Say what was refused."""
        self.refusal = refused
        if refused.field is not None and refused.field in self._fields:
            self.add_error(refused.field, refused.message)
        else:
            self.form_errors.append(refused.message)

    def add_error(self, name: str, message: str) -> None:
        """Say something at a field after validation."""
        field = self._fields[name]
        field.errors = [*field.errors, message]

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """What is wrong, in the order of the page: the id to jump to, if there is one, and the sentence."""
        found: list[tuple[str | None, str]] = [(None, message) for message in self.form_errors]
        for field in self:
            found.extend(errors_of(field))
        return found


class Refusals:
    """A block whose refusal is shown in a form; after it the form is shown again."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Swallow a refusal; a class, since a generator would hide from a type checker that it does."""
        if not isinstance(error, Refused):
            return False
        self.form.refuse(error)
        return True


def errors_of(field: Field) -> Iterator[tuple[str | None, str]]:
    """The sentences at a field and, for a list of sub-forms, at the fields in it."""
    if hasattr(field, "entries"):
        for message in field.errors:
            if isinstance(message, str):
                yield field.id, message
        for entry in field.entries:
            yield from errors_of(entry)
    elif hasattr(field, "form"):
        for inner in field.form:
            yield from errors_of(inner)
    else:
        for message in field.errors:
            yield field.id, message


class LineField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A text of one line: line ends and double spaces inside it become one space."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was posted, on one line."""
        self.data = one_line(valuelist[0]) if valuelist else ""


class TrapField(LineField):
    """A field that people do not see, and programs that fill in everything do.

    Show it with the macro `trap`, which lets people see it once something stands in it: a password manager
    may have put it there.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.flags.required = True  # or its label would call it optional

    def pre_validate(self, form: WtForm) -> None:  # noqa: ARG002 - WTForms' interface
        """It must be empty."""
        if self.data:
            raise validators.StopValidation(
                _("Maak dit veld leeg en stuur het formulier nog eens. Zo weten wij dat u een mens bent.")
            )


def required(message: str) -> validators.InputRequired:
    """The field must be filled in; `message` says how, such as "Vul een titel in"."""
    return validators.InputRequired(message)


def at_most(longest: int, message: str | None = None) -> validators.Length:
    """At most `longest` characters."""
    said = message or _("Gebruik hooguit %(max)d tekens.")
    return validators.Length(max=longest, message=said.replace("%(max)d", str(longest)))
