"""How often somebody may ask for mail: counted in the database, so that every process counts the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from weekplanner.accounts.addresses import Address
from weekplanner.accounts.models import Attempt
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import TooMany
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.core.turns import take_turns

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_BUSY = _("Er zijn nu te veel aanvragen. Probeer het %(again)s opnieuw.")


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts for one key in any stretch of `window`."""

    scope: str
    """At most 20 characters; no two limits have the same."""
    most: int
    window: timedelta
    sentence: str
    """What is said once it is reached; `%(again)s` is when it is possible again."""


PER_ADDRESS = Limit(
    "address",
    3,
    QUARTER,
    _(
        "U heeft net al om een link gevraagd. Kijk in uw mail, ook bij ongewenste mail. "
        "U kunt het %(again)s opnieuw proberen."
    ),
)
"""Nobody's mailbox is flooded; the owner has the newest link in it, so a stranger locks nobody out."""
PER_NETWORK = Limit("network", 30, QUARTER, _BUSY)
"""An office full of organisers can sign in together."""
OVERALL = Limit("overall", 1000, QUARTER, _BUSY)
"""Keeps the good name of the mail server; 5,000 organisations ask for far fewer."""

INVITATIONS = Limit(
    "invitations",
    30,
    DAY,
    _("Uw organisatie heeft vandaag al veel mensen uitgenodigd. U kunt het %(again)s opnieuw proberen."),
)
"""Of one organisation; the largest has some tens of people."""
INVITATIONS_BY_ONE = Limit(
    "invitations by one",
    60,
    DAY,
    _("U heeft vandaag al veel mensen uitgenodigd. U kunt het %(again)s opnieuw proberen."),
)
"""By one account: who makes more and more organisations mails no more and more strangers with them."""
INVITATIONS_TO_ONE = Limit(
    "invitations to one",
    5,
    DAY,
    _("Dit e-mailadres is vandaag al vaak uitgenodigd. U kunt het %(again)s opnieuw proberen."),
)
"""To one address, of all organisations together."""
JOIN_REQUESTS = Limit(
    "join requests",
    5,
    DAY,
    _("U heeft vandaag al bij meer organisaties gevraagd of u erbij mag. Probeer het %(again)s opnieuw."),
)
"""By one account."""
JOIN_REQUESTS_TO_ONE = Limit(
    "join requests to one",
    20,
    DAY,
    _("Deze organisatie heeft vandaag al veel verzoeken gekregen. Probeer het %(again)s opnieuw."),
)
"""To one organisation, whose members get a message of each."""
NEW_ORGANISATIONS = Limit(
    "organisations",
    5,
    DAY,
    _("U heeft vandaag al meer organisaties gemaakt. Probeer het %(again)s opnieuw, of bel ons."),
)
"""By one account, besides the one that comes with a first activity."""
EMAIL_CHANGES = Limit(
    "email changes",
    5,
    DAY,
    _("U heeft vandaag al vaak om een ander e-mailadres gevraagd. U kunt het %(again)s opnieuw proberen."),
)
"""By one account: each goes to an address that may be a stranger's."""
PICTURES = Limit(
    "pictures",
    40,
    HOUR,
    _("Er zijn nu veel foto’s achter elkaar geplaatst. Probeer het %(again)s opnieuw."),
)
"""Of one organisation, refused ones too: each takes the processor a second."""
SIGN_UPS_TO_ONE = Limit(
    "sign-ups to one",
    12,
    DAY,
    _(
        "Met dit e-mailadres is vandaag al vaak aangemeld. "
        "Bel de organisator, of probeer het %(again)s opnieuw."
    ),
)
"""With one e-mail address, at all activities together: nobody's mailbox is filled by a stranger."""
SIGN_UPS_OF_PHONE = Limit(
    "sign-ups of phone",
    12,
    DAY,
    _(
        "Met dit telefoonnummer is vandaag al vaak aangemeld. "
        "Bel de organisator, of probeer het %(again)s opnieuw."
    ),
)
SIGN_UPS_FROM_NETWORK = Limit("sign-ups of network", 60, HOUR, _BUSY)
"""From one network: a library or a community centre can sign up all its visitors."""
GUEST_MESSAGES = Limit(
    "guest messages",
    5,
    DAY,
    _("U heeft uw gasten vandaag al vaak geschreven. U kunt het %(again)s opnieuw proberen."),
)
"""To the guests of one activity."""
DOOR_CODES_FROM_NETWORK = Limit("door codes network", 30, QUARTER, _BUSY)
"""All telephones at a congress use the network of the building; nobody guesses a code of 39 bits."""
DOOR_CODES = Limit("door codes", 600, QUARTER, _BUSY)
"""At the doors of one congress, from anywhere: more than a stranger at one network can use up."""

CODE_GUESSES = Limit(
    "code guesses",
    20,
    HOUR,
    _("Er zijn nu te veel codes ingevuld die wij niet kennen. Probeer het %(again)s opnieuw, of bel ons."),
)
"""From one network: codes for kept seats are not found by trying."""

