"""What is asked to be printed of a batch."""

from wtforms import HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.parsing import whole_number
from weekplanner.kits.models.printing import LabelLayout, Paper
from weekplanner.kits.words import PAPERS
from weekplanner.web.forms import Form, LineField, required

LAYOUTS = [
    (LabelLayout.A6.value, _("A6: een per vel")),
    (LabelLayout.SHEET_2X4.value, _("A4: 2 naast elkaar, 4 onder elkaar (105 × 74 mm)")),
    (LabelLayout.SHEET_3X8.value, _("A4: 3 naast elkaar, 8 onder elkaar (70 × 37 mm)")),
]


class PrintForm(Form):
    """Which paper, and for labels on which sheet; the key makes one of a double click."""

    request_key = HiddenField()
    paper = RadioField(
        _("Wat wilt u printen?"),
        [required(_("Kies wat u wilt printen"))],
        choices=[SelectChoice(paper.value, words) for paper, words in PAPERS.items()],
        default=Paper.PICK_LIST.value,
    )
    layout = RadioField(
        _("Welke etiketten?"),
        description=_("Alleen als u etiketten print."),
        choices=[SelectChoice(*each) for each in LAYOUTS],
        default=LabelLayout.A6.value,
    )
    first_position = LineField(
        _("Bij welk etiket begint het vel?"),
        default="1",
        description=_("Is een deel van het vel al gebruikt? Tel van links naar rechts, en dan naar beneden."),
    )

    def validate_first_position(self, field: LineField) -> None:
        """A number; how many labels a sheet has, the operation knows."""
        if whole_number(field.data or "1") is None:
            raise ValidationError(_("Vul een getal in, bijvoorbeeld 1"))

    @property
    def position(self) -> int:
        """Of the first label."""
        return whole_number(self.first_position.data or "1") or 0
