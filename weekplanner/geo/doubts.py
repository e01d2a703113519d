"""Whether an address can be right: asked about, never refused, since new postcodes exist."""

from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _
from weekplanner.geo import queries


class Doubtful(Refused):
    """The postcode and the place do not seem to belong together; one may say that they do."""

    def __init__(self, question: str) -> None:
        super().__init__(question, field="is_right")


async def ask_about(postcode: str, place: str, *, is_right: bool) -> None:
    """Raise Doubtful for an address that may be a mistake, unless somebody said that it is right."""
    if is_right:
        return
    known = await queries.postcode(postcode[:4])
    said = {"postcode": postcode, "place": place}
    if known is None:
        raise Doubtful(_("Klopt dit adres? Wij kennen de postcode %(postcode)s niet.") % said)
    if not await queries.lies_in(known, place):
        question = _("Klopt dit adres? %(postcode)s is volgens ons in %(known)s, en niet in %(place)s.")
        raise Doubtful(question % {**said, "known": known.place})
