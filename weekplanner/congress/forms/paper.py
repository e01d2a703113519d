"""What the team wants to print of a congress."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from weekplanner.congress.printing import Sheets
from weekplanner.core.texts import gettext as _
from weekplanner.web.forms import Form, required


class PaperForm(Form):
    """One of what there is."""

    sheets = RadioField(_("Wat wilt u printen?"), [required(_("Kies wat u wilt printen"))])

    def __init__(self, formdata: FormData | None, there_are: Sequence[Sheets]) -> None:
        first = there_are[0].key if there_are else None
        super().__init__(formdata, data={"sheets": first})
        self._there_are = {each.key: each for each in there_are}
        self.sheets.choices = [SelectChoice(each.key, each.words) for each in there_are]

    @property
    def chosen(self) -> Sheets:
        """Of a form that was filled in right."""
        return self._there_are[self.sheets.data]
