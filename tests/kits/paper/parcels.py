"""Parcels to print, easy ones and difficult ones."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from weekplanner.formats import pdf
from weekplanner.kits.paper.parcels import Parcel, PrintedKit, PrintedOrder

NOW = datetime(2027, 9, 13, 9, 30, tzinfo=UTC)
PACKAGE = PrintedKit("Kom erbij-pakket", 1, ("5 posters A3", "50 naamstickers"))
POSTERS = PrintedKit("Posters A3", 3, ("10 posters A3 met ruimte voor eigen tekst",))
SOUP = PrintedOrder("2027-0418", (PACKAGE, POSTERS), "Soep aan de lange tafel", (date(2027, 10, 6),))


def parcel(number: int = 1042, *, version: int = 1, **values: Any) -> Parcel:
    """A parcel with one order, for a community centre in Utrecht."""
    plain = Parcel(
        id=number,
        version=version,
        recipient="Fatma el Idrissi",
        organisation="Buurthuis De Linde",
        street="Lindestraat",
        house_number="4",
        postcode="3511 AB",
        place="Utrecht",
        weight_g=2910,
        orders=(SOUP,),
    )
    return replace(plain, **values)


DIFFICULT = {
    "diacritics": {
        "recipient": "Łucja Ősz-Șerban",
        "organisation": "Vereniging Açık Kapı Ñandú",
        "place": "’s-Gravenhage",
    },
    "long": {
        "recipient": "Mevrouw prof. dr. Wilhelmina Alexandrina van Oldenbarnevelt-van der "
        "Schimmelpenninck tot Nijenhuis",
        "organisation": "Stichting Welzijn Ouderen en Vrijwilligerscentrum Noordoost-Twente, "
        "afdeling Samen Koffie in de Wijk",
        "street": "Burgemeester van Oldenneel tot Oldenzeellaan",
        "house_number": "1234 A bis",
        "place": "Gasselterboerveenschemond",
    },
    "unbroken": {"recipient": "W" * 100, "organisation": "Ŵ" * 100, "street": "M" * 120, "place": "Q" * 80},
    "other scripts": {
        "recipient": "Олена Шевченко",
        "organisation": "Ελληνική Κοινότητα",
        "street": "Дорога",
    },
}
"""What people are called, and where they live: as long as the form lets them type it."""


async def printed(
    template: Path, head: dict[str, Any], items: Iterable[dict[str, Any]], directory: Path
) -> Path:
    """The PDF of a paper."""

    async def nobody(_done: int) -> None:
        pass

    values, to = directory / "values", directory / "paper.pdf"
    values.write_text("".join(map(pdf.line, [head, *items])))
    await pdf.typeset(template, values, to, now=NOW, on_progress=nobody)
    return to
