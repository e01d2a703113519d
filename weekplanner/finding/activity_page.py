"""The public page of one activity, in the words of the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from weekplanner.core import clock, links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Phase
from weekplanner.events import wording
from weekplanner.events.models import Activity, State
from weekplanner.events.pictures import PictureValues
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import NO, ActivityValues
from weekplanner.finding import shared_pictures, structured_data
from weekplanner.finding.addresses import Asked
from weekplanner.finding.agenda import agenda_path
from weekplanner.finding.following import Feed, feed_of_activity
from weekplanner.finding.moments import Moment, moments_of
from weekplanner.finding.shared_pictures import SharedPicture
from weekplanner.finding.signing_up import SigningUp, offered
from weekplanner.formats import markdown
from weekplanner.signups.models import Places
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.terms import Category, Feature

MAP = "https://www.openstreetmap.org/"
ROUTE_PLANNER = f"{MAP}search?query="

SAID_ELSEWHERE = frozenset({"gratis", "zonder-aanmelden", "van-huis-uit", "vervoer", "andere-talen"})
"""Features that stand under cost, joining, place, transport and languages."""


@dataclass(frozen=True)
class Accessibility:
    """What is there, what is not, and what is not known: that is never taken for no."""

    there: list[tuple[str, str]]
    """Icon and words."""
    missing: list[str]
    unknown: list[str]


@dataclass(frozen=True)
class ActivityPage:
    """An activity that stands, or stood, on the site."""

    activity: Activity
    values: ActivityValues
    moments: list[Moment]
    phase: Phase
    event: dict[str, Any]
    picture: PictureValues | None = None

    @property
    def url(self) -> str:
        """Its one address, in Dutch."""
        return links.url("activity", slug=self.activity.slug, id=self.activity.id)

    @property
    def category(self) -> Category:
        """What kind of activity it is."""
        return vocabulary().categories[self.values.category]

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off: as a whole, or every moment still to come."""
        is_off = bool(self._to_come) and not self._going_on
        return self.activity.state is State.CANCELLED or is_off

    @property
    def is_over(self) -> bool:
        """Whether every moment is past."""
        return not self._to_come

    @property
    def next_moment(self) -> Moment:
        """The first one to come that goes on; else the one that says most about when it was."""
        return (self._going_on or self._to_come or self.moments[-1:])[0]

    @property
    def further_moments(self) -> int:
        """How many more there are to come that go on."""
        return max(0, len(self._going_on) - 1)

    @property
    def _to_come(self) -> list[Moment]:
        return [each for each in self.moments if not each.is_past]

    @property
    def _going_on(self) -> list[Moment]:
        return [each for each in self._to_come if not each.is_cancelled]

    @property
    def apology(self) -> str:
        """What the organiser says to participants when it was called off."""
        is_whole = self.activity.state is State.CANCELLED
        return self.activity.apology if is_whole else self.next_moment.apology

    @property
    def nearby(self) -> tuple[str, str]:
        """What else there is around here: words, and the address."""
        if self.values.form == wording.AT_A_PLACE and self.activity.latitude is not None:
            pc4 = self.values.postcode[:4]
            return _("Te doen rond %(postcode)s") % {"postcode": pc4}, agenda_path(self._around(pc4))
        return _("Alle activiteiten"), agenda_path(Asked(year=self.older_year))

    @property
    def trail(self) -> Sequence[tuple[str, str]]:
        """The way down to this page: words and path."""
        return [(_("Begin"), links.path("home", language=texts.language())), self.nearby]

    @property
    def structured_data(self) -> Sequence[dict[str, Any]]:
        """What search engines read; without a picture of its own, with the one that is drawn."""
        image = self.picture.widest_url if self.picture else self.shared_picture.url
        return (
            {**self.event, "image": [image]},
            structured_data.breadcrumbs(self.trail, self.values.title, self.url),
        )

    @property
    def same_day_url(self) -> str:
        """What else there is on the day it would have been."""
        is_here = self.values.form == wording.AT_A_PLACE and self.activity.latitude is not None
        asked = self._around(self.values.postcode[:4]) if is_here else Asked(year=self.older_year)
        return agenda_path(asked.on(self.next_moment.day))

    @property
    def organisation_path(self) -> str | None:
        """The page of who organises it; None before anybody may know of it."""
        return self._path("organisation", self.activity.organisation.slug)

    @property
    def municipality_path(self) -> str | None:
        """The page of where it is, or of who organises it; None in a preview."""
        return self._path("municipality", self.activity.municipality.slug)

    def _path(self, name: str, slug: str) -> str | None:
        is_on_site = self.activity.was_published
        return links.path(name, language=texts.language(), slug=slug) if is_on_site else None

    @property
    def contact_name(self) -> str:
        """Empty when it is not public."""
        return self.values.contact_name if self.values.is_contact_name_public else ""

    @property
    def contact_phone(self) -> str:
        """Empty when it is not public."""
        return self.values.contact_phone if self.values.is_contact_phone_public else ""

    @property
    def contact_email(self) -> str:
        """Empty when it is not public."""
        return self.values.contact_email if self.values.is_contact_email_public else ""

    @property
    def dial_in_phone(self) -> str:
        """The number one calls to take part."""
        return self.values.dial_in_phone if self.values.form == wording.BY_PHONE else ""

    @property
    def online_url(self) -> str:
        """Where one takes part."""
        return self.values.online_url if self.values.form == wording.ONLINE else ""

    @property
    def joins_by_phone(self) -> bool:
        """Whether one calls to say that one comes."""
        return wording.CALL in self.values.join_ways and bool(self.contact_phone)

    @property
    def may_walk_in(self) -> bool:
        """Whether one just comes."""
        return wording.WALK_IN in self.values.join_ways

    @property
    def joins_by_email(self) -> bool:
        """Whether one writes to say that one comes."""
        return wording.MAIL in self.values.join_ways and bool(self.contact_email)

    @property
    def join_url(self) -> str:
        """The organiser's own page for signing up."""
        return self.values.join_url if wording.WEBSITE in self.values.join_ways else ""

    @property
    def signing_up(self) -> SigningUp:
        """How one gets a place on this page."""
        return offered(self.activity, self.moments)

    @property
    def has_a_way_to_join(self) -> bool:
        """Whether the page can say how; if not, it offers our own number."""
        ways = (self.may_walk_in, self.joins_by_email, self.join_url, self.online_url, self.dial_in_phone)
        return bool(self.contact_phone or self.signing_up.moments) or any(ways)

    @property
    def capacity(self) -> int | None:
        """For how many people there is room, when that is the same each time and nobody counts who comes."""
        if self.signing_up.moments:
            return None
        capacities = {each.capacity for each in self.values.occurrences}
        return capacities.pop() if len(capacities) == 1 else None

    @property
    def place_lines(self) -> list[str]:
        """Where it is, in one or two lines."""
        if self.values.form != wording.AT_A_PLACE:
            return [
                wording.location(
                    self.values, place=self.activity.place, municipality=self.activity.municipality.name
                )
            ]
        town = " ".join(part for part in (self.values.postcode, self.activity.place) if part)
        address = ", ".join(part for part in (wording.street_line(self.values), town) if part)
        return [line for line in (self.values.venue, address) if line]

    @property
    def route_url(self) -> str | None:
        """A map on another site, for who follows the link."""
        if self.values.form != wording.AT_A_PLACE:
            return None
        if self.activity.pin:
            latitude, longitude = self.activity.pin
            return f"{MAP}?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"
        if not self.values.street:
            return None
        town = f"{self.values.postcode} {self.activity.place}"
        return ROUTE_PLANNER + quote(f"{wording.street_line(self.values)}, {town}", safe="")

    @property
    def price(self) -> str:
        """Gratis, or 3,50 euro; with what the organiser says about it."""
        return wording.price(self.values)

    @property
    def audiences(self) -> str:
        """Voor wie: labels."""
        return wording.labels(vocabulary().audiences, self.values.audiences)

    @property
    def description(self) -> Markup:
        """What they are going to do, as HTML."""
        return markdown.html(self.values.description)

    @property
    def host(self) -> list[str]:
        """Who welcomes you and what happens in the first ten minutes, in paragraphs."""
        return _paragraphs(wording.host(self.values))

    @property
    def directions(self) -> list[str]:
        """How to get there, in paragraphs."""
        return _paragraphs(self.values.directions)

    @property
    def transport(self) -> list[str]:
        """Who picks you up, in paragraphs."""
        return _paragraphs(self.values.transport)

    @property
    def confirmed(self) -> str:
        """Search its organiser last said that everything is right: 24 september. Empty for never."""
        return wording.date_of(self.activity.confirmed_at)

    @property
    def partners(self) -> str:
        """Who it is made with; empty when it is the organiser's alone."""
        return wording.partners(self.values)

    @property
    def other_languages(self) -> str:
        """Nederlands, Turks en Engels; empty when it is Dutch only."""
        if set(self.values.languages) <= {"nl"}:
            return ""
        return texts.listed([vocabulary().languages[each].label for each in self.values.languages])

    @property
    def accessibility(self) -> Accessibility:
        """What is known about it."""
        features = [each for each in vocabulary().accessibility.values() if each.id not in SAID_ELSEWHERE]
        known = set(wording.features(self.values))
        answers = self.values.accessibility
        is_a_place = self.values.form == wording.AT_A_PLACE
        return Accessibility(
            there=[(each.icon, _feature(each)) for each in features if each.id in known],
            missing=[texts.within(each.label) for each in features if answers.get(each.id) == NO],
            unknown=[
                texts.within(each.label) for each in features if each.is_asked and each.id not in answers
            ]
            if is_a_place
            else [],
        )

    @property
    def feed(self) -> Feed | None:
        """To follow it; None once there is nothing to look forward to."""
        return None if self.is_cancelled or self.is_over else feed_of_activity(self.activity.id)

    @property
    def shared_picture(self) -> SharedPicture:
        """What stands beside its address where somebody shares it."""
        is_a_place = self.values.form == wording.AT_A_PLACE
        town = ", ".join(part for part in (self.values.venue, self.activity.place) if part)
        return shared_pictures.of_activity(
            self.activity.id,
            title=self.values.title,
            when=self.next_moment.in_words,
            where=town if is_a_place else self.place_lines[0],
            is_cancelled=self.is_cancelled,
        )

    @property
    def mail_to_a_friend(self) -> str:
        """An e-mail that only needs an address."""
        words = {"subject": self.values.title, "body": f"{self._told}\n{self.url}"}
        return f"mailto:?{urlencode(words, quote_via=quote)}"

    @property
    def whatsapp_url(self) -> str:
        """A message that only needs somebody to send it to."""
        return f"https://wa.me/?text={quote(f'{self._told} {self.url}', safe='')}"

    @property
    def _told(self) -> str:
        return f"{self.values.title}: {self.next_moment.in_words}."

    @property
    def town(self) -> str:
        """The place where it is; empty for what comes to one's home."""
        return self.activity.place if self.values.form == wording.AT_A_PLACE else ""

    @property
    def older_year(self) -> int | None:
        """The year of an edition that is no longer the current one."""
        edition = self.activity.edition
        return None if edition.is_current else int(edition.year)

    def _around(self, pc4: str) -> Asked:
        return Asked(pc4=pc4, year=self.older_year)


def page_of(whole: Whole, places: Mapping[int, Places]) -> ActivityPage:
    """The page of an activity that stands, or stood, on the site; `places` by the id of the occurrence."""
    return ActivityPage(
        activity=whole.activity,
        values=whole.values,
        moments=moments_of(whole.activity, whole.occurrences, places),
        phase=whole.activity.edition.phase(clock.today()),
        event=structured_data.event(whole, places),
        picture=whole.picture,
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _feature(feature: Feature) -> str:
    return f"{feature.label}. {feature.explanation}" if feature.explanation else feature.label
