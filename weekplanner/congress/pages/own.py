"""What the page of a party shows, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from weekplanner.congress.purge import NEEDS_TERM
from weekplanner.congress.queries.own import Own, OwnTicket
from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.formats import qr
from weekplanner.formats.qr import Path


@dataclass(frozen=True)
class Said:
    """What was just done."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class DrawnTicket:
    """A ticket as it is shown at the door."""

    ticket: OwnTicket
    drawing: Path

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.ticket.attendee.name


_SAID: Mapping[str, Said] = {
    "gewijzigd": Said(_("Uw wijziging is bewaard"), _("U krijgt er ook een mail over.")),
    "adres": Said(
        _("Uw wijziging is bewaard"),
        _("Wij mailen voortaan naar uw nieuwe adres. De link in oudere mails werkt niet meer."),
    ),
    "aangenomen": Said(_("De stoel is voor u"), _("Uw toegangsbewijs staat hieronder, en in uw mail.")),
    "code": Said(_("Uw code klopt: de stoel is voor u"), _("Uw toegangsbewijs staat hieronder.")),
    "workshop": Said(_("De plek in de workshop is voor u")),
    "geen-workshop": Said(_("U staat niet meer in de rij voor die workshop")),
    "nodig": Said(_("Wij hebben gewist wat u nodig had")),
}


def tickets_of(own: Own) -> list[DrawnTicket]:
    """The tickets of a party, with their QR codes."""
    return [DrawnTicket(each, qr.path(each.token)) for each in own.tickets]


def said(done: str, own: Own) -> Said | None:
    """What the page says was just done; nothing that the party could not have done."""
    needs_a_seat = done in {"aangenomen", "code", "workshop", "geen-workshop"}
    return None if needs_a_seat and not own.has_seat else _SAID.get(done)


def needs_kept_until(own: Own) -> str:
    """The last day on which what people need is known."""
    return texts.day(clock.local(own.congress.ends_at + NEEDS_TERM).date())
