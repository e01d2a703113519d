"""A parcel as paper shows it: what goes in, for which orders, and where it goes. Plain values only."""

from dataclasses import dataclass
from datetime import date

from weekplanner.core import texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.kits.codes import on_label, with_letter


@dataclass(frozen=True)
class PrintedKit:
    """So many of one kit; `contents` is what is in one of them."""

    name: str
    quantity: int
    contents: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedOrder:
    """What of one order is in the parcel."""

    number: str
    kits: tuple[PrintedKit, ...]
    activity: str = ""
    """Its title; empty when the team ordered for somebody without one."""
    days: tuple[date, ...] = ()
    """On which the activity is, in order."""
    to_follow: tuple[PrintedKit, ...] = ()
    """What was ordered and comes in another parcel."""

    @property
    def days_in_words(self) -> str:
        """Of an activity: vrijdag 1 oktober 2027, or 1 t/m 3 oktober 2027 when there are several."""
        if not self.days:
            return ""
        first, last = self.days[0], self.days[-1]
        if first == last:
            return texts.day_with_year(first)
        return f"{texts.date_range(first, last)} {last.year}"


@dataclass(frozen=True)
class Parcel:
    """One parcel, for one address."""

    id: int
    version: int
    """Of its address and contents."""
    recipient: str
    organisation: str
    street: str
    house_number: str
    postcode: str
    """`1234 AB`."""
    place: str
    weight_g: int
    orders: tuple[PrintedOrder, ...]
    note: str = ""
    """For the carrier."""

    @property
    def code(self) -> str:
        """What people read and type: 1042-K."""
        return with_letter(self.id)

    @property
    def label_code(self) -> str:
        """What the QR code holds: the same, and for which version it is."""
        return on_label(self.code, self.version)

    @property
    def pieces(self) -> int:
        """How many kits are in it."""
        return sum(kit.quantity for order in self.orders for kit in order.kits)

    @property
    def pieces_in_words(self) -> str:
        """That number with its unit."""
        return pieces_in_words(self.pieces)

    @property
    def weight_in_words(self) -> str:
        """In kilos with one decimal, and never less than it weighs: 2,9 kg."""
        tenths = -(-self.weight_g // 100)
        return _("%(kilos)s kg") % {"kilos": f"{tenths // 10},{tenths % 10}"}

    @property
    def numbers_in_words(self) -> str:
        """Of its orders."""
        numbers = ", ".join(order.number for order in self.orders)
        return ngettext("Bestelling %(numbers)s", "Bestellingen %(numbers)s", len(self.orders)) % {
            "numbers": numbers
        }

    @property
    def names(self) -> list[str]:
        """Who it is for, as Dutch post wants it: the organisation first, then a person in it."""
        if not self.organisation:
            return [self.recipient]
        return [self.organisation, _("t.a.v. %(name)s") % {"name": self.recipient}]

    @property
    def address_lines(self) -> list[str]:
        """Where it goes, as Dutch post wants it: two spaces behind the postcode, the place in capitals."""
        postcode = self.postcode.replace(" ", "\u00a0")
        return [f"{self.street} {self.house_number}", f"{postcode}\u00a0 {self.place.upper()}"]

    def qr(self) -> dict[str, str]:
        """The values that a QR code on paper is made of."""
        alt = _("QR-code van doos %(code)s") % {"code": self.code}
        return {"code": self.code, "qr": self.label_code, "qr_alt": alt}


def pieces_in_words(number: int) -> str:
    """3 stuks."""
    return ngettext("%(number)s stuk", "%(number)s stuks", number) % {"number": texts.number(number)}
