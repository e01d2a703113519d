"""What happens to orders when an edition, an account or an organisation changes, in that transaction."""

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from weekplanner.accounts.facts import AccountRemoved, EmailChanged, MembershipEnded
from weekplanner.accounts.queries import people
from weekplanner.core import clock
from weekplanner.editions.facts import EditionChanged, EditionMadeCurrent
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.operations import reminding
from weekplanner.kits.operations.settling import locked_orders


async def follow_edition(fact: EditionChanged | EditionMadeCurrent) -> None:  # noqa: ARG001 - a reaction
    """Let organisers be told of the last order day of the current edition, wherever that is now."""
    await reminding.plan_deadline(now=clock.now())


async def follow_address(fact: EmailChanged) -> None:
    """Let messages about what somebody's organisations ordered go to the new address."""
    person = await people.person(fact.account_id)
    own = KitOrder.filter(organisation_id__in=list(person.organisation_ids), email__iexact=fact.former)
    await _address(own, fact.email)


async def forget_colleague(fact: MembershipEnded) -> None:
    """Who does not act for an organisation any more hears nothing of its orders: its people do."""
    await _address(KitOrder.filter(organisation_id=fact.organisation_id, email__iexact=fact.email), "")


async def forget_account(fact: AccountRemoved) -> None:
    """The same in all orders, of somebody whose account is gone."""
    await _address(KitOrder.filter(email__iexact=fact.email), "")


async def _address(orders: QuerySet[KitOrder], email: str) -> None:
    """Let these have another address to write to; a form made before is stale."""
    ids = [number for (number,) in await orders.values_list("id")]
    await locked_orders(ids)
    await KitOrder.filter(id__in=ids).update(email=email, version=F("version") + 1)