LIMITS = (
    PER_ADDRESS,
    PER_NETWORK,
    OVERALL,
    PICTURES,
    INVITATIONS,
    INVITATIONS_BY_ONE,
    INVITATIONS_TO_ONE,
    JOIN_REQUESTS,
    JOIN_REQUESTS_TO_ONE,
    NEW_ORGANISATIONS,
    EMAIL_CHANGES,
    SIGN_UPS_TO_ONE,
    SIGN_UPS_OF_PHONE,
    SIGN_UPS_FROM_NETWORK,
    GUEST_MESSAGES,
    CODE_GUESSES,
    DOOR_CODES_FROM_NETWORK,
    DOOR_CODES,
)


_ORDER = {limit.scope: number for number, limit in enumerate(LIMITS)}


class TooOften(TooMany):
    """A limit is reached; nothing was done."""

    def __init__(self, limit: Limit, wait: timedelta) -> None:
        super().__init__(
            limit.sentence % {"again": _in(wait)}, retry_after_s=max(1, ceil(wait.total_seconds()))
        )


async def count_request(address: Address, network: str) -> None:
    """Count a request for a link against every limit on links; raises TooOften when one is reached."""
    await count_all([(PER_ADDRESS, address.key), (PER_NETWORK, network), (OVERALL, "")])


async def count(limit: Limit, key: str) -> None:
    """Count an attempt for `key`; raises TooOften when there were enough."""
    await count_all([(limit, key)])


async def check(limit: Limit, key: str) -> None:
    """Raise TooOften when there were enough attempts for `key`; counts none itself.

    Part of the caller's transaction, in which nobody else counts or checks for the same key meanwhile.
    """
    db.require_transaction()
    key_hash = _key_hash(limit, key)
    await take_turns([f"{limit.scope}:{key_hash}"])
    await _check([(limit, key_hash)], clock.now())


async def count_all(attempts: Sequence[tuple[Limit, str]]) -> None:
    """Count one thing against several limits; raises TooOften for the first that is reached.

    Part of the caller's transaction: what is refused is not counted, so no limit lasts longer than its
    window. The order of limits is the same everywhere, so that two requests never wait for each other.
    """
    (problem,) = await count_each([attempts])
    if problem is not None:
        raise problem


async def count_each(things: Sequence[Sequence[tuple[Limit, str]]]) -> list[TooOften | None]:
    """The same for several things at once, in their order; answers for each why it is refused, if it is."""
    db.require_transaction()
    now = clock.now()
    hashed = [[(limit, _key_hash(limit, key)) for limit, key in attempts] for attempts in things]
    every = sorted({each for attempts in hashed for each in attempts}, key=_in_order)
    if not every:
        return [None] * len(things)
    await take_turns([f"{limit.scope}:{key_hash}" for limit, key_hash in every])
    before = dict(zip(every, await _counts(every, now), strict=True))
    times, lines = Counter(before), list[tuple[Limit, str]]()
    problems: list[TooOften | None] = []
    for attempts in hashed:
        reached = next((each for each in attempts if times[each] >= each[0].most), None)
        if reached is not None:
            limit, key_hash = reached
            is_new = before[reached] < limit.most  # reached by what is counted here
            problems.append(TooOften(limit, limit.window if is_new else await _wait(limit, key_hash, now)))
            continue
        problems.append(None)
        times.update(attempts)
        lines += attempts
    await _write(lines, now)
    return problems


def _in_order(counted: tuple[Limit, str]) -> tuple[int, str]:
    """In the order of limits, as everybody takes turns."""
    limit, key_hash = counted
    return _ORDER[limit.scope], key_hash


async def _write(lines: Sequence[tuple[Limit, str]], now: datetime) -> None:
    if lines:
        marks = ", ".join(["(?, ?, ?)"] * len(lines))
        values = [value for limit, key_hash in lines for value in (limit.scope, key_hash, now)]
        await db.execute(f"INSERT INTO attempt (scope, key_hash, at) VALUES {marks}", values)  # noqa: S608 - marks


def _key_hash(limit: Limit, key: str) -> str:
    return tokens.sign("attempt", limit.scope, key)


async def _check(hashed: Sequence[tuple[Limit, str]], now: datetime) -> None:
    for (limit, key_hash), times in zip(hashed, await _counts(hashed, now), strict=True):
        if times >= limit.most:
            raise TooOften(limit, await _wait(limit, key_hash, now))


async def _counts(hashed: Sequence[tuple[Limit, str]], now: datetime) -> list[int]:
    """How often each was tried in the window of its limit."""
    counting = "(SELECT COUNT(*) FROM attempt WHERE scope = ? AND key_hash = ? AND at > ?)"
    values = [value for limit, key_hash in hashed for value in (limit.scope, key_hash, now - limit.window)]
    (found,) = await db.rows(f"SELECT {', '.join([counting] * len(hashed))}", values)
    return list(found)


async def _wait(limit: Limit, key_hash: str, now: datetime) -> timedelta:
    """How long until the oldest attempt that counts does not any more."""
    counted = Attempt.filter(scope=limit.scope, key_hash=key_hash, at__gt=now - limit.window)
    oldest_that_counts = await counted.order_by("-at").offset(limit.most - 1).first()
    assert oldest_that_counts is not None
    return oldest_that_counts.at + limit.window - now


def _in(wait: timedelta) -> str:
    """When something is possible again, in words: minutes, or whole hours when it takes longer."""
    minutes = max(1, ceil(wait / timedelta(minutes=1)))
    if minutes <= 60:
        return ngettext("over %(number)s minuut", "over %(number)s minuten", minutes) % {"number": minutes}
    return _("over %(number)s uur") % {"number": ceil(minutes / 60)}
