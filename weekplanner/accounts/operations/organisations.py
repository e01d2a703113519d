"""Organisations: making them, changing their details, trusting them."""

from dataclasses import dataclass, fields
from typing import Any

from weekplanner.accounts import rights
from weekplanner.accounts.facts import OrganisationChanged
from weekplanner.accounts.models import Membership, Organisation
from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.operations.limits import NEW_ORGANISATIONS, count
from weekplanner.accounts.operations.slugs import follow_name, free_slug
from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.facts import announce
from weekplanner.core.text_cleaning import normalised
from weekplanner.core.texts import gettext as _
from weekplanner.core.turns import take_turn
from weekplanner.vocabulary.queries import vocabulary


@dataclass(frozen=True)
class OrganisationValues:
    """The details of an organisation that its own people fill in."""

    name: str
    kind: str
    """Id in `organisation_kinds` of the vocabulary."""
    municipality_code: str
    website: str = ""
    phone: str = ""
    about: str = ""


_PERSONAL = frozenset({"phone", "about"})
"""Of these the audit log keeps the name alone: often they are somebody's own."""


class UnknownKind(Refused):
    """A kind of organisation that is not in the vocabulary."""

    def __init__(self) -> None:
        super().__init__(_("Kies een soort organisatie."), field="kind")


async def create_organisation(
    values: OrganisationValues, *, account_id: int | None = None, slug: str | None = None
) -> Organisation:
    """Make an organisation, with the account `account_id` as its first member.

    Its slug is the name; if that is taken, name and municipality; if that is taken too, with -2, -3 …
    after it. `slug` is one that the caller chose and knows to be free. Raises UnknownKind.
    """
    now = clock.now()
    async with db.transaction():
        organisation = await Organisation.create(
            **_columns(values),
            slug=slug or await free_slug(values.name, values.municipality_code),
            created_at=now,
            changed_at=now,
        )
        if account_id is not None:
            await add_member(organisation.id, account_id)
    return organisation


async def begin_organisation(values: OrganisationValues, *, actor: Person) -> Organisation:
    """Make one more organisation to act for; of the same name it is the one they have already.

    Raises UnknownKind and TooOften.
    """
    assert actor.account_id is not None
    async with db.transaction():
        await take_turn(f"organisation of {actor.account_id}")
        own = Organisation.filter(memberships__account_id=actor.account_id)
        for organisation in await own.order_by("id"):
            if normalised(organisation.name) == normalised(values.name):
                return organisation
        await count(NEW_ORGANISATIONS, str(actor.account_id))
        return await create_organisation(values, account_id=actor.account_id)


async def add_member(organisation_id: int, account_id: int) -> None:
    """Let somebody act for an organisation; nothing happens when they already do."""
    member = Membership(organisation_id=organisation_id, account_id=account_id, created_at=clock.now())
    await Membership.bulk_create([member], ignore_conflicts=True)


async def update_organisation(
    organisation_id: int, values: OrganisationValues, *, version: int, actor: Person
) -> Organisation:
    """Change the details; the slug follows the name, and the former one leads to it for ever.

    `version` is that of the organisation the form was made from. Raises NotFound for who may not see
    it, and Stale when somebody else changed it since.
    """
    async with db.transaction():
        organisation = await db.lock(Organisation, id=organisation_id)
        if not rights.may_see_organisation_details(actor, organisation):
            raise NotFound
        require(rights.may_edit_organisation(actor, organisation))
        changed = {
            name: value for name, value in _columns(values).items() if getattr(organisation, name) != value
        }
        if not changed:  # also when a double click has saved it already
            return organisation
        if organisation.version != version:
            raise Stale
        before = _details(organisation)
        organisation.update_from_dict({**changed, "version": version + 1, "changed_at": clock.now()})
        if changed.keys() & {"name", "municipality_id"}:
            await follow_name(organisation)
        await organisation.save()
        await announce(OrganisationChanged(organisation.id))
        await audit.record(
            actor, rights.EDIT_ORGANISATION, subject_of(organisation), _differences(before, organisation)
        )
    return organisation


async def trust_organisation(
    organisation_id: int, *, is_trusted: bool, reason: str, actor: Person
) -> Organisation:
    """Let what an organisation submits be published at once, or be reviewed first again.

    `reason` is for the audit log; nothing happens when it is so already. Raises NotFound for who may not
    see the organisation, and NotAllowed.
    """
    async with db.transaction():
        organisation = await db.lock(Organisation, id=organisation_id)
        if not rights.may_see_organisation_details(actor, organisation):
            raise NotFound
        require(rights.may_trust_organisation(actor))
        if organisation.is_trusted is not is_trusted:
            await _trust(
                organisation, rights.TRUST_ORGANISATION, is_trusted=is_trusted, reason=reason, actor=actor
            )
    return organisation


async def trust_after_review(
    organisation_id: int, *, right: Right, municipality_code: str, actor: Person
) -> None:
    """Let what an organisation submits be published at once from now on.

    Part of the review that it follows from, which asks who may: `right` is the one that was used, in the
    municipality of what was reviewed.
    """
    db.require_transaction()
    organisation = await db.lock(Organisation, id=organisation_id)
    if not organisation.is_trusted:
        await _trust(organisation, right, is_trusted=True, actor=actor, municipality_code=municipality_code)


async def _trust(
    organisation: Organisation,
    right: Right,
    *,
    is_trusted: bool,
    actor: Person,
    reason: str = "",
    municipality_code: str | None = None,
) -> None:
    organisation.is_trusted = is_trusted
    await organisation.save(update_fields=["is_trusted"])
    subject = Subject(
        kind="organisation",
        id=str(organisation.id),
        label=organisation.name,
        municipality_code=municipality_code or organisation.municipality_id,
    )
    changes = [Change("is_trusted", _yes_no(not is_trusted), _yes_no(is_trusted))]
    await audit.record(actor, right, subject, changes + ([Change("reason", after=reason)] if reason else []))


def subject_of(organisation: Organisation) -> Subject:
    """An organisation, for the audit log."""
    return Subject(
        kind="organisation",
        id=str(organisation.id),
        label=organisation.name,
        organisation_id=organisation.id,
        municipality_code=organisation.municipality_id,
    )


def _details(organisation: Organisation) -> dict[str, str]:
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "municipality": organisation.municipality_id,
        "website": organisation.website,
        "phone": organisation.phone,
        "about": organisation.about,
    }


def _differences(before: dict[str, str], organisation: Organisation) -> list[Change]:
    """The fields that are different now; what may be personal by its name alone."""
    return [
        Change(name) if name in _PERSONAL else Change(name, before[name], value)
        for name, value in _details(organisation).items()
        if before[name] != value
    ]


def _yes_no(answer: bool) -> str:
    return _("ja") if answer else _("nee")


def _columns(values: OrganisationValues) -> dict[str, Any]:
    if values.kind not in vocabulary().organisation_kinds:
        raise UnknownKind
    columns: dict[str, Any] = {field.name: getattr(values, field.name) for field in fields(values)}
    columns["municipality_id"] = columns.pop("municipality_code")
    return columns
