"""What search engines read (schema.org), as plain values for JSON-LD: events, organisations, breadcrumbs."""

from collections.abc import Mapping, Sequence
from typing import Any

from weekplanner.accounts.models import Organisation
from weekplanner.congress.models.congresses import Congress, CongressState
from weekplanner.congress.window import Window
from weekplanner.core import clock, links, settings
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import ActivityValues
from weekplanner.events.wording import AT_A_PLACE, AT_HOME, ONLINE, street_line
from weekplanner.formats import markdown
from weekplanner.signups.models import Places, PlacesState

SCHEMA = "https://schema.org"


def event(whole: Whole, places: Mapping[int, Places]) -> dict[str, Any]:
    """One Event from the first to the last moment; with several moments each is a subEvent.

    Times carry their offset (schema.org/Event, Google's rules for events). Where one signs up here it says
    whether there is a place, and each moment how many; `places` by the id of the occurrence.
    """
    activity, values, occurrences = whole.activity, whole.values, whole.occurrences
    counted = [_counted(each, places) for each in occurrences]
    described = {
        "@context": SCHEMA,
        **_moment(activity, values, occurrences),
        "description": markdown.plain(values.description) or values.summary,
        "organizer": _organizer(activity.organisation),
        **({"contributor": [_organisation(name) for name in values.partners]} if values.partners else {}),
        "isAccessibleForFree": values.price_cents == 0,
        "inLanguage": list(values.languages),
        "offers": {
            "@type": "Offer",
            "price": f"{values.price_cents / 100:.2f}",
            "priceCurrency": "EUR",
            "url": _url(activity),
            **_availability(counted),
        },
    }
    if len(occurrences) > 1:
        moments = [_moment(activity, values, [each]) for each in occurrences]
        described["subEvent"] = [
            {**moment, **_room(each)} for moment, each in zip(moments, counted, strict=True)
        ]
        return described
    return {**described, **_room(counted[0])}


def _counted(occurrence: Occurrence, places: Mapping[int, Places]) -> Places | None:
    """The places that one takes on the page, where they are counted and it goes on."""
    known = places.get(occurrence.id)
    return known if known and known.state is PlacesState.OPEN and known.capacity is not None else None


def _availability(counted: Sequence[Places | None]) -> dict[str, Any]:
    """Whether there is a place at one of the moments that are counted."""
    known = [each for each in counted if each]
    if not known:
        return {}
    has_room = any(each.free for each in known)
    return {"availability": f"{SCHEMA}/{'InStock' if has_room else 'SoldOut'}"}


def _room(places: Places | None) -> dict[str, Any]:
    if places is None:
        return {}
    return {"maximumAttendeeCapacity": places.capacity, "remainingAttendeeCapacity": places.free}


def _moment(activity: Activity, values: ActivityValues, occurrences: Sequence[Occurrence]) -> dict[str, Any]:
    goes_on = activity.state is State.PUBLISHED and any(each.is_scheduled for each in occurrences)
    mode = "Offline" if values.form in {AT_A_PLACE, AT_HOME} else "Online"
    return {
        "@type": "Event",
        "name": values.title,
        "url": _url(activity),
        "startDate": clock.local(min(each.starts_at for each in occurrences)).isoformat(),
        "endDate": clock.local(max(each.ends_at for each in occurrences)).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventScheduled' if goes_on else 'EventCancelled'}",
        "eventAttendanceMode": f"{SCHEMA}/{mode}EventAttendanceMode",
        "location": _location(activity, values),
    }


def _location(activity: Activity, values: ActivityValues) -> dict[str, Any]:
    if values.form == ONLINE and values.online_url:
        return {"@type": "VirtualLocation", "url": values.online_url}
    if values.form not in {AT_A_PLACE, AT_HOME}:
        return {"@type": "VirtualLocation", "url": _url(activity)}
    if values.form == AT_HOME:
        address = {"@type": "PostalAddress", "addressLocality": activity.municipality.name}
        return {"@type": "Place", "name": activity.municipality.name, "address": _in_the_netherlands(address)}
    address = {
        "@type": "PostalAddress",
        "streetAddress": street_line(values),
        "postalCode": values.postcode,
        "addressLocality": activity.place,
    }
    place = {
        "@type": "Place",
        "name": values.venue or street_line(values),
        "address": _in_the_netherlands(address),
    }
    if activity.latitude is None or activity.longitude is None:
        return place
    latitude, longitude = activity.pin or (activity.latitude, activity.longitude)
    geo = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {**place, "geo": geo}


def _in_the_netherlands(address: dict[str, Any]) -> dict[str, Any]:
    return {**{key: value for key, value in address.items() if value}, "addressCountry": "NL"}


def congress(window: Window, url: str) -> dict[str, Any]:
    """A congress as one Event. Where one takes part from home stands nowhere: that is for who has a seat."""
    about, seats = window.congress, window.seats
    goes_on = about.state is CongressState.PUBLISHED
    mode = "Online" if about.is_online else "Offline"
    return {
        "@context": SCHEMA,
        "@type": "Event",
        "name": about.title,
        "url": url,
        "description": markdown.plain(about.description) or about.summary or about.title,
        "startDate": clock.local(about.starts_at).isoformat(),
        "endDate": clock.local(about.ends_at).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventScheduled' if goes_on else 'EventCancelled'}",
        "eventAttendanceMode": f"{SCHEMA}/{mode}EventAttendanceMode",
        "location": _location_of_congress(about, url),
        "organizer": _organisation(settings.current().publisher),
        "isAccessibleForFree": True,
        "inLanguage": ["nl"],
        "maximumAttendeeCapacity": seats.capacity,
        "remainingAttendeeCapacity": seats.free,
        "offers": {
            "@type": "Offer",
            "price": "0.00",
            "priceCurrency": "EUR",
            "url": url,
            "validFrom": clock.local(about.opens_at).isoformat(),
            "validThrough": clock.local(about.closes_at).isoformat(),
            "availability": f"{SCHEMA}/{'SoldOut' if window.is_full else 'InStock'}",
        },
    }


def _location_of_congress(about: Congress, url: str) -> dict[str, Any]:
    if about.is_online:
        return {"@type": "VirtualLocation", "url": url}
    address = {
        "@type": "PostalAddress",
        "streetAddress": f"{about.street} {about.house_number}".strip(),
        "postalCode": about.postcode,
        "addressLocality": about.place,
    }
    return {"@type": "Place", "name": about.venue, "address": _in_the_netherlands(address)}


def organisation(organisation: Organisation) -> dict[str, Any]:
    """What an organisation says of itself."""
    area = {"@type": "AdministrativeArea", "name": organisation.municipality.name}
    told = {
        "@context": SCHEMA,
        **_organizer(organisation),
        "description": organisation.about,
        "telephone": organisation.phone,
        "areaServed": area,
    }
    return {key: value for key, value in told.items() if value}


def breadcrumbs(trail: Sequence[tuple[str, str]], here: str, url: str) -> dict[str, Any]:
    """The way down to a page: words and path of what is above it, then its own name and address."""
    steps = [*((words, settings.current().base_url + path) for words, path in trail), (here, url)]
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": words, "item": address}
            for position, (words, address) in enumerate(steps, start=1)
        ],
    }


def _organizer(organisation: Organisation) -> dict[str, Any]:
    page = links.url("organisation", slug=organisation.slug)
    website = {"sameAs": [organisation.website]} if organisation.website else {}
    return {**_organisation(organisation.name), "url": page, **website}


def _organisation(name: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": name}


def _url(activity: Activity) -> str:
    return links.url("activity", slug=activity.slug, id=activity.id)
