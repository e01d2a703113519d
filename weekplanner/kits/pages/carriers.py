"""What became of the file of a carrier, in words."""

from dataclasses import dataclass

from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.kits.carrier_files import CarrierFile, Problem
from weekplanner.kits.tracking import Carrier

SHOWN_PROBLEMS = 200
SHOWN_CODES = 20


@dataclass(frozen=True)
class Report:
    """What is wrong with a file, and how much of it is not shown."""

    problems: list[Problem]
    left_out: int
    rows: int
    """That were right."""


@dataclass(frozen=True)
class Ready:
    """Parcels that have a code of a carrier, and are still here."""

    carrier: Carrier
    to_ship: int
    to_pack: int
    shown: list[tuple[int, str]]
    """Ids and codes of some that must still be packed."""


def report(file: CarrierFile) -> Report:
    """What the page shows of a file."""
    shown = file.problems[:SHOWN_PROBLEMS]
    return Report(shown, len(file.problems) - len(shown), len(file.lines))


def done(kept: int | None, delivered: int | None, shipped: int | None) -> str:
    """What was done just now; empty when nothing was."""
    said = []
    if kept is not None:
        words = ngettext("%(num)s code is bewaard.", "%(num)s codes zijn bewaard.", kept) % {"num": kept}
        said.append(words if kept else _("Alle codes in dit bestand waren al bewaard."))
    if delivered:
        words = ngettext("%(num)s doos staat op Bezorgd.", "%(num)s dozen staan op Bezorgd.", delivered)
        said.append(words % {"num": delivered})
    if shipped is not None:
        words = ngettext("%(num)s doos staat op Onderweg.", "%(num)s dozen staan op Onderweg.", shipped)
        said.append(words % {"num": shipped})
    return " ".join(said)
