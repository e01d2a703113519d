"""People who try anything with activities, and what the table of rights says to each of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.make import SOUP, Make, at
from weekplanner.accounts import rights as account_rights
from weekplanner.accounts.models import Account, Organisation
from weekplanner.accounts.operations import colleagues, organisations
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.accounts.queries import people as accounts
from weekplanner.accounts.standing import Right
from weekplanner.core.errors import NotAllowed, NotFound, Problem, Refused
from weekplanner.events import rights
from weekplanner.events.models import Activity, State
from weekplanner.events.operations import (
    cancelling,
    confirming,
    copying,
    drafts,
    editing,
    pictures,
    review,
)
from weekplanner.events.operations.pins import with_pin
from weekplanner.events.operations.steps import occurrences_of, stored_values
from weekplanner.events.pictures import PictureValues
from weekplanner.events.values import OccurrenceValues
from weekplanner.geo.distance import Point

TIMES = (OccurrenceValues(at(6, 12), at(6, 13)), OccurrenceValues(at(7, 12), at(7, 13)))
BEING_FILLED_IN = frozenset({State.DRAFT, State.RETURNED})

Take = Callable[[Activity, Person, int], Awaitable[object]]


@dataclass(frozen=True)
class Step:
    """Something people try: what they do, and the right it takes, in whatever state the activity is."""

    take: Take
    rights: Callable[[Activity], tuple[Right, ...]]
    sees: Right = rights.SEE_ACTIVITY
    until_handed_on: tuple[Right, ...] = ()
    """What allowed it before: who comes with a form of then is told that they are too late."""


UNTIL_HANDED_IN = (rights.HELP_FILL_IN,)


def _one(row: Right) -> Callable[[Activity], tuple[Right, ...]]:
    return lambda _activity: (row,)


def _editing(activity: Activity) -> tuple[Right, ...]:
    helped = (rights.HELP_FILL_IN,) if activity.state in BEING_FILLED_IN else ()
    return (rights.EDIT_ACTIVITY, *helped)


def _picturing(activity: Activity) -> tuple[Right, ...]:
    is_filled_in = activity.state in BEING_FILLED_IN
    return (rights.EDIT_ACTIVITY, rights.HELP_FILL_IN if is_filled_in else rights.CORRECT_ACTIVITY)


def _withdrawing(activity: Activity) -> tuple[Right, ...]:
    return (rights.TAKE_DOWN_ACTIVITY if activity.was_published else rights.REFUSE_ACTIVITY,)


async def _save(activity: Activity, actor: Person, version: int) -> object:
    other = replace(await stored_values(activity), title=f"{SOUP.title} {version}")
    return await drafts.save_draft(activity.id, other, version=version, actor=actor)


async def _edit(activity: Activity, actor: Person, version: int) -> object:
    values = await stored_values(activity)
    moment = OccurrenceValues(at(1 + version % 7, 9), at(1 + version % 7, 10))
    other = replace(values, title=f"{SOUP.title} {version}", occurrences=(*values.occurrences, moment))
    return await editing.edit_activity(activity.id, other, version=version, actor=actor)


async def _correct(activity: Activity, actor: Person, version: int) -> object:
    other = replace(await stored_values(activity), summary=f"Nieuw: {version}")
    return await editing.correct_activity(activity.id, other, version=version, actor=actor)


async def _pin(activity: Activity, actor: Person, version: int) -> object:
    values = await stored_values(activity)
    assert activity.latitude is not None
    assert activity.longitude is not None
    moved = await with_pin(values, Point(activity.latitude + 0.0001, activity.longitude))
    return await editing.edit_activity(activity.id, moved, version=version, actor=actor)


async def _place_picture(activity: Activity, actor: Person, version: int) -> object:
    picture = PictureValues(f"{version:032x}", f"Tafel {version}", 1600, 1067)
    return await pictures.place_picture(activity.id, picture, version=version, actor=actor)


async def _copy(activity: Activity, actor: Person, version: int) -> object:
    return await copying.copy_activity(activity.id, request_key=f"{activity.id}:{version}", actor=actor)


async def _rename(activity: Activity, actor: Person, version: int) -> object:
    organisation = await Organisation.get(id=activity.organisation_id)
    wanted = organisations.OrganisationValues(
        name=f"De Linde {version}",
        kind=organisation.kind,
        municipality_code="GM0344" if version % 2 else "GM0014",
    )
    return await organisations.update_organisation(
        organisation.id, wanted, version=organisation.version, actor=actor
    )


async def _trust(activity: Activity, actor: Person, version: int) -> object:
    number, is_trusted = activity.organisation_id, version % 2 == 0
    return await organisations.trust_organisation(number, is_trusted=is_trusted, reason="Zo.", actor=actor)


async def _leave(activity: Activity, actor: Person, _version: int) -> object:
    return await colleagues.leave_organisation(activity.organisation_id, actor=actor)


async def _cancel_one(activity: Activity, actor: Person, version: int) -> object:
    occurrences = await occurrences_of(activity)
    number = occurrences[0].id if occurrences else 1
    return await cancelling.cancel_occurrence(activity.id, number, "Helaas.", version=version, actor=actor)


STEPS: dict[str, Step] = {
    "save": Step(_save, _editing, until_handed_on=UNTIL_HANDED_IN),
    "submit": Step(
        lambda a, who, v: drafts.submit_activity(a.id, version=v, actor=who),
        _editing,
        until_handed_on=UNTIL_HANDED_IN,
    ),
    "edit": Step(_edit, _editing, until_handed_on=UNTIL_HANDED_IN),
    "correct": Step(_correct, _one(rights.CORRECT_ACTIVITY)),
    "publish": Step(
        lambda a, who, v: review.publish_activity(a.id, version=v, actor=who, trust=v % 2 == 0),
        _one(rights.PUBLISH_ACTIVITY),
    ),
    "return": Step(
        lambda a, who, v: review.return_activity(a.id, "Welke zaal?", version=v, actor=who),
        _one(rights.RETURN_ACTIVITY),
    ),
    "withdraw": Step(
        lambda a, who, v: review.withdraw_activity(a.id, "Reclame.", version=v, actor=who),
        _withdrawing,
        until_handed_on=(rights.REFUSE_ACTIVITY,),
    ),
    "cancel": Step(
        lambda a, who, v: cancelling.cancel_activity(a.id, "Helaas.", version=v, actor=who),
        _one(rights.CANCEL_ACTIVITY),
    ),
    "cancel one": Step(_cancel_one, _one(rights.CANCEL_ACTIVITY)),
    "accept": Step(
        lambda a, who, v: editing.accept_edit(a.id, version=v, actor=who), _one(rights.ACCEPT_EDIT)
    ),
    "confirm": Step(
        lambda a, who, v: confirming.confirm_activity(a.id, version=v, actor=who),
        _one(rights.CONFIRM_ACTIVITY),
    ),
    "pin": Step(_pin, _editing, until_handed_on=UNTIL_HANDED_IN),
    "place picture": Step(_place_picture, _picturing),
    "remove picture": Step(lambda a, who, v: pictures.remove_picture(a.id, version=v, actor=who), _picturing),
    "copy": Step(_copy, _one(rights.REGISTER_ACTIVITY)),
    "rename": Step(_rename, _one(account_rights.EDIT_ORGANISATION), account_rights.SEE_ORGANISATION),
    "trust": Step(_trust, _one(account_rights.TRUST_ORGANISATION), account_rights.SEE_ORGANISATION),
    "leave": Step(_leave, _one(account_rights.LEAVE_ORGANISATION), account_rights.LEAVE_ORGANISATION),
    "delete": Step(
        lambda a, who, v: drafts.delete_draft(a.id, version=v, actor=who), _one(rights.DELETE_ACTIVITY)
    ),
}


OF_THE_ORGANISATION = frozenset({"copy", "rename", "trust", "leave"})
"""What is done to the organisation of an activity, which may sit in another municipality."""


@dataclass
class Town:
    """Two organisations in two municipalities, with everybody who could try something."""

    people: dict[str, Account]
    homes: list[tuple[Account, Organisation]]

    async def come_home(self) -> None:
        """Let who left their organisation act for it again."""
        for who, number in (("Jan", 0), ("Fatma", 0), ("Els", 1)):
            await organisations.add_member(self.homes[number][1].id, self.people[who].id)

    async def try_(self, who: str, step: str, activity: Activity, *, lag: int) -> str:
        """Let somebody try a step from a form of `lag` versions ago; answers what came of it."""
        actor = await accounts.person(self.people[who].id)
        try:
            await STEPS[step].take(activity, actor, max(1, activity.version - lag))
        except NotFound:
            return "not found"
        except NotAllowed:
            return "not allowed"
        except Refused:
            return "refused"
        except Problem:
            return "problem"
        return "done"

    async def answers(self, who: str, step: str, activity: Activity, *, lag: int) -> set[str]:
        """What the table of rights says that may come of it."""
        actor = await accounts.person(self.people[who].id)
        its: dict[str, Any] = {
            "organisation_id": activity.organisation_id,
            "municipality_code": activity.municipality_id,
        }
        if not STEPS[step].sees.allows(actor, **its):
            return {"not found"}
        if step in OF_THE_ORGANISATION:
            organisation = await Organisation.get(id=activity.organisation_id)
            its["municipality_code"] = organisation.municipality_id
        if any(row.allows(actor, **its) for row in STEPS[step].rights(activity)):
            return {"done", "refused"}
        is_late = lag > 0 and any(row.allows(actor, **its) for row in STEPS[step].until_handed_on)
        return {"refused", "not allowed"} if is_late else {"not allowed"}


async def town(make: Make) -> Town:
    """Who there is: two organisations, one with two people, a coordinator of each place, and the team."""
    await make.edition()
    jan, fatma, els = [await make.account(name=name) for name in ("Jan", "Fatma", "Els")]
    linde = await make.organisation(jan, fatma, name="De Linde")
    eik = await make.organisation(els, name="De Eik", municipality_code="GM0014")
    people = {
        "Jan": jan,
        "Fatma": fatma,
        "Els": els,
        "coordinator here": await make.coordinator("utrecht"),
        "coordinator elsewhere": await make.coordinator("groningen"),
        **{role.value: await make.team_member(role) for role in TeamRole},
    }
    return Town(people, [(jan, linde), (els, eik)])


async def draft_of(home: tuple[Account, Organisation], number: int) -> Activity:
    """A draft of an organisation, with nothing missing."""
    account, organisation = home
    postcode = "3512 AE" if organisation.municipality_id == "GM0344" else "9712 HN"
    values = replace(SOUP, occurrences=TIMES, postcode=postcode, title=f"{SOUP.title} {number}")
    return await drafts.create_draft(
        values,
        organisation_id=organisation.id,
        request_key=f"random-{number}",
        actor=await accounts.person(account.id),
    )
