"""What organisers are told by mail about their activities."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.events import wording
from weekplanner.events.differences import Difference
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.personal import link_to_confirm
from weekplanner.events.queries.activities import Moment
from weekplanner.events.queries.recipients import Recipient, recipients_of
from weekplanner.events.values import ActivityValues
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.models import Priority
from weekplanner.mailer.outbox import Message

MOST_MOMENTS = 8
"""Of an activity among others."""


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


def still_right(
    recipient: Recipient,
    asked: Sequence[tuple[Activity, Sequence[Moment]]],
    *,
    more: int,
    cause: str,
    not_after: datetime,
) -> Message:
    """Activities of one organisation begin in a week: is everything still right?

    All that concern the recipient are in one message; `more` is how many are not listed.
    """
    return Message(
        kind="still_right",
        to=recipient.address,
        to_name=recipient.name,
        language=recipient.language,
        values={
            "organisation": asked[0][0].organisation.name,
            "activities": [_asked(activity, moments) for activity, moments in asked],
            "more": more,
            "my_url": links.url("my_start"),
        },
        unique_key=cause,
        not_after=not_after,
    )


def _asked(activity: Activity, moments: Sequence[Moment]) -> Values:
    """One of the activities that is asked about."""
    values = ActivityValues.of(activity, ())
    return {
        "id": activity.id,
        "year": activity.edition.year,
        "title": activity.title,
        "moments": [[each.isoformat() for each in moment] for moment in moments[:MOST_MOMENTS]],
        "more_moments": len(moments[MOST_MOMENTS:]),
        "place": wording.location(values, place=activity.place, municipality=activity.municipality.name),
        "is_at_a_place": activity.form == wording.AT_A_PLACE,
        "is_at_a_distance": activity.form in {wording.ONLINE, wording.BY_PHONE},
        "page_url": links.url("activity", slug=activity.slug, id=activity.id),
        "edit_url": links.url("edit_activity", id=activity.id),
        "cancel_url": links.url("cancel_activity", id=activity.id),
    }


async def _with_links_to_confirm(values: Values) -> Values | None:
    """The personal links, which are made again when it is sent; None when nothing is left to ask."""
    ids = [each["id"] for each in values["activities"]]
    unanswered = Activity.filter(id__in=ids, state=State.PUBLISHED, confirmed_at__isnull=True)
    if not await unanswered.exists():
        return None
    return {"activities": [{**each, "confirm_url": _link(each)} for each in values["activities"]]}


def _link(asked: Values) -> str:
    return link_to_confirm(asked["id"], year=asked["year"]).url


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
        for recipient in await recipients_of(activity)
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


def _question_subject(values: Values) -> str:
    """Klopt dit nog? Soep aan de lange tafel en 2 andere."""
    others = len(values["activities"]) - 1 + values["more"]
    words = {"title": values["activities"][0]["title"], "number": others}
    if not others:
        return _("Klopt dit nog? %(title)s") % words
    return _("Klopt dit nog? %(title)s en %(number)s andere") % words


_QUESTION_SAMPLE: Mapping[str, Any] = {
    "organisation": _SAMPLE["organisation"],
    "activities": [
        {
            "id": 812,
            "year": 2027,
            "title": _SAMPLE["title"],
            "moments": _SAMPLE["moments"],
            "more_moments": 0,
            "place": _SAMPLE["place"],
            "is_at_a_place": True,
            "is_at_a_distance": False,
            "page_url": "https://voorbeeld.nl/activiteiten/soep-aan-de-lange-tafel-812",
            "edit_url": "https://voorbeeld.nl/mijn/activiteiten/812/wijzigen",
            "cancel_url": "https://voorbeeld.nl/mijn/activiteiten/812/afgelasten",
            "confirm_url": "https://voorbeeld.nl/p/klopt.812.2027.voorbeeld",
        }
    ],
    "more": 0,
    "my_url": "https://voorbeeld.nl/mijn",
}

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
    Kind(
        "still_right",
        "events/mail/still_right",
        _("Klopt dit nog?"),
        _("Een week voor de eerste keer, aan wie nog niet zei dat alles klopt. Eén mail per dag."),
        subject=_question_subject,
        sample=_QUESTION_SAMPLE,
        priority=Priority.BULK,
        late=_with_links_to_confirm,
    ),
)
