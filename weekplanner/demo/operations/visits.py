"""The guests of one activity: each signs up, and changes or ends it, at a moment of their own."""

from weekplanner.accounts.people import Person
from weekplanner.core.clock import MovableClock
from weekplanner.demo.content import DemoActivity
from weekplanner.demo.guests import DemoGuest, guests_of
from weekplanner.demo.weeks import Stretch
from weekplanner.events.models import Activity, Occurrence
from weekplanner.signups.models import SignUp, Source
from weekplanner.signups.operations.changing import cancel_by_link, change_by_link
from weekplanner.signups.operations.entering import add_guest, sign_up
from weekplanner.signups.personal import link_of


async def come(
    activity: DemoActivity,
    made: Activity,
    standing: MovableClock,
    *,
    during: Stretch,
    organiser: Person,
    seed: int,
) -> None:
    """Let everybody who wants to sign up for the first occurrence; part of a larger step."""
    guests = guests_of(activity, seed=seed)
    occurrence = await Occurrence.filter(activity_id=made.id).order_by("starts_at").first()
    assert occurrence is not None
    steps = sorted(
        [(each.part, number) for number, each in enumerate(guests)]
        + [(each.later_part, number) for number, each in enumerate(guests) if each.changed or each.is_ended]
    )
    signed_up: dict[int, SignUp] = {}
    for part, number in steps:
        standing.set(during.at(part))
        if number in signed_up:
            await _think_again(guests[number], signed_up[number])
        else:
            request_key = f"{activity.key}:{number}"
            signed_up[number] = await _sign_up(
                guests[number], occurrence.id, request_key=request_key, organiser=organiser
            )


async def _sign_up(found: DemoGuest, occurrence_id: int, *, request_key: str, organiser: Person) -> SignUp:
    if found.source is Source.ORGANISER:
        return await add_guest(occurrence_id, found.guest, request_key=request_key, actor=organiser)
    entered = await sign_up(
        occurrence_id, found.guest, request_key=request_key, network=None, helper=found.helper
    )
    assert entered.sign_up is not None
    return entered.sign_up


async def _think_again(found: DemoGuest, sign_up: SignUp) -> None:
    """Change it, or call it off, by the link from the mail."""
    link = link_of(sign_up.id)
    if found.changed:
        now_there = await SignUp.get(id=sign_up.id)  # who waited may have a place since
        await change_by_link(link, found.changed, version=now_there.version)
    else:
        await cancel_by_link(link)
