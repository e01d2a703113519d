"""What who signed up for a congress is told by mail."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from weekplanner.congress.models.congresses import Congress, CongressState, Workshop
from weekplanner.congress.models.mailings import CongressMessage
from weekplanner.congress.models.registrations import RegistrationState, WorkshopChoice
from weekplanner.congress.values import Facts, Standing
from weekplanner.core import links
from weekplanner.mailer.outbox import Message

Workshops = Mapping[int, Workshop]
"""By id."""

REQUEST, CANCEL = "REQUEST", "CANCEL"
"""Methods of an invitation (RFC 5546 §3.2)."""


def entered(congress: Congress, standing: Standing, workshops: Workshops, *, number: int) -> Message:
    """They signed up: they have seats, wait as the `number`th in line, or asked to be let in."""
    state = standing.registration.state
    if state is RegistrationState.CONFIRMED:
        return confirmed(congress, standing, workshops, has_waited=False)
    if state is RegistrationState.WAITING:
        return waiting(congress, standing, number=number)
    return _message("congress_requested", congress, standing)


def confirmed(congress: Congress, standing: Standing, workshops: Workshops, *, has_waited: bool) -> Message:
    """They have seats: the tickets, and an invitation for the calendar."""
    return _message(
        "congress_confirmed",
        congress,
        standing,
        method=REQUEST,
        workshops=workshops,
        has_waited=has_waited,
    )


def waiting(congress: Congress, standing: Standing, *, number: int) -> Message:
    """They are the `number`th in line."""
    return _message("congress_waiting", congress, standing, number=number)


def offered(congress: Congress, standing: Standing) -> Message:
    """Seats are kept for them until a moment."""
    until = standing.registration.offered_until
    assert until is not None
    return _message("congress_offered", congress, standing, not_after=until, until=until.isoformat())


def offer_expired(congress: Congress, standing: Standing) -> Message:
    """They did not answer in time."""
    return _message("congress_offer_expired", congress, standing)


def workshop_offered(
    congress: Congress, standing: Standing, choice: WorkshopChoice, workshops: Workshops
) -> Message:
    """Seats in a workshop are kept for them until a moment."""
    until = choice.offered_until
    assert until is not None
    return _message(
        "congress_workshop_offered",
        congress,
        standing,
        cause=f"choice-{choice.id}-v{choice.version}",
        not_after=until,
        workshops=workshops,
        until=until.isoformat(),
        **_offer_of(choice, workshops),
    )


def workshop_expired(
    congress: Congress, standing: Standing, choice: WorkshopChoice, workshops: Workshops
) -> Message:
    """They did not answer in time; they keep what they had."""
    return _message(
        "congress_workshop_expired",
        congress,
        standing,
        cause=f"choice-{choice.id}-v{choice.version}",
        workshops=workshops,
        **_offer_of(choice, workshops),
    )


def changed(congress: Congress, standing: Standing, workshops: Workshops) -> Message:
    """Something of their own is different; who has seats gets the invitation as it is now."""
    has_seat = standing.registration.state is RegistrationState.CONFIRMED
    return _message(
        "congress_registration_changed",
        congress,
        standing,
        cause=_version_of(standing),
        method=REQUEST if has_seat else None,
        workshops=workshops,
    )


def cancelled(congress: Congress, standing: Standing, *, reason: str = "") -> Message:
    """They do not come; it is taken out of their calendar. `reason` is the team's, in its own words."""
    was_invited = standing.registration.was_invited
    return _message(
        "congress_cancelled",
        congress,
        standing,
        method=CANCEL if was_invited else None,
        reason=reason,
        is_declined=standing.registration.state is RegistrationState.DECLINED,
    )


def address_changed(congress: Congress, standing: Standing) -> Message:
    """The party has another address from now on: this one hears nothing more, and has no ticket."""
    was_invited = standing.registration.was_invited
    return _message(
        "congress_address_changed",
        congress,
        standing,
        method=CANCEL if was_invited else None,
        tickets=[],
        online_url="",
    )


def refused(congress: Congress, standing: Standing, *, reason: str) -> Message:
    """The team did not let them in."""
    return _message("congress_refused", congress, standing, reason=reason)


def repeated(congress: Congress, standing: Standing, workshops: Workshops, *, day: date) -> Message:
    """They signed up, and were on the list already; at most once a day."""
    return _message("congress_repeated", congress, standing, cause=day.isoformat(), workshops=workshops)


def reminder(
    congress: Congress, standing: Standing, workshops: Workshops, *, is_tomorrow: bool, not_after: datetime
) -> Message:
    """It is in a week, or tomorrow."""
    kind = "congress_day_before" if is_tomorrow else "congress_week_before"
    cause = congress.starts_at.strftime("%Y%m%dT%H%M")
    return _message(kind, congress, standing, cause=cause, not_after=not_after, workshops=workshops)


