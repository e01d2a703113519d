"""What the API says of an activity: everything that is public about it, and nothing about a person."""

from weekplanner.core import clock, links
from weekplanner.events import wording
from weekplanner.events.models import Activity, State
from weekplanner.events.pictures import PictureValues
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import NO, ActivityValues
from weekplanner.formats import markdown
from weekplanner.geo.models import Municipality
from weekplanner.opendata import schemas
from weekplanner.opendata.queries import Published
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.terms import Feature, Source


def activity(published: Published) -> schemas.Activity:
    """With telephone numbers of organisations and places left, for who asks about a few."""
    whole = published.whole
    described = published_activity(whole)
    organisation, values = whole.activity.organisation, whole.values
    by_phone = values.form == wording.BY_PHONE
    return schemas.Activity(
        **{name: getattr(described, name) for name in schemas.PublishedActivity.model_fields}
        | {
            "organisation": schemas.OrganisationToCall(
                **dict(described.organisation), phone=organisation.phone or None
            ),
            "occurrences": tuple(
                schemas.OccurrenceWithPlaces(**dict(each), places_left=published.places_left.get(each.uid))
                for each in described.occurrences
            ),
            "dial_in_phone": (values.dial_in_phone or None) if by_phone else None,
        }
    )


def published_activity(whole: Whole) -> schemas.PublishedActivity:
    """Without telephone numbers, for files of everything."""
    activity, values = whole.activity, whole.values
    assert activity.published_at is not None
    return schemas.PublishedActivity(
        id=activity.id,
        url=links.url("activity", slug=activity.slug, id=activity.id),
        state="cancelled" if activity.state is State.CANCELLED else "published",
        year=activity.edition.year,
        title=values.title,
        summary=values.summary,
        description=markdown.plain(values.description),
        category=values.category,
        audiences=values.audiences,
        form=values.form,
        accessibility=_accessibility(values),
        languages=values.languages,
        price_cents=values.price_cents,
        price_note=values.price_note or None,
        organisation=schemas.Organisation(
            name=activity.organisation.name,
            slug=activity.organisation.slug,
            url=links.url("organisation", slug=activity.organisation.slug),
            website=activity.organisation.website or None,
            municipality_code=activity.organisation.municipality_id,
        ),
        municipality=municipality(activity.municipality),
        place=_place(activity, values) if values.form == wording.AT_A_PLACE else None,
        online_url=(values.online_url or None) if values.form == wording.ONLINE else None,
        join_ways=values.join_ways,
        join_url=(values.join_url or None) if wording.WEBSITE in values.join_ways else None,
        occurrences=_occurrences(whole),
        image=_image(whole.picture) if whole.picture else None,
        published_at=clock.local(activity.published_at),
        changed_at=clock.local(activity.changed_at),
        license=schemas.LICENCE,
    )


def municipality(found: Municipality) -> schemas.Municipality:
    """A municipality that comes with its province."""
    province = schemas.Province(code=found.province.code, name=found.province.name)
    return schemas.Municipality(code=found.code, name=found.name, slug=found.slug, province=province)


def municipality_on_map(found: Municipality) -> schemas.MunicipalityOnMap:
    """The same, with where it lies."""
    return schemas.MunicipalityOnMap(
        **dict(municipality(found)),
        latitude=found.latitude,
        longitude=found.longitude,
        agenda_url=links.url("agenda", query={"gemeente": found.slug}),
    )


def _accessibility(values: ActivityValues) -> dict[str, schemas.Answer]:
    there = set(wording.features(values))
    features = vocabulary().accessibility.values()
    return {each.id: "yes" if each.id in there else _missing(each, values) for each in features}


def _missing(feature: Feature, values: ActivityValues) -> schemas.Answer:
    """No only where that is known: who left the number of a pick-up service out said nothing."""
    if feature.derived_from is None:
        return "no" if values.accessibility.get(feature.id) == NO else "unknown"
    return "unknown" if feature.derived_from is Source.TRANSPORT else "no"


def _place(activity: Activity, values: ActivityValues) -> schemas.Place:
    middle = (activity.latitude, activity.longitude)
    latitude, longitude = activity.pin or middle
    is_known = latitude is not None
    return schemas.Place(
        venue=values.venue or None,
        street=values.street or None,
        house_number=values.house_number or None,
        postcode=values.postcode,
        place=activity.place,
        latitude=latitude,
        longitude=longitude,
        precision=("door" if activity.pin else "postcode") if is_known else None,
    )


def _occurrences(whole: Whole) -> tuple[schemas.Occurrence, ...]:
    goes_on = whole.activity.state is State.PUBLISHED
    return tuple(
        schemas.Occurrence(
            uid=each.uid,
            start=clock.local(each.starts_at),
            end=clock.local(each.ends_at),
            state="scheduled" if goes_on and each.is_scheduled else "cancelled",
        )
        for each in whole.occurrences
    )


def _image(picture: PictureValues) -> schemas.Image:
    return schemas.Image(
        url=picture.usual_url, alt=picture.alt, width=picture.usual_width, height=picture.usual_height
    )
