"""What a database says that a reader, an organiser or a reviewer would notice: no numbers, no uids."""

from typing import Any

from weekplanner.accounts.models import Coordinator, Membership, Organisation, RoleGrant
from weekplanner.editions.models import Edition
from weekplanner.events.queries import activities as events
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder
from weekplanner.listing.models import Entry
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.models import Places, SignUp
from weekplanner.signups.values import Guest

Told = dict[str, list[Any]]


async def everything() -> Told:
    """All of it, in an order of its own."""
    editions = await Edition.all().order_by("year")
    return {
        "editions": [(each.year, each.registration_opens_on, each.is_current) for each in editions],
        "activities": await _activities(editions),
        "organisations": sorted(
            await Organisation.all().values_list(
                "slug", "name", "municipality_id", "is_trusted", "created_at", "website"
            )
        ),
        "people": sorted(await Membership.all().values_list("organisation__slug", "account__email")),
        "team": sorted(await RoleGrant.all().values_list("account__email", "account__name")),
        "coordinators": sorted(await Coordinator.all().values_list("account__email", "municipality_id")),
        "messages": sorted(
            (each.kind, each.to_address, each.dated_at, each.status.value)
            for each in await OutboxMessage.all()
        ),
        "places": sorted(
            (each.starts_at, each.state.value, each.capacity or 0, each.taken, each.waiting)
            for each in await Places.all()
        ),
        "guests": sorted(
            (each.created_at, each.changed_at, each.state.value, each.source.value, *_party(each))
            for each in await SignUp.all()
        ),
        "kits": sorted(await Kit.all().values_list("slug", "free", "reserved", "shipped", "file_size_bytes")),
        "kit orders": sorted(
            (each.placed_at, each.state.value, each.recipient, each.postcode, each.wish)
            for each in await KitOrder.all()
        ),
        "entries": sorted(
            (each.title, each.starts_at, each.state.value, each.revision, each.revised_at, each.pc4 or "")
            for each in await Entry.all()
        ),
    }


def _party(sign_up: SignUp) -> tuple[object, ...]:
    """What the list of guests shows of a party."""
    guest = Guest.of(sign_up)
    return (*guest.columns().values(), sign_up.helper_name, sign_up.helper_email)


async def _activities(editions: list[Edition]) -> list[Any]:
    told = []
    for edition in editions:
        async for whole in events.edition_activities(edition):
            activity = whole.activity
            moments = [(each.starts_at, each.capacity or 0) for each in whole.occurrences]
            told.append(
                (
                    edition.year,
                    activity.organisation.slug,
                    activity.state.value,
                    activity.needs_review,
                    activity.created_at,
                    activity.changed_at,
                    activity.review_reason,
                    activity.apology,
                    whole.picture.alt if whole.picture else "",
                    moments,
                    sorted((name, str(value)) for name, value in whole.values.columns().items()),
                )
            )
    return sorted(told)
