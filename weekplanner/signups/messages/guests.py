"""What guests are told by mail about the place they have, or wait for."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from weekplanner.core import links
from weekplanner.listing.models import Entry, EntryState
from weekplanner.listing.values import details_of
from weekplanner.mailer.outbox import Message
from weekplanner.signups import plans
from weekplanner.signups.models import GuestMessage, SignUp, SignUpState
from weekplanner.signups.values import Facts


def entered(sign_up: SignUp, entry: Entry) -> list[Message]:
    """They have a place, or wait for one; and who signed them up hears it, if that was somebody else."""
    letters = []
    if sign_up.reached_at:
        kind = "signup_confirmed" if sign_up.state is SignUpState.PLACED else "signup_waiting"
        letters.append(_message(kind, sign_up, entry, has_calendar=True))
    if sign_up.email and sign_up.helper_email:
        letters.append(_to_helper(sign_up, entry))
    return letters


def promoted(sign_up: SignUp, entry: Entry) -> Message:
    """They waited, and have a place now."""
    return _message("signup_promoted", sign_up, entry, has_calendar=True)


def changed(sign_up: SignUp, entry: Entry) -> Message:
    """Something of their own is different: with how many they come, for one."""
    return _message("signup_changed", sign_up, entry)


def cancelled(sign_up: SignUp, entry: Entry) -> Message:
    """They do not come any more."""
    return _message("signup_cancelled", sign_up, entry, has_calendar=True)


def repeated(sign_up: SignUp, entry: Entry, *, day: date) -> Message:
    """They signed up, and were on the list already; at most once a day."""
    return _message("signup_repeated", sign_up, entry, cause=day.isoformat())


def reminder(sign_up: SignUp, entry: Entry, *, not_after: datetime) -> Message:
    """It is tomorrow."""
    cause = entry.starts_at.strftime("%Y%m%dT%H%M")
    return _message("signup_reminder", sign_up, entry, cause=cause, not_after=not_after, has_calendar=True)


def occurrence_changed(sign_up: SignUp, entry: Entry, before: Facts, *, number: int) -> Message:
    """It is at another time or place, or something else they go by is different; `number` counts notices."""
    return _message(
        "occurrence_changed",
        sign_up,
        entry,
        cause=f"n{number}-{Facts.of(entry).digest}",
        has_calendar=True,
        before=before.to_json(),
        not_after=entry.ends_at,
    )


def occurrence_cancelled(sign_up: SignUp, entry: Entry, before: Facts) -> Message:
    """It does not go on."""
    return _message(
        "occurrence_cancelled",
        sign_up,
        entry,
        cause="off",
        has_calendar=True,
        place=details_of(entry).location or before.place,  # of what was taken down nothing is listed
        apology=details_of(entry).apology,
        not_after=entry.ends_at,
    )


def from_organiser(sign_up: SignUp, entry: Entry, written: GuestMessage, *, to: str) -> Message:
    """What the organiser wrote to all guests; `to` stands for the address, which gets it once."""
    afterwards = written.created_at + plans.WRITTEN_AFTERWARDS
    not_after = entry.ends_at if written.created_at < entry.ends_at else afterwards
    letter = _message("guests_message", sign_up, entry, not_after=not_after, text=written.text)
    return replace(letter, unique_key=f"guests_message:{written.id}:{to}")


def _message(
    kind: str,
    sign_up: SignUp,
    entry: Entry,
    *,
    cause: str = "",
    has_calendar: bool = False,
    not_after: datetime | None = None,
    **more: Any,
) -> Message:
    """One message; without a `cause` of its own it is the new version of the sign-up. Any: plain JSON."""
    return Message(
        kind=kind,
        to=sign_up.reached_at,
        to_name=sign_up.name if sign_up.email else sign_up.helper_name,
        language=sign_up.language,
        values={
            **_values(sign_up, entry),
            # The entry is the guest's: a helper may come too, or help several, and has one of that UID then.
            **({"calendar": _calendar(sign_up, entry) if sign_up.email else None} if has_calendar else {}),
            **more,
        },
        unique_key=f"{kind}:{entry.source_id}:{cause or f'v{sign_up.version}'}:signup-{sign_up.id}",
        not_after=not_after or (None if kind == "signup_cancelled" else entry.ends_at),
    )


def for_own_calendar(sign_up: SignUp, entry: Entry) -> dict[str, Any]:
    """What the file for a guest's own calendar is made of, as a message has it. Any: plain JSON."""
    apology = details_of(entry).apology if entry.state is not EntryState.LISTED else None
    return {
        **_values(sign_up, entry),
        "calendar": _calendar(sign_up, entry),
        **({} if apology is None else {"apology": apology}),
    }


def _to_helper(sign_up: SignUp, entry: Entry) -> Message:
    """Only what they know: they typed it."""
    return Message(
        kind="signup_by_helper",
        to=sign_up.helper_email,
        to_name=sign_up.helper_name,
        language=sign_up.language,
        values={**_values(sign_up, entry), "guest_name": sign_up.name},
        unique_key=f"signup_by_helper:{entry.source_id}:signup-{sign_up.id}",
        not_after=entry.ends_at,
    )


def _values(sign_up: SignUp, entry: Entry) -> dict[str, Any]:
    """What every message to a guest says, of the sign-up and of the occurrence as it is now.

    Not what somebody typed as a remark: the address may be a stranger's, whom it would be sent to.
    """
    details = details_of(entry)
    return {
        **Facts.of(entry).to_json(),
        "organisation": entry.organisation_name,
        "contact": details.contact,
        "page_url": links.url("activity", slug=entry.slug, id=entry.activity_id),
        "sign_up": sign_up.id,
        "link_version": sign_up.link_version,
        "people": sign_up.people,
        "is_waiting": sign_up.state is SignUpState.WAITING,
        "wants_transport": sign_up.wants_transport,
        "helper_name": sign_up.helper_name,
        # To whom it goes: the guest, or who signed up a guest that has no address.
        "guest_name": "" if sign_up.email else sign_up.name,
    }


def _calendar(sign_up: SignUp, entry: Entry) -> dict[str, Any]:
    """The entry for their own calendar: the UID of every feed, and a SEQUENCE that only rises.

    The guest's own steps count in it too, since they change STATUS (RFC 5546 §2.1.4).
    """
    goes_on = entry.state is EntryState.LISTED and sign_up.is_live
    is_sure = sign_up.state is SignUpState.PLACED
    return {
        "uid": entry.uid,
        "sequence": entry.revision + sign_up.sequence,
        "revised_at": max(entry.revised_at, sign_up.changed_at).isoformat(),
        "listed_at": entry.listed_at.isoformat(),
        "status": ("CONFIRMED" if is_sure else "TENTATIVE") if goes_on else "CANCELLED",
    }
