"""An activity's occurrences as entries of the listing, in plain Dutch texts."""

from collections.abc import Iterable
from dataclasses import replace

from weekplanner.core.texts import SOURCE_LANGUAGE, use_language
from weekplanner.events import wording
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.pictures import PictureValues
from weekplanner.events.values import ActivityValues
from weekplanner.formats import markdown
from weekplanner.listing.models import EntryKind, EntryState
from weekplanner.listing.values import Details, EntryValues, Keys
from weekplanner.vocabulary.queries import professional_categories, vocabulary


def entries_of(
    activity: Activity, occurrences: Iterable[Occurrence], picture: PictureValues | None = None
) -> list[EntryValues]:
    """An entry for each occurrence of an activity that stands, or stood, on the site; else none.

    `activity` comes with its edition, organisation, municipality and province.
    """
    if not activity.was_published:
        return []
    known = list(occurrences)
    with use_language(SOURCE_LANGUAGE):
        values = ActivityValues.of(activity, known)
        keys, details = _keys(activity, values), _details(activity, values, picture)
        entries = [_entry(activity, each, values, keys, details) for each in known]
    return [_emptied(each) for each in entries] if activity.state is State.WITHDRAWN else entries


def _entry(
    activity: Activity, occurrence: Occurrence, values: ActivityValues, keys: Keys, details: Details
) -> EntryValues:
    return EntryValues(
        uid=occurrence.uid,
        source_id=occurrence.id,
        keys=keys,
        state=_state(activity, occurrence),
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        title=values.title,
        summary=values.summary,
        slug=activity.slug,
        organisation_name=activity.organisation.name,
        venue=values.venue if values.form == wording.AT_A_PLACE else "",
        place=activity.place,
        price_cents=values.price_cents,
        join_ways=values.join_ways,
        details=_with_apology(details, activity, occurrence),
        searched=(
            wording.labels(vocabulary().audiences, values.audiences),
            activity.municipality.name,
            values.host_name,
            *values.partners,
        ),
    )


def _emptied(entry: EntryValues) -> EntryValues:
    """What was taken down stays in calendars by its title only, so that it is known which one is gone."""
    return replace(entry, summary="", venue="", details=Details(), searched=())


def _state(activity: Activity, occurrence: Occurrence) -> EntryState:
    if activity.state is State.WITHDRAWN:
        return EntryState.WITHDRAWN
    goes_on = activity.state is State.PUBLISHED and occurrence.is_scheduled
    return EntryState.LISTED if goes_on else EntryState.CANCELLED


def _with_apology(details: Details, activity: Activity, occurrence: Occurrence) -> Details:
    apology = occurrence.apology if not occurrence.is_scheduled else activity.apology
    return replace(details, apology=apology)


def _keys(activity: Activity, values: ActivityValues) -> Keys:
    return Keys(
        edition_year=activity.edition.year,
        kind=EntryKind.ACTIVITY,
        form=values.form,
        category=values.category,
        is_for_professionals=values.category in professional_categories(),
        audiences=values.audiences,
        accessibility=wording.features(values),
        activity_id=activity.id,
        organisation_id=activity.organisation_id,
        municipality_code=activity.municipality_id,
        province_code=activity.municipality.province_id,
        pc4=values.postcode[:4] if activity.latitude is not None else None,
        latitude=activity.latitude,
        longitude=activity.longitude,
    )


def _details(activity: Activity, values: ActivityValues, picture: PictureValues | None) -> Details:
    category = vocabulary().categories.get(values.category)
    return Details(
        description=markdown.plain(values.description),
        category_label=category.label if category else "",
        location=wording.location(values, place=activity.place, municipality=activity.municipality.name),
        joining=wording.joining(values),
        contact=wording.contact(values),
        host=wording.host(values),
        transport=wording.transport(values),
        online_url=values.online_url if values.form == wording.ONLINE else "",
        picture_path=picture.usual_path if picture else "",
        pin=activity.pin,
    )
