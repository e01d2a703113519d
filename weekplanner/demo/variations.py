"""More activities than were invented: the same ones again, by organisations in other municipalities."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from random import Random

from weekplanner.demo.content import DemoActivity, DemoOrganisation, Fate, Plan, in_order, lot
from weekplanner.demo.guests import interest_in
from weekplanner.events.values import ActivityValues
from weekplanner.geo import package_data
from weekplanner.geo.directions import shifted
from weekplanner.geo.distance import Point
from weekplanner.geo.values import PostcodeValues

SHARE_PINNED, SHARE_CONFIRMED, SHARE_DONE_AGAIN = 0.2, 0.15, 0.25
PINNED_WITHIN_M = 350


def activity(number: int, *, seed: int, days: int) -> DemoActivity:
    """The activity with this number, counted from 0, in a week of so many days; there is no last one."""
    known = in_order(seed)
    turn, place = divmod(number, len(known))
    original = known[place]
    found = original if turn == 0 else _elsewhere(original, turn=turn, seed=seed)
    chance = lot(seed, "details", found.key)
    return replace(
        found,
        plan=_moved(found.plan, by=turn, days=days),
        values=_pinned(found.values, chance) if chance.random() < SHARE_PINNED else found.values,
        is_done_again=turn == 0 and chance.random() < SHARE_DONE_AGAIN,
        is_confirmed=chance.random() < SHARE_CONFIRMED,
        interest=interest_in(found, is_first=number < len(Fate), seed=seed) if turn == 0 else 0.0,
    )


def _pinned(values: ActivityValues, chance: Random) -> ActivityValues:
    """With a pin within some streets of the middle of its postcode area, where it has an address."""
    area = _middles().get(values.postcode[:4])
    if area is None:
        return values
    metres = {way: chance.uniform(-PINNED_WITHIN_M, PINNED_WITHIN_M) for way in ("north_m", "east_m")}
    pin = shifted(area, **metres)
    return replace(values, pin_latitude=round(pin.latitude, 5), pin_longitude=round(pin.longitude, 5))


def _elsewhere(original: DemoActivity, *, turn: int, seed: int) -> DemoActivity:
    """The same activity in another municipality, which all of the organisation moves to."""
    theirs = original.organisation
    code = _municipality(theirs, turn=turn, seed=seed)
    area = lot(seed, turn, original.key).choice(_areas()[code])
    here = theirs.values.municipality_code
    names = {_names()[here]: _names()[code]}
    values = original.values
    if values.postcode:
        names[_place(values.postcode)] = area.place
        values = replace(values, postcode=f"{area.pc4}{values.postcode[4:]}")
    organisation = _moved_organisation(theirs, code, turn=turn)
    return replace(
        original,
        key=f"{original.key}-{turn + 1}",
        organisation=organisation,
        values=replace(
            values,
            title=_renamed(values.title, names),
            summary=_renamed(values.summary, names),
            description=_renamed(values.description, names),
            partners=tuple(_renamed(partner, names) for partner in values.partners),
            contact_email=organisation.contact_email,
            join_url=organisation.values.website if values.join_url else "",
        ),
        title_before=_renamed(original.title_before, names),
    )


def _moved_organisation(theirs: DemoOrganisation, code: str, *, turn: int) -> DemoOrganisation:
    slug = f"{theirs.slug}-{turn + 1}"
    mailbox, _at, domain = theirs.contact_email.partition("@")
    names = {_names()[theirs.values.municipality_code]: _names()[code]}
    values = replace(
        theirs.values,
        name=_renamed(theirs.values.name, names),
        about=_renamed(theirs.values.about, names),
        municipality_code=code,
        website=theirs.values.website.replace(theirs.slug, slug),
    )
    return replace(theirs, slug=slug, values=values, contact_email=f"{mailbox}.{turn + 1}@{domain}")


def _municipality(theirs: DemoOrganisation, *, turn: int, seed: int) -> str:
    """Another one by chance, larger ones more often: those with more postcode areas."""
    chance = lot(seed, turn, theirs.slug)
    code = theirs.values.municipality_code
    while code == theirs.values.municipality_code:
        code = chance.choice(_postcodes()).municipality_code
    return code


def _moved(plan: Plan, *, by: int, days: int) -> Plan:
    """On other days of the week, as many as it was where the week is long enough."""
    length = min(plan.last_day - plan.first_day, days - 1)
    first = (plan.first_day + by) % (days - length)
    return replace(plan, first_day=first, last_day=first + length)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with one place for another, as whole words, the longer name first."""
    known = sorted(filter(None, names), key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known)
    return re.sub(pattern, lambda found: names[found[0]], text)


@cache
def _postcodes() -> tuple[PostcodeValues, ...]:
    """All postcode areas that come with the program, whatever was imported since."""
    return tuple(package_data.postcodes())


@cache
def _middles() -> Mapping[str, Point]:
    return {each.pc4: each.point for each in _postcodes()}


@cache
def _areas() -> Mapping[str, list[PostcodeValues]]:
    areas: dict[str, list[PostcodeValues]] = {}
    for each in _postcodes():
        areas.setdefault(each.municipality_code, []).append(each)
    return areas


@cache
def _names() -> Mapping[str, str]:
    return {each.code: each.name for each in package_data.municipalities()}


@cache
def _places() -> Mapping[str, str]:
    return {each.pc4: each.place for each in _postcodes()}


def _place(postcode: str) -> str:
    return _places()[postcode[:4]]
