"""The small forms of one step: publishing, giving a reason, calling off."""

from wtforms import BooleanField, HiddenField, TextAreaField

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms import parsing
from weekplanner.events.models import APOLOGY_LENGTH, REASON_LENGTH
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


class PublishForm(StepForm):
    """Putting it on the site."""

    trust = BooleanField(
        _("Vertrouw deze organisatie"),
        default=True,
        description=_("Wat zij hierna insturen, staat dan meteen op de site."),
    )


class ReturnForm(StepForm):
    """Asking something first."""

    reason = TextAreaField(
        _("Wat wilt u vragen of meegeven?"),
        [required(_("Schrijf wat er nog nodig is")), at_most(REASON_LENGTH)],
        description=_("De organisator leest dit in de mail."),
    )


class WithdrawForm(StepForm):
    """Refusing it, or taking it down."""

    reason = TextAreaField(
        _("Waarom komt dit niet op de site?"),
        [required(_("Schrijf een reden op")), at_most(REASON_LENGTH)],
        description=_("De organisator leest dit in de mail."),
    )


class CancelForm(StepForm):
    """Calling it off."""

    apology = TextAreaField(
        _("Wat wilt u de deelnemers zeggen?"),
        [required(_("Schrijf één of twee zinnen voor de deelnemers")), at_most(APOLOGY_LENGTH)],
        description=_("Bijvoorbeeld: De zaal is stuk. Het spijt ons. Volgende week zijn wij er weer."),
    )
