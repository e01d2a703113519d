"""Organisations that have an activity in an edition, and ordered nothing for it yet."""

from collections.abc import Sequence

from weekplanner.accounts.models import Organisation
from weekplanner.core import db
from weekplanner.events.models import Activity
from weekplanner.kits.values import MAY_ORDER

_STATES = ", ".join(f"'{state.value}'" for state in MAY_ORDER)
_ORDERS_NOTHING = f"""
activity.edition_id = ? AND activity.organisation_id > ? AND activity.state IN ({_STATES})
  AND NOT EXISTS (SELECT 1 FROM kit_order WHERE kit_order.organisation_id = activity.organisation_id
    AND kit_order.edition_id = activity.edition_id AND kit_order.state <> 'cancelled')
"""  # noqa: S608 - names of states
_ADDRESSES = f"""
SELECT COUNT(*) AS number FROM (
  SELECT activity.organisation_id, LOWER(activity.contact_email) FROM activity
    WHERE activity.contact_email <> '' AND {_ORDERS_NOTHING}
  UNION
  SELECT activity.organisation_id, LOWER(account.email) FROM activity
    JOIN membership ON membership.organisation_id = activity.organisation_id
    JOIN account ON account.id = membership.account_id
    WHERE activity.contact_email = '' AND {_ORDERS_NOTHING}
) AS told
"""  # noqa: S608 - the conditions above
_NEXT = f"""
SELECT DISTINCT activity.organisation_id AS id FROM activity WHERE {_ORDERS_NOTHING}
ORDER BY activity.organisation_id LIMIT ?
"""  # noqa: S608 - the conditions above


async def next_organisations(edition_id: int, *, after: int, most: int) -> list[Organisation]:
    """The next of them, in the order of their numbers."""
    rows = await db.rows(_NEXT, (edition_id, after, most))
    return await Organisation.filter(id__in=[row["id"] for row in rows]).order_by("id")


async def activities_of(organisations: Sequence[Organisation], edition_id: int) -> dict[int, list[Activity]]:
    """By organisation, what kits can be ordered for."""
    found: dict[int, list[Activity]] = {each.id: [] for each in organisations}
    own = Activity.filter(edition_id=edition_id, organisation_id__in=list(found), state__in=MAY_ORDER)
    for activity in await own.order_by("id"):
        found[activity.organisation_id].append(activity)
    return found


async def number_of_addresses(edition_id: int, *, after: int) -> int:
    """To how many addresses their messages would go."""
    (row,) = await db.rows(_ADDRESSES, (edition_id, after, edition_id, after))
    return int(row["number"])
