"""The forms of the catalogue: a kit, its picture, its file, and the days of ordering."""

from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile
from wtforms import BooleanField, FileField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import TextArea

from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import CountField, DayField, LinesField, needed
from weekplanner.events.forms.steps import StepForm
from weekplanner.formats import images
from weekplanner.kits import files
from weekplanner.kits.models.catalogue import ALT_LENGTH, EXPLANATION_LENGTH, KIT_NAME_LENGTH
from weekplanner.kits.models.lines import CONTENT_LENGTH
from weekplanner.kits.operations.catalogue import KitValues
from weekplanner.kits.values import MOST_OF_A_KIT
from weekplanner.web.forms import Form, LineField, at_most, required

PARCEL, DIGITAL = "doos", "bestand"
MOST_CONTENTS = 30
HEAVIEST_G = 30_000
"""More no carrier takes in one parcel."""
LARGEST_MARK = 100_000
REMOVE = "remove"
"""The button that takes the picture away."""


class KitForm(StepForm):
    """What the team says of a kit; a digital one has no limits, weight or stock."""

    name = LineField(_("Naam"), [required(_("Vul een naam in")), at_most(KIT_NAME_LENGTH)])
    explanation = TextAreaField(
        _("Uitleg"),
        [at_most(EXPLANATION_LENGTH)],
        description=_("In één of twee zinnen: waar is het voor?"),
    )
    contents = LinesField(
        _("Wat zit erin?"),
        most=MOST_CONTENTS,
        longest=CONTENT_LENGTH,
        description=_("Elk ding op een eigen regel, bijvoorbeeld: 50 naamstickers."),
    )
    max_per_activity = CountField(
        _("Hooguit per activiteit"),
        least=1,
        most=MOST_OF_A_KIT,
        description=_("Leeg: geen grens. Wie meer wil, vraagt dat aan u."),
    )
    max_per_organisation = CountField(
        _("Hooguit per organisatie"),
        least=1,
        most=MOST_OF_A_KIT,
        description=_("In een hele editie, over alle activiteiten samen."),
    )
    weight_g = CountField(_("Gewicht in gram"), least=1, most=HEAVIEST_G)
    low_stock_at = CountField(
        _("Waarschuw bij minder dan"),
        least=0,
        most=LARGEST_MARK,
        description=_("Zijn er minder vrij, dan krijgt het team een mail."),
    )
    is_visible = BooleanField(
        _("Organisatoren zien dit pakket"),
        description=_("Haal het vinkje weg als het even niet besteld kan worden."),
    )

    def values(self, *, is_digital: bool) -> KitValues:
        """As the operations take it."""
        return KitValues(
            name=self.name.data,
            explanation=one_line(self.explanation.data or ""),
            contents=tuple(self.contents.data or ()),
            is_digital=is_digital,
            is_visible=self.is_visible.data,
            max_per_activity=self.max_per_activity.data,
            max_per_organisation=self.max_per_organisation.data,
            weight_g=self.weight_g.data,
            low_stock_at=self.low_stock_at.data or 0,
        )


class NewKitForm(KitForm):
    """A kit that is not there yet."""

    kind = RadioField(
        _("Hoe komt het bij de organisator?"),
        [required(_("Kies hoe het bij de organisator komt"))],
        choices=[
            SelectChoice(PARCEL, _("Per post, in een doos")),
            SelectChoice(DIGITAL, _("Als bestand, om te downloaden")),
        ],
    )

    @property
    def is_digital(self) -> bool:
        """Whether it is a file."""
        return bool(self.kind.data == DIGITAL)


class KitPictureForm(StepForm):
    """A file, and what is on it; the file may stay out when only the words change."""

    picture = FileField(
        _("Foto"),
        [needed()],
        description=_("JPEG, PNG of WebP, hooguit %(most)s MB.")
        % {"most": images.LIMITS.max_bytes // 1024**2},
    )
    alt = LineField(
        _("Wat is er op de foto te zien?"),
        [required(_("Schrijf in één zin wat er op de foto te zien is")), at_most(ALT_LENGTH)],
        description=_("Dit horen mensen die de foto niet kunnen zien."),
        widget=TextArea(),
    )

    def ask_for_another(self) -> None:
        """There is a picture already: who wants other words for it need not choose one."""
        self.picture.label.text = _("Een andere foto")
        self.picture.flags.required = False

    def require_file(self) -> None:
        """Say that there is nothing to show yet."""
        self.add_error("picture", _("Kies een foto"))


class KitFileForm(StepForm):
    """What is in a digital kit."""

    file = FileField(
        _("Bestand"),
        [needed()],
        description=_("Een PDF of ZIP, hooguit %(most)s MB.") % {"most": files.MOST_BYTES // 1024**2},
    )

    def require_file(self) -> None:
        """Say that there is nothing to keep."""
        self.add_error("file", _("Kies een bestand"))


class DaysForm(Form):
    """Until when one orders, and until when the team sends."""

    kit_order_until_on = DayField(
        _("Laatste besteldag"),
        [required(_("Vul de laatste besteldag in"))],
        description=_("Op deze dag kan bestellen nog."),
    )
    kit_last_sent_on = DayField(
        _("Laatste verzenddag"),
        [required(_("Vul de laatste verzenddag in"))],
        description=_("Daarna zien organisatoren wat zij zelf kunnen printen of downloaden."),
    )


def uploaded(posted: FormData, name: str) -> BinaryIO | None:
    """The file that was chosen; where none was, browsers send an empty one without a name."""
    file = posted.get(name)
    return file.file if isinstance(file, UploadFile) and file.filename else None
