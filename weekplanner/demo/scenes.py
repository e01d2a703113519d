"""Which picture an invented activity has, and what is to be seen on it."""

from collections.abc import Mapping

from weekplanner.core.texts import gettext as _
from weekplanner.demo.content import DemoActivity, lot
from weekplanner.demo.pictures import Scene

SHARE = 0.4
"""Of the activities; a real agenda has pictures here and there."""
TWO_SCENES = frozenset({"koffie-ontmoeting", "wandelen-bewegen", "samen-eten", "lezing-gesprek"})
"""The categories of which there is most."""

ON_TABLE: Mapping[str, str] = {
    "samen-eten": _("een pan soep en een brood"),
    "koffie-ontmoeting": _("een pot koffie en een taart"),
    "cultuur-muziek": _("een vaas met bloemen en koppen koffie"),
    "creatief": _("potten verf, kwasten en een bol wol"),
    "spel": _("speelkaarten en dobbelstenen"),
    "lezing-gesprek": _("een stapel boeken en koppen koffie"),
    "bezoek-maatjes": _("een vaas met bloemen en een pot koffie"),
    "jong-oud": _("blokken en dobbelstenen"),
    "online-telefonisch": _("een telefoon en een laptop"),
    "taal": _("een stapel boeken en brieven"),
    "cursus": _("een stapel boeken en een laptop"),
    "training": _("brieven en een pot koffie"),
    "zingeving": _("kaarsen en een vaas met bloemen"),
    "actie": _("brieven en een vaas met bloemen"),
    "anders": _("een vaas met bloemen en een taart"),
}
ON_TABLE_OUTSIDE: Mapping[str, str] = {
    "wandelen-bewegen": _("een tas en koppen koffie"),
    "burenhulp": _("een gereedschapskist en een plant"),
    "natuur-dieren": _("een plant en een vaas met bloemen"),
    "uitje": _("een tas en een brood"),
    "festival": _("een taart en een pan soep"),
}


def scene_of(activity: DemoActivity, *, seed: int) -> Scene | None:
    """The scene of an activity; None for one without a picture."""
    chance, category = lot(seed, "picture", activity.key), activity.values.category
    if chance.random() >= SHARE:
        return None
    return Scene(category, chance.randint(1, 2 if category in TWO_SCENES else 1))


def key_of(scene: Scene) -> str:
    """What a scene is called where it is kept."""
    return f"{scene.category}-{scene.seed}"


def words(scene: Scene) -> str:
    """What is to be seen, for who does not see it."""
    things = ON_TABLE.get(scene.category)
    if things is not None:
        sentence = _("Tekening van een lange gele tafel met %(things)s. Eén rode stoel is nog vrij.")
        return sentence % {"things": things}
    sentence = _("Tekening van een lange gele tafel buiten, met %(things)s. Eén rode stoel is nog vrij.")
    return sentence % {"things": ON_TABLE_OUTSIDE[scene.category]}
