"""What an organiser writes to the guests, and to which of them."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from weekplanner.core.texts import gettext as _
from weekplanner.signups.models import MESSAGE_LENGTH
from weekplanner.web.forms import Form, at_most, required

ALL = "alle"
"""The choice of every occurrence that is still to come."""


class WriteForm(Form):
    """A message; the key makes one of a double click."""

    request_key = HiddenField()
    to = SelectField(_("Aan wie"), [required(_("Kies aan wie u schrijft"))])
    to_waiting = BooleanField(_("Ook aan wie op de wachtlijst staat"))
    text = TextAreaField(
        _("Uw bericht"),
        [required(_("Schrijf uw bericht")), at_most(MESSAGE_LENGTH)],
        description=_(
            "Bijvoorbeeld: Neemt u een lepel mee? Titel, dag, plek en uw contactgegevens zetten wij erbij."
        ),
    )

    def __init__(self, *arguments: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.to.choices = [SelectChoice(*each) for each in choices]

    @property
    def occurrence_id(self) -> int | None:
        """The occurrence that was chosen from the choices; None for all of them."""
        return None if self.to.data == ALL else int(self.to.data)
