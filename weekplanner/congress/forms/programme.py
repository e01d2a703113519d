"""Parts of a programme and the workshops in them, as the team types them."""

from datetime import date
from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from weekplanner.congress.forms.arranging import end_of, minutes_of, moment_of
from weekplanner.congress.models.congresses import (
    APOLOGY_LENGTH,
    MOST_SEATS,
    NAME_LENGTH,
    SPEAKERS_LENGTH,
    TITLE_LENGTH,
    PartKind,
    ProgrammePart,
    Workshop,
)
from weekplanner.congress.values import PartValues, WorkshopValues
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import CountField, TimeField
from weekplanner.web.forms import Form, LineField, at_most, required


class PartForm(Form):
    """A part of the day of the congress."""

    title = LineField(_("Titel"), [required(_("Vul een titel in")), at_most(TITLE_LENGTH)])
    kind = RadioField(
        _("Wat is het?"),
        [required(_("Kies wat het is"))],
        choices=[
            SelectChoice(PartKind.PLENARY.value, _("Met iedereen in de zaal")),
            SelectChoice(PartKind.ROUND.value, _("Een ronde workshops: iedereen kiest er één")),
        ],
    )
    starts_at = TimeField(_("Van"), [required(_("Vul in hoe laat het begint"))])
    ends_at = TimeField(_("Tot"), [required(_("Vul in tot hoe laat het duurt"))])
    text = TextAreaField(_("Waar gaat het over?"), [at_most(APOLOGY_LENGTH)])
    speakers = LineField(_("Sprekers"), [at_most(SPEAKERS_LENGTH)])

    def values(self, day: date) -> PartValues:
        """As the operations take it."""
        return PartValues(
            title=self.title.data,
            starts_at=moment_of(day, self.starts_at.data),
            ends_at=end_of(day, self.ends_at.data),
            is_round=self.kind.data == PartKind.ROUND.value,
            text=self.text.data or "",
            speakers=self.speakers.data or "",
        )


class WorkshopForm(Form):
    """A workshop in a round."""

    title = LineField(_("Titel"), [required(_("Vul een titel in")), at_most(TITLE_LENGTH)])
    text = TextAreaField(_("Waar gaat het over?"), [at_most(APOLOGY_LENGTH)])
    speakers = LineField(_("Wie geeft de workshop?"), [at_most(SPEAKERS_LENGTH)])
    room = LineField(_("Zaal"), [at_most(NAME_LENGTH)])
    capacity = CountField(
        _("Aantal plekken"), [required(_("Vul in hoeveel plekken er zijn"))], least=1, most=MOST_SEATS
    )

    def values(self) -> WorkshopValues:
        """As the operations take it."""
        return WorkshopValues(
            title=self.title.data,
            capacity=self.capacity.data,
            text=self.text.data or "",
            speakers=self.speakers.data or "",
            room=self.room.data or "",
        )


def stored_part(part: ProgrammePart) -> dict[str, Any]:
    """What the form of a part begins with; Any: values of its fields."""
    return {
        "title": part.title,
        "kind": part.kind.value,
        "starts_at": minutes_of(part.starts_at),
        "ends_at": minutes_of(part.ends_at),
        "text": part.text,
        "speakers": part.speakers,
    }


def stored_workshop(workshop: Workshop) -> dict[str, Any]:
    """The same of a workshop."""
    return dict(vars(WorkshopValues.of(workshop)))
