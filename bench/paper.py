"""Labels and the pick list of 500 orders, as the runner makes them."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import psutil

from bench.measuring import Result
from weekplanner.core import clock
from weekplanner.formats import pdf
from weekplanner.kits.models.printing import LabelLayout
from weekplanner.kits.paper import labels, pick_list
from weekplanner.kits.paper.parcels import Parcel, PrintedKit, PrintedOrder

ORDERS = 500
PLACES = ("Utrecht", "’s-Hertogenbosch", "Gasselterboerveenschemond", "Ee")
ORGANISATIONS = (
    "Buurthuis De Linde",
    "",
    "Stichting Welzijn Ouderen en Vrijwilligerscentrum Noordoost-Twente en Omstreken",
    "Vereniging Açık Kapı",
)
KITS = (PrintedKit("Kom erbij-pakket", 1), PrintedKit("Posters A3", 2), PrintedKit("Spellen", 1))


def measure(directory: Path) -> Iterator[Result]:
    """Of parcels that all differ, one in four with a long name; the database has no part in it."""
    yield asyncio.run(_measure(directory))


async def _measure(directory: Path) -> Result:
    now = clock.now()
    parcels = [_parcel(number) for number in range(1000, 1000 + ORDERS)]
    memory = psutil.Process().memory_info().rss
    head = labels.head(1, LabelLayout.SHEET_3X8, first_position=1, now=now)
    for_labels = await _made(directory, labels.TEMPLATE, head, labels.item, parcels)
    totals = [PrintedKit(kit.name, ORDERS) for kit in KITS]
    head = pick_list.head(1, totals, parcels=ORDERS, now=now)
    for_list = await _made(directory, pick_list.TEMPLATE, head, pick_list.item, parcels)
    grown = (psutil.Process().memory_info().rss - memory) / 2**20
    return Result(
        f"Labels and pick list of {ORDERS} orders",
        "",
        floor=10,
        result=for_labels + for_list,
        unit="s",
        measured=f"{for_labels:.1f} and {for_list:.1f} s in a child process; here {grown:.0f} MiB more",
    )


async def _made(
    directory: Path,
    template: Path,
    head: Mapping[str, Any],
    item: Callable[[Parcel], Mapping[str, Any]],
    parcels: list[Parcel],
) -> float:
    began = time.perf_counter()
    values = directory / "values"
    with values.open("w") as file:
        for line in (head, *map(item, parcels)):
            file.write(json.dumps(line) + "\n")
    await pdf.typeset(template, values, directory / "paper.pdf", now=clock.now(), on_progress=_nobody)
    return time.perf_counter() - began


async def _nobody(_done: int) -> None:
    """Who is told how far it is."""


def _parcel(number: int) -> Parcel:
    order = PrintedOrder(f"2027-{number:04d}", KITS[: 1 + number % 3], "Soep", (date(2027, 10, 6),))
    return Parcel(
        id=number,
        version=1,
        recipient=f"Fatma de Vries {number}",
        organisation=ORGANISATIONS[number % len(ORGANISATIONS)],
        street="Burgemeester van Oldenneelstraat",
        house_number=str(number),
        postcode="3511 AB",
        place=PLACES[number // 4 % len(PLACES)],
        weight_g=1450 + number,
        orders=(order,),
        note="Bel even aan de achterdeur." if number % 3 == 0 else "",
    )
