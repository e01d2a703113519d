"""The small forms of one step: submitting, calling off, copying."""

from wtforms import HiddenField, TextAreaField

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms import parsing
from weekplanner.events.models import APOLOGY_LENGTH
from weekplanner.web.forms import Form, at_most, required


class StepForm(Form):
    """A button, pressed on a page that shows one version of an activity."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """The version that was shown; 0, which is always too old, when it is nonsense."""
        return parsing.whole_number(self.version.data or "") or 0

    def go_on_from(self, version: int) -> None:
        """After a refusal the page shows what is stored now, and a next step is about that."""
        if self.refusal:
            self.version.data = str(version)


class CancelForm(StepForm):
    """Calling it off."""

    apology = TextAreaField(
        _("Wat wilt u de deelnemers zeggen?"),
        [required(_("Schrijf één of twee zinnen voor de deelnemers")), at_most(APOLOGY_LENGTH)],
        description=_("Bijvoorbeeld: De zaal is stuk. Het spijt ons. Volgende week zijn wij er weer."),
    )


class CopyForm(StepForm):
    """Making a draft like it; the key makes one of a double click."""

    request_key = HiddenField()
