"""The file of a carrier, and whose it is."""

from starlette.datastructures import FormData, UploadFile
from wtforms import FileField, RadioField
from wtforms.fields.choices import SelectChoice

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import needed
from weekplanner.kits.carrier_files import MOST_BYTES, MOST_ROWS
from weekplanner.kits.tracking import CARRIERS
from weekplanner.web.forms import Form, required


class CarrierFileForm(Form):
    """One file of one carrier."""

    carrier = RadioField(
        _("Van welke bezorger is het bestand?"),
        [required(_("Kies een bezorger"))],
        choices=[SelectChoice(each.id, each.name) for each in CARRIERS],
    )
    file = FileField(
        _("Bestand (CSV)"),
        [needed()],
        description=_("Hooguit %(size)s MB en %(rows)s rijen.")
        % {"size": MOST_BYTES // 1024**2, "rows": MOST_ROWS},
    )

    async def content(self, posted: FormData) -> bytes | None:
        """What is in the file; None, with a sentence at the field, without one or when it is too large."""
        file = posted.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            self.add_error("file", _("Kies een bestand"))
            return None
        content = await file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            self.add_error("file", _("Dit bestand is te groot. Verdeel het over meer bestanden"))
            return None
        return content
