"""The form with the picture of an activity."""

from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile
from wtforms import FileField
from wtforms.widgets import TextArea

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.fields import needed
from weekplanner.events.forms.steps import StepForm
from weekplanner.events.models import ALT_LENGTH
from weekplanner.formats import images
from weekplanner.vocabulary.tone import ToneHint, tone_hints
from weekplanner.web.forms import LineField, at_most, required

REMOVE = "remove"
"""The button that takes the picture away."""


class PictureForm(StepForm):
    """A file, and what is on it; the file may stay out when only the words change."""

    picture = FileField(
        _("Foto"),
        [needed()],
        description=_("JPEG, PNG of WebP, hooguit %(most)s MB. Liggende foto’s staan het mooist.")
        % {"most": images.LIMITS.max_bytes // 1024**2},
    )
    alt = LineField(
        _("Wat is er op de foto te zien?"),
        [required(_("Schrijf in één zin wat er op de foto te zien is")), at_most(ALT_LENGTH)],
        description=_(
            "Dit horen mensen die de foto niet kunnen zien. Noem wat u ziet, bijvoorbeeld: "
            "Vier mensen eten soep aan een lange tafel."
        ),
        widget=TextArea(),
    )

    def ask_for_another(self) -> None:
        """There is a picture already: who wants other words for it need not choose one."""
        self.picture.label.text = _("Een andere foto")
        self.picture.flags.required = False

    def hints(self) -> list[ToneHint]:
        """A friendly word where the description may scare people off."""
        return tone_hints(self.alt.data or "")

    def require_file(self) -> None:
        """Say that there is nothing to show yet."""
        self.add_error("picture", _("Kies een foto"))


def uploaded(posted: FormData) -> BinaryIO | None:
    """The file that was chosen; where none was, browsers send an empty one without a name."""
    file = posted.get("picture")
    return file.file if isinstance(file, UploadFile) and file.filename else None