def congress_changed(
    congress: Congress, standing: Standing, workshops: Workshops, before: Facts, *, number: int
) -> Message:
    """It is at another time or place, or something else they go by is different."""
    has_seat = standing.registration.state is RegistrationState.CONFIRMED
    return _message(
        "congress_changed",
        congress,
        standing,
        cause=f"n{number}",
        method=REQUEST if has_seat else None,
        not_after=congress.ends_at,
        workshops=workshops,
        before={**before.to_json(), **({} if has_seat else {"online_url": ""})},
    )


def called_off(congress: Congress, standing: Standing) -> Message:
    """It does not go on."""
    was_invited = standing.registration.was_invited
    return _message(
        "congress_called_off",
        congress,
        standing,
        cause="off",
        method=CANCEL if was_invited else None,
        not_after=congress.ends_at,
        apology=congress.apology,
    )


def thanks(congress: Congress, standing: Standing, *, not_after: datetime) -> Message:
    """They came."""
    return _message("congress_thanks", congress, standing, cause="thanks", not_after=not_after)


def written(
    congress: Congress, standing: Standing, message: CongressMessage, *, not_after: datetime
) -> Message:
    """What the team wrote."""
    return _message(
        "congress_message",
        congress,
        standing,
        cause=f"message-{message.id}",
        not_after=not_after,
        message_subject=message.subject,
        text=message.text,
    )


def _message(
    kind: str,
    congress: Congress,
    standing: Standing,
    *,
    cause: str = "",
    method: str | None = None,
    not_after: datetime | None = None,
    workshops: Workshops | None = None,
    **more: Any,
) -> Message:
    """One message; without a `cause` of its own it is the new version of the party. Any: plain JSON."""
    registration = standing.registration
    return Message(
        kind=kind,
        to=registration.email,
        to_name=registration.name,
        language=registration.language,
        values={
            **values_of(congress, standing),
            "rounds": _rounds(standing, workshops or {}),
            "calendar": calendar_of(congress, standing, method) if method else None,
            **more,
        },
        unique_key=f"{kind}:{congress.id}:{cause or _version_of(standing)}:registration-{registration.id}",
        not_after=not_after or (None if method == CANCEL else congress.ends_at),
    )


def values_of(congress: Congress, standing: Standing) -> dict[str, Any]:
    """What every message says, of the congress as it is now and of the party. Any: plain JSON.

    The link to take part from home is only for who has seats; where there is no door there are no tickets.
    """
    registration = standing.registration
    has_seat = registration.state is RegistrationState.CONFIRMED
    has_tickets = has_seat and not congress.is_online
    return {
        **Facts.of(congress).to_json(),
        "online_url": congress.online_url if has_seat else "",
        "congress_kind": congress.kind.value,
        "is_online": congress.is_online,
        "travel": congress.travel,
        "page_url": links.url("congress", slug=congress.slug),
        "registration": registration.id,
        "link_version": registration.link_version,
        "people": registration.people,
        "state": registration.state.value,
        "congress": congress.id,
        "tickets": _tickets(standing) if has_tickets else [],
    }


def for_own_calendar(congress: Congress, standing: Standing, workshops: Workshops) -> dict[str, Any]:
    """What stands in a file that somebody puts in a calendar by hand: nobody is asked for an answer."""
    return {
        **values_of(congress, standing),
        "rounds": _rounds(standing, workshops),
        "calendar": calendar_of(congress, standing, ""),
    }


def calendar_of(congress: Congress, standing: Standing, method: str) -> dict[str, Any]:
    """What the invitation is made of: the UID of the feed, and a rising SEQUENCE. Any: plain JSON."""
    registration = standing.registration
    return {
        "method": method,
        "goes_on": congress.state is CongressState.PUBLISHED,
        "uid": congress.uid,
        "sequence": congress.sequence + registration.sequence,
        "revised_at": max(congress.revised_at, registration.changed_at).isoformat(),
        "created_at": registration.created_at.isoformat(),
        "attendee": registration.email,
        "attendee_name": registration.name,
    }


def _tickets(standing: Standing) -> list[dict[str, Any]]:
    return [{"id": each.id, "name": each.name, "version": each.ticket_version} for each in standing.attendees]


def _rounds(standing: Standing, workshops: Workshops) -> Sequence[dict[str, Any]]:
    """What they have in each round, and what they wait for; rounds numbered as in the programme."""
    parts = list(dict.fromkeys(each.part_id for each in workshops.values()))
    return [
        {
            "number": parts.index(choice.part_id) + 1,
            "seat": workshops[choice.seat_id].title if choice.seat_id else "",
            "room": workshops[choice.seat_id].room if choice.seat_id else "",
            "in_line_for": workshops[choice.first_choice_id].title if choice.in_line else "",
        }
        for choice in standing.choices
        if choice.first_choice_id in workshops
    ]


def _offer_of(choice: WorkshopChoice, workshops: Workshops) -> dict[str, Any]:
    return {
        "choice": choice.id,
        "workshop": workshops[choice.first_choice_id].title,
        "keeps": workshops[choice.seat_id].title if choice.seat_id else "",
    }


def _version_of(standing: Standing) -> str:
    """The party and its workshops as they are: a change of either is told by itself."""
    versions = [standing.registration.version, *(each.version for each in standing.choices)]
    return f"v{'.'.join(map(str, versions))}"
