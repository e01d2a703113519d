"""Who comes to a congress, as paper shows them: plain values only."""

import unicodedata
from dataclasses import dataclass

from weekplanner.congress import codes
from weekplanner.congress.models.registrations import Attendee, Registration
from weekplanner.congress.tickets import Ticket
from weekplanner.core.texts import gettext as _


@dataclass(frozen=True)
class PrintedPerson:
    """Somebody with a ticket."""

    name: str
    organisation: str
    role: str
    token: str
    """What the QR code holds."""
    code: str
    """What people read and type."""

    @classmethod
    def of(cls, attendee: Attendee, registration: Registration, *, is_first: bool) -> "PrintedPerson":
        """Of a party only the first said what they do; who comes along to help is of no organisation."""
        own_role = registration.role if is_first else ""
        return cls(
            name=attendee.name,
            organisation="" if attendee.is_companion else registration.organisation,
            role=_("Komt mee om te helpen") if attendee.is_companion else own_role,
            token=Ticket(attendee.congress_id, attendee.id, attendee.ticket_version).token,
            code=codes.ticket_code(attendee.id, attendee.ticket_version),
        )

    @property
    def looked_up_by(self) -> tuple[str, str]:
        """The last word of the name, then all of it, without accents: Jan de Boer is at the B."""
        plain = "".join(
            letter for letter in unicodedata.normalize("NFKD", self.name) if not unicodedata.combining(letter)
        ).casefold()
        return plain.split()[-1] if plain.split() else "", plain

    def qr(self) -> dict[str, str | bool]:
        """The values that a QR code on paper is made of."""
        alt = _("QR-code van het toegangsbewijs van %(name)s") % {"name": self.name}
        return {"code": self.code, "qr": self.token, "qr_is_random": True, "qr_alt": alt}
