"""Who signs up in the demonstration: invented parties, when each does, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from weekplanner.core.text_cleaning import normalised
from weekplanner.demo.content import ON_SITE, DemoActivity, lot, shown_organisation
from weekplanner.events.wording import SIGN_UP_HERE
from weekplanner.signups.models import Source
from weekplanner.signups.values import Guest, Helper

MOST_PARTIES = 14
"""At one activity: what befalls it is one transaction, and that must be short."""
SHARE_WITHOUT, SHARE_FULL = 0.12, 0.1
OVERFULL = 1.4
"""Of what is full, more than all places are wanted: some wait."""
SIZES = (1, 1, 2, 2, 3, 1, 2, 1, 4, 2, 1, 6)
"""Of parties; most people come alone or with somebody."""
PHONES = tuple(f"06-1234567{digit}" for digit in range(10))
"""All that may be shown; see data/LICENCE.md. So nobody types one in a form, which counts how often."""

FIRST_NAMES = (
    "Annie", "Bep", "Cor", "Dirk", "Els", "Fatima", "Gerrit", "Hennie", "Ibrahim", "Joke", "Klaas", "Leny",
    "Mo", "Nel", "Omar", "Piet", "Riet", "Sjaan", "Teun", "Wil", "Yvonne", "Zeynep",
)  # fmt: skip
SURNAMES = (
    "Voorbeeld", "van Voorbeeld", "Voorbeeldsma", "Verzonnen", "Denkbeeld", "Fantasie", "van Sprookje",
    "de Proef", "Proefstra", "Zogenaamd",
)  # fmt: skip
"""Nobody is called that."""
REMARKS = (
    "Ik kom met een rolstoel.",
    "Ik neem een appeltaart mee.",
    "Ik ken nog niemand. Is er iemand bij de deur?",
    "Ik eet geen vlees.",
    "Mijn hond gaat mee, als dat mag.",
    "Wij zitten graag bij elkaar.",
    "Ik ben misschien een kwartier later.",
)
HELPERS = ("Buurvrouw Truus", "Welzijnscoach Karim", "Wijkverpleegkundige Ans", "Neef Sander")


@dataclass(frozen=True)
class DemoGuest:
    """An invented party; moments are parts, 0 to 1, of the time in which people could sign up."""

    guest: Guest
    source: Source
    helper: Helper | None = None
    changed: Guest | None = None
    """What they make of it later, if they do."""
    is_ended: bool = False
    """Whether they call it off later."""
    part: float = 0.0
    later_part: float = 1.0


def interest_in(activity: DemoActivity, *, is_first: bool, seed: int) -> float:
    """Which part of its places people want, and more than 1 where some have to wait; 0 where nobody comes.

    The first of every fate has everything there is to see, and who is shown has no list without guests.
    """
    if activity.fate not in ON_SITE or SIGN_UP_HERE not in activity.values.join_ways:
        return 0.0
    chance = lot(seed, "interest", activity.key)
    drawn, part = chance.random(), chance.uniform(0.1, 0.45)
    if is_first or drawn < SHARE_FULL:
        return OVERFULL
    is_shown = activity.organisation == shown_organisation()
    return 0.0 if drawn < SHARE_FULL + SHARE_WITHOUT and not is_shown else part


def guests_of(activity: DemoActivity, *, seed: int) -> Sequence[DemoGuest]:
    """Everybody who signs up for an activity, in the order in which they do."""
    places = activity.plan.capacity or MOST_PARTIES
    chance = lot(seed, "guests", activity.key)
    first = 0 if activity.interest > 1 else chance.randrange(len(SIZES))
    people, found = 0, list[DemoGuest]()
    for number, name in enumerate(chance.sample(_names(), MOST_PARTIES), start=first):
        if people >= activity.interest * places:
            break
        guest = _guest(name, min(SIZES[number % len(SIZES)], places), number, chance)
        found.append(_signed_up(guest, activity, number, chance))
        people += guest.people
    parts = sorted(chance.random() for _each in found)
    return [_from(part, each, chance) for part, each in zip(parts, found, strict=True)]


def _guest(name: str, people: int, number: int, chance: Random) -> Guest:
    """What can be the case about a party takes turns by its number: so a short list shows it too."""
    return Guest(
        name=name,
        people=people,
        wants_transport=number % 5 == 2,
        remark=chance.choice(REMARKS) if number % 3 == 0 else "",
    )


def _signed_up(guest: Guest, activity: DemoActivity, number: int, chance: Random) -> DemoGuest:
    """How they do it, by turns as well: by telephone, with somebody's help, or by themselves."""
    email = f"{normalised(guest.name).replace(' ', '.')}.{activity.key}@example.org"
    if number % 4 == 1:
        left_email = email if number % 12 == 9 else ""
        telephoned = replace(guest, phone=chance.choice(PHONES), email=left_email)
        return DemoGuest(telephoned, Source.ORGANISER)
    if number % 6 == 4:
        helper = Helper(chance.choice(HELPERS), f"hulp.{activity.key}@example.nl")
        helped = replace(guest, email=email if number % 12 == 4 else "")
        return DemoGuest(helped, Source.HELPER, helper)
    guest = replace(guest, email=email)
    if number % 7 == 3:
        return DemoGuest(guest, Source.SELF, is_ended=True)
    if number % 6 == 0:
        changed = replace(guest, phone=chance.choice(PHONES), wants_transport=True)
        return DemoGuest(guest, Source.SELF, changed=changed)
    return DemoGuest(guest, Source.SELF)


def _from(part: float, found: DemoGuest, chance: Random) -> DemoGuest:
    return replace(found, part=part, later_part=chance.uniform(part, 1))


@cache
def _names() -> Sequence[str]:
    return [f"{first} {surname}" for first in FIRST_NAMES for surname in SURNAMES]
