"""The small forms of the desk: deciding, inviting, writing, and letting telephones in."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from weekplanner.congress.forms.arranging import moment_of
from weekplanner.congress.models.congresses import MOST_SEATS, NAME_LENGTH
from weekplanner.congress.models.mailings import SUBJECT_LENGTH, TEXT_LENGTH, Readers
from weekplanner.congress.models.registrations import REASON_LENGTH
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import CountField, DayField, LinesField, TimeField
from weekplanner.web.forms import Form, LineField, at_most, required

MOST_NAMES = 100
WORKSHOP = re.compile(r"workshop-([1-9][0-9]{0,8})", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class DecideForm(Form):
    """Requests that were ticked, and what to tell who asked; nonsense is left out."""

    chosen = SelectMultipleField(validate_choice=False)
    reason = TextAreaField(
        _("Reden"),
        [at_most(REASON_LENGTH)],
        description=_("Nodig als u iemand niet toelaat: wie het vroeg, leest dit in de mail."),
    )

    @property
    def ids(self) -> list[int]:
        """The parties that were ticked."""
        return [int(text) for text in self.chosen.data or [] if _NUMBER.fullmatch(text)]

    @property
    def words(self) -> str:
        """The reason, on one line."""
        return one_line(self.reason.data or "")


class ReasonForm(Form):
    """Why, in words that who signed up reads in the mail."""

    reason = TextAreaField(
        _("Waarom?"),
        [required(_("Schrijf een reden op")), at_most(REASON_LENGTH)],
        description=_("De deelnemer leest dit in de mail."),
    )


class InviteForm(Form):
    """For whom seats are kept, how many and until when."""

    names = LinesField(
        _("Voor wie?"),
        [required(_("Vul ten minste één naam in"))],
        most=MOST_NAMES,
        longest=NAME_LENGTH,
        description=_("Elke naam op een eigen regel. Elke naam krijgt een eigen code."),
    )
    seats = CountField(
        _("Stoelen per code"),
        [required(_("Vul in hoeveel stoelen elke code krijgt"))],
        least=1,
        most=MOST_SEATS,
        description=_("Bijvoorbeeld 1 voor een spreker, of 20 voor een organisatie die zelf verdeelt."),
    )
    valid_until = DayField(
        _("Geldig tot"),
        [required(_("Vul de dag in"))],
        description=_("Daarna zijn de stoelen die over zijn voor iedereen."),
    )
    valid_until_at = TimeField(_("Hoe laat"), [required(_("Vul een tijd in"))])

    @property
    def until(self) -> datetime:
        """The last moment at which the codes count."""
        return moment_of(self.valid_until.data, self.valid_until_at.data)


class WriteForm(Form):
    """A message to a selection; the key makes one of a double click."""

    request_key = HiddenField()
    readers = SelectField(_("Aan wie"), [required(_("Kies aan wie u schrijft"))])
    subject = LineField(_("Onderwerp"), [required(_("Vul een onderwerp in")), at_most(SUBJECT_LENGTH)])
    text = TextAreaField(
        _("Uw bericht"),
        [required(_("Schrijf uw bericht")), at_most(TEXT_LENGTH)],
        description=_("Titel, dag, plek en een link naar de eigen aanmelding zetten wij erbij."),
    )

    def __init__(self, *arguments: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.readers.choices = [SelectChoice(*each) for each in choices]

    @property
    def wanted(self) -> tuple[Readers, int | None]:
        """Who was chosen, and of which workshop."""
        workshop = WORKSHOP.fullmatch(self.readers.data)
        return (Readers.WORKSHOP, int(workshop[1])) if workshop else (Readers(self.readers.data), None)


class DoorForm(Form):
    """A telephone that may stand at a door."""

    name = LineField(
        _("Welke deur?"),
        [required(_("Vul in bij welke deur de telefoon komt")), at_most(NAME_LENGTH)],
        description=_("Bijvoorbeeld: hoofdingang, telefoon van Noor."),
    )
