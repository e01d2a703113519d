"""Keeping nothing of a party that says who they were: at its term, or when they ask for it."""

from collections.abc import Sequence

from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.congress.models.congresses import CongressState
from weekplanner.congress.models.registrations import Attendee, Needs, Registration, RegistrationEvent
from weekplanner.congress.operations.answering import locked_by_link
from weekplanner.congress.operations.hall import saved
from weekplanner.core import db
from weekplanner.core.errors import Refused


class StillComing(Refused):
    """The team must know who it expects."""

    message = "U staat nog op de lijst. Meld u eerst af; daarna kunt u uw gegevens verwijderen."


async def forget_by_link(link: PersonalLink) -> None:
    """Keep nothing of who does not come, or came; how many they were stays.

    Raises NotFound, and StillComing for who is on the list of a congress that is still to come.
    """
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        goes_on = hall.congress.state is not CongressState.CANCELLED and hall.now < hall.congress.ends_at
        if registration.is_live and goes_on:
            raise StillComing
        await make_anonymous([registration.id])


async def forget_needs_by_link(link: PersonalLink) -> Registration:
    """Know no longer what they need; twice changes nothing. Raises NotFound."""
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        if await Needs.filter(registration_id=registration.id).delete():
            await saved(hall, registration, ())
    return registration


async def make_anonymous(ids: Sequence[int]) -> None:
    """Nothing that says who they were, and no link that still opens; part of the caller's transaction."""
    db.require_transaction()
    for registration in await Registration.filter(id__in=ids):
        registration.update_from_dict(
            {
                "name": "",
                "email": "",
                "role": "",
                "wish": "",
                "searched": "",
                "address_key": f"gone {registration.id}",
                "request_key": "",
                "link_version": registration.link_version + 1,
            }
        )
        await registration.save()
    await Attendee.filter(registration_id__in=ids).update(name="")
    await RegistrationEvent.filter(registration_id__in=ids).update(reason="")
    await Needs.filter(registration_id__in=ids).delete()
