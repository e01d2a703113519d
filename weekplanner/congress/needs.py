"""What people may need at a congress: what one can tick, and how it is called."""

from collections.abc import Mapping

from weekplanner.core.texts import gettext as _

DIETS: Mapping[str, str] = {
    "vegetarisch": _("Vegetarisch eten"),
    "veganistisch": _("Veganistisch eten"),
    "halal": _("Halal eten"),
    "koosjer": _("Koosjer eten"),
    "glutenvrij": _("Eten zonder gluten"),
    "lactosevrij": _("Eten zonder lactose"),
    "notenvrij": _("Eten zonder noten"),
}
ACCESS: Mapping[str, str] = {
    "rolstoel": _("Plek voor een rolstoel"),
    "ringleiding": _("Ringleiding"),
    "gebarentolk": _("Gebarentolk"),
    "schrijftolk": _("Schrijftolk"),
    "vooraan": _("Plek vooraan"),
    "rustige-plek": _("Rustige plek om even alleen te zijn"),
    "parkeerplaats": _("Parkeerplaats dicht bij de ingang"),
}
