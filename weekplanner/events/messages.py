"""What organisers are told by mail about their activities."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from weekplanner.accounts.queries import organisations as accounts
from weekplanner.core import links
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _
from weekplanner.events import wording
from weekplanner.events.differences import Difference
from weekplanner.events.models import Activity, Occurrence
from weekplanner.events.values import ActivityValues
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.outbox import Message


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell; `key` names them without their address."""

    key: str
    address: str
    name: str
    language: str


async def activity_received(activity: Activity) -> list[Message]:
    """It was handed in and waits for a reviewer."""
    return await _messages("activity_received", activity)


async def activity_published(activity: Activity) -> list[Message]:
    """It stands on the site."""
    page = links.url("activity", slug=activity.slug, id=activity.id)
    return await _messages("activity_published", activity, page_url=page)


async def activity_returned(activity: Activity) -> list[Message]:
    """A reviewer asks something first."""
    edit = links.url("edit_activity", id=activity.id)
    return await _messages("activity_returned", activity, reason=activity.review_reason, edit_url=edit)


async def activity_withdrawn(activity: Activity) -> list[Message]:
    """It does not come on the site, or was taken down."""
    reason, was_published = activity.review_reason, activity.was_published
    return await _messages("activity_withdrawn", activity, reason=reason, was_published=was_published)


async def activity_corrected(activity: Activity, changes: Iterable[Difference]) -> list[Message]:
    """A reviewer changed something."""
    return await _messages("activity_corrected", activity, changes=[asdict(change) for change in changes])


async def activity_cancelled(activity: Activity) -> list[Message]:
    """It was called off."""
    return await _messages("activity_cancelled", activity, apology=activity.apology)


async def _messages(kind: str, activity: Activity, **more: Any) -> list[Message]:
    """One message for each recipient; Any: plain JSON values."""
    occurrences = await Occurrence.filter(activity_id=activity.id).order_by("starts_at", "id")
    values = {**_common(activity, occurrences), **more}
    return [
        Message(
            kind=kind,
            to=recipient.address,
            to_name=recipient.name,
            language=recipient.language,
            values=values,
            unique_key=f"{kind}:{activity.id}:v{activity.version}:{recipient.key}",
        )
        for recipient in await _recipients(activity)
    ]


def _common(activity: Activity, occurrences: Iterable[Occurrence]) -> Values:
    known = list(occurrences)
    values = ActivityValues.of(activity, known)
    return {
        "title": activity.title,
        "organisation": activity.organisation.name,
        "moments": [[each.starts_at.isoformat(), each.ends_at.isoformat()] for each in values.occurrences],
        "place": wording.location(values, place=activity.place, municipality=activity.municipality.name),
        "my_url": links.url("my_activity", id=activity.id),
    }


async def _recipients(activity: Activity) -> list[Recipient]:
    """The contact of the activity; without an address there, everyone of its organisation."""
    if activity.contact_email:
        contact = Recipient("contact", activity.contact_email, activity.contact_name, SOURCE_LANGUAGE)
        return [contact]
    members = [member.account for member in await accounts.members_of(activity.organisation_id)]
    return [Recipient(f"account-{who.id}", who.email, who.name, who.language) for who in members]


_SAMPLE: Mapping[str, Any] = {
    "title": "Soep aan de lange tafel",
    "organisation": "Buurthuis De Linde",
    "moments": [["2027-10-06T10:00:00+00:00", "2027-10-06T11:30:00+00:00"]],
    "place": "Buurthuis De Linde, Neude 11, 3512 AE Utrecht",
    "my_url": "https://voorbeeld.nl/mijn/activiteiten/812",
}


def _kind(name: str, subject: Callable[[Values], str], *, label: str, occasion: str, **sample: Any) -> Kind:
    template = f"events/mail/{name}"
    return Kind(name, template, label, occasion, subject=subject, sample={**_SAMPLE, **sample})


KINDS = (
    _kind(
        "activity_received",
        lambda values: _("Wij hebben uw activiteit ontvangen: %(title)s") % values,
        label=_("Activiteit ontvangen"),
        occasion=_("Zodra een organisator een activiteit indient die nog wordt nagekeken."),
    ),
    _kind(
        "activity_published",
        lambda values: _("Uw activiteit staat op de site: %(title)s") % values,
        label=_("Activiteit staat op de site"),
        occasion=_("Zodra een activiteit op de site komt."),
        page_url="https://voorbeeld.nl/activiteiten/soep-aan-de-lange-tafel-812",
    ),
    _kind(
        "activity_returned",
        lambda values: _("Een vraag over uw activiteit: %(title)s") % values,
        label=_("Vraag over een activiteit"),
        occasion=_("Zodra het team of een coördinator iets vraagt over een activiteit."),
        reason="Is er een toegankelijk toilet? Zet u dat erbij, dan plaatsen wij hem meteen.",
        edit_url="https://voorbeeld.nl/mijn/activiteiten/812/wijzigen",
    ),
    _kind(
        "activity_withdrawn",
        lambda values: _("Uw activiteit staat niet op de site: %(title)s") % values,
        label=_("Activiteit afgewezen"),
        occasion=_("Zodra een activiteit wordt afgewezen, of van de site gaat."),
        reason="Deze activiteit is een verkoopavond. Daar is de agenda niet voor.",
        was_published=False,
    ),
    _kind(
        "activity_corrected",
        lambda values: _("Wij hebben iets aangepast: %(title)s") % values,
        label=_("Activiteit aangepast"),
        occasion=_("Zodra het team of een coördinator iets verandert aan een activiteit."),
        changes=[{"label": "Titel", "before": "Soep", "after": "Soep aan de lange tafel"}],
    ),
    _kind(
        "activity_cancelled",
        lambda values: _("Afgelast: %(title)s") % values,
        label=_("Activiteit afgelast"),
        occasion=_("Zodra een activiteit niet doorgaat."),
        apology="De zaal is stuk. Het spijt ons.",
    ),
)
