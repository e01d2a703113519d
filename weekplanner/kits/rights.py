"""Who may order kits, and who looks after them."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who, right
from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.orders import KitOrder

SEE_KITS = right("see_kits", "the catalogue, and the files of digital kits", Who.SIGNED_IN)
ORDER_KITS = right(
    "order_kits",
    "order kits for an activity of the current edition that was submitted or stands on the site, until the "
    "last order day",
    Who.MEMBER,
    is_own_only=True,
)
SEE_KIT_ORDER = right("see_kit_order", "an order, its address and how far it is", Who.MEMBER, Who.LOGISTICS)
CHANGE_KIT_ORDER = right(
    "change_kit_order",
    "change or cancel an order as long as it is not packed",
    Who.MEMBER,
    Who.LOGISTICS,
    done=_("Bestelling gewijzigd"),
)
CANCEL_KIT_ORDER = right(
    "cancel_kit_order",
    "cancel what is not packed of an order",
    Who.MEMBER,
    Who.LOGISTICS,
    done=_("Bestelling geannuleerd"),
)
SEE_KIT_DESK = right("see_kit_desk", "all orders, parcels, the stock and its ledger", Who.LOGISTICS)
EDIT_CATALOGUE = right(
    "edit_catalogue",
    "change the catalogue: contents, limits, pictures, files, visibility",
    Who.LOGISTICS,
    done=_("Catalogus gewijzigd"),
)
SET_KIT_DAYS = right(
    "set_kit_days",
    "choose the last day to order kits and the last day they are sent, of the current edition",
    Who.LOGISTICS,
    done=_("Besteldagen gewijzigd"),
)
MOVE_STOCK = right(
    "move_stock", "book what arrived, and correct the stock", Who.LOGISTICS, done=_("Voorraad geboekt")
)
APPROVE_KIT_ORDER = right(
    "approve_kit_order",
    "approve orders, grant or decline what is above a limit",
    Who.LOGISTICS,
    done=_("Bestelling beoordeeld"),
)
RANK_KIT_ORDER = right(
    "rank_kit_order",
    "let a back-order go before others, with a reason",
    Who.LOGISTICS,
    done=_("Nabestelling naar voren gehaald"),
)
SHIP_KITS = right(
    "ship_kits",
    "make batches and parcels, print, pack, ship, note what arrived and what came back",
    Who.LOGISTICS,
    done=_("Pakket verwerkt"),
)
ORDER_KITS_FOR_OTHERS = right(
    "order_kits_for_others",
    "order on somebody's behalf, outside the rules and with a reason; send a damaged parcel again",
    Who.LOGISTICS,
    done=_("Besteld namens iemand"),
)
RECALL_KIT = right(
    "recall_kit",
    "call a kit back: nothing of it goes out any more, and who got it is told",
    Who.LOGISTICS,
    done=_("Pakket teruggeroepen"),
)

RIGHTS: tuple[Right, ...] = (
    SEE_KITS,
    ORDER_KITS,
    SEE_KIT_ORDER,
    CHANGE_KIT_ORDER,
    CANCEL_KIT_ORDER,
    SEE_KIT_DESK,
    EDIT_CATALOGUE,
    SET_KIT_DAYS,
    MOVE_STOCK,
    APPROVE_KIT_ORDER,
    RANK_KIT_ORDER,
    SHIP_KITS,
    ORDER_KITS_FOR_OTHERS,
    RECALL_KIT,
)


def may_order_kits(person: Person, organisation_id: int) -> bool:
    """In the name of an organisation."""
    return ORDER_KITS.allows(person, organisation_id=organisation_id)


def may_see_kit_order(person: Person, order: KitOrder) -> bool:
    """Its organisation's own people, and who looks after kits."""
    return SEE_KIT_ORDER.allows(person, organisation_id=order.organisation_id)


def may_change_kit_order(person: Person, order: KitOrder) -> bool:
    """As long as it is not packed."""
    return CHANGE_KIT_ORDER.allows(person, organisation_id=order.organisation_id)


def may_cancel_kit_order(person: Person, order: KitOrder) -> bool:
    """What is not packed of it."""
    return CANCEL_KIT_ORDER.allows(person, organisation_id=order.organisation_id)


def may_see_kit_desk(person: Person) -> bool:
    """All orders, parcels and the stock."""
    return SEE_KIT_DESK.allows(person)


def may_edit_catalogue(person: Person) -> bool:
    """What can be ordered, and how much of it."""
    return EDIT_CATALOGUE.allows(person)


def may_set_kit_days(person: Person) -> bool:
    """Until when one orders, and until when the team sends."""
    return SET_KIT_DAYS.allows(person)


def may_move_stock(person: Person) -> bool:
    """Book what arrived, and correct."""
    return MOVE_STOCK.allows(person)


def may_approve_kit_orders(person: Person) -> bool:
    """And grant what is above a limit."""
    return APPROVE_KIT_ORDER.allows(person)


def may_rank_kit_orders(person: Person) -> bool:
    """Let a back-order go before others."""
    return RANK_KIT_ORDER.allows(person)


def may_ship_kits(person: Person) -> bool:
    """Batches, parcels, packing, shipping."""
    return SHIP_KITS.allows(person)


def may_order_kits_for_others(person: Person) -> bool:
    """Outside the rules, with a reason."""
    return ORDER_KITS_FOR_OTHERS.allows(person)


def may_recall_kits(person: Person) -> bool:
    """Call a kit back."""
    return RECALL_KIT.allows(person)
