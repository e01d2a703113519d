"""The forms on the pages of the team."""

from wtforms import HiddenField

from weekplanner.core.texts import gettext as _
from weekplanner.web.forms import Form, LineField, at_most, required

REASON_LENGTH = 200


class TrustForm(Form):
    """Giving trust or taking it, and why."""

    wanted = HiddenField()
    reason = LineField(
        _("Waarom?"),
        [required(_("Schrijf kort op waarom")), at_most(REASON_LENGTH)],
        description=_("Voor collega’s, in de geschiedenis. De organisatie leest dit niet."),
    )

    @property
    def is_trusted(self) -> bool:
        """What was asked for."""
        return bool(self.wanted.data == "ja")
