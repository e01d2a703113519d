"""What the pages of organisers and reviewers show of an activity, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import clock, links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.editions.models import Edition
from weekplanner.events import completeness, wording
from weekplanner.events.differences import Difference, Shown, differences, shown
from weekplanner.events.examples import Example, examples
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries import Whole
from weekplanner.events.values import ActivityValues, OccurrenceValues
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.tone import tone_hints

LATE_HOURS = 24
DESK_ORDER = (
    State.RETURNED,
    State.DRAFT,
    State.SUBMITTED,
    State.PUBLISHED,
    State.CANCELLED,
    State.WITHDRAWN,
)
MOST_FEATURES = 4
SAID_ELSEWHERE = frozenset({"gratis", "zonder-aanmelden", "van-huis-uit"})
"""Features that the price, the label at the side and the place on a card tell already."""
IDEAS_AT_FIRST = (
    "resto-vanharte",
    "bij-bosshardt",
    "beweegtuin",
    "het-danspaleis",
    "zilverlijn-belservice",
    "cursus-creatief-leven",
)


@dataclass(frozen=True)
class Card:
    """An activity as it will stand in a list; `macros/activity.html` reads it."""

    title: str
    icon: str
    time: str
    form: str
    place: str
    price: str
    features: tuple[tuple[str, str], ...]
    join_ways: tuple[str, ...]
    url: str | None = None
    day: str | None = None
    distance: str | None = None
    places_free: int | None = None
    is_cancelled: bool = False


@dataclass(frozen=True)
class Ideas:
    """The examples to choose from: a few at first, and all of them by category."""

    first: list[Example]
    others: list[tuple[str, list[Example]]]


@dataclass(frozen=True)
class DeskRow:
    """One of the own activities, with what can be done about it."""

    activity: Activity
    when: str
    next_step: str
    next_url: str


@dataclass(frozen=True)
class Step:
    """A step in the life of an activity, as `macros/checklist.html` reads it."""

    title: str
    text: str | None
    is_done: bool
    is_next: bool = False
    url: str | None = None
    url_text: str | None = None


@dataclass(frozen=True)
class Moment:
    """One occurrence, as its organiser sees it."""

    occurrence: Occurrence
    words: str
    can_be_cancelled: bool


@dataclass(frozen=True)
class MarkedValue:
    """A value with the words marked that may scare residents off."""

    label: str
    parts: list[tuple[str, bool]]


@dataclass(frozen=True)
class QueueItem:
    """Something that waits for a reviewer."""

    activity: Activity
    waiting: str
    is_late: bool
    line: str
    """Who, when and where."""
    summary: list[tuple[str, bool]]
    warnings: list[str]
    changes: list[Difference]


def card_of(values: ActivityValues, edition: Edition, *, place: str = "") -> Card:
    """The card beside the form."""
    category = vocabulary().categories.get(values.category)
    known = vocabulary().accessibility
    features = [known[name] for name in wording.features(values) if name not in SAID_ELSEWHERE]
    form = vocabulary().forms.get(values.form, vocabulary().forms[wording.AT_A_PLACE])
    where = ", ".join(part for part in (values.venue or wording.street_line(values), place) if part)
    return Card(
        title=values.title or _("Uw titel komt hier"),
        icon=category.icon if category else "people",
        time=wording.when(values.occurrences, edition.days()),
        form=form.id,
        place=where if form.id == wording.AT_A_PLACE and where else form.label,
        price=texts.euros(values.price_cents),
        features=tuple((feature.icon, feature.label) for feature in features[:MOST_FEATURES]),
        join_ways=values.join_ways,
    )


def ideas() -> Ideas:
    """The examples for the form."""
    every = examples()
    by_category: dict[str, list[Example]] = {}
    for example in every.values():
        if example.slug not in IDEAS_AT_FIRST:
            by_category.setdefault(example.category, []).append(example)
    categories = [term for term in vocabulary().categories.values() if term.id in by_category]
    return Ideas(
        first=[every[slug] for slug in IDEAS_AT_FIRST],
        others=[(term.label, by_category[term.id]) for term in categories],
    )


def desk_rows(own: Iterable[Whole]) -> list[DeskRow]:
    """The own activities: those that ask for something first, then by their first moment."""

    def place(whole: Whole) -> tuple[int, datetime]:
        first = whole.occurrences[0].starts_at if whole.occurrences else whole.activity.created_at
        return DESK_ORDER.index(whole.activity.state), first

    return [_desk_row(whole) for whole in sorted(own, key=place)]


def _desk_row(whole: Whole) -> DeskRow:
    """An own activity in the table."""
    activity = whole.activity
    step, name = {
        State.DRAFT: (_("Maak af"), "edit_activity"),
        State.RETURNED: (_("Beantwoord de vraag"), "edit_activity"),
        State.SUBMITTED: (_("Wijzig"), "edit_activity"),
        State.PUBLISHED: (_("Wijzig"), "edit_activity"),
    }.get(activity.state, (_("Bekijk"), "my_activity"))
    when = wording.when(_moments_that_count(whole), activity.edition.days())
    return DeskRow(activity, when, step, links.path(name, id=activity.id))


def steps_of(activity: Activity) -> list[Step]:
    """The life of an activity so far and what comes next."""
    state, is_back = activity.state, activity.state is State.RETURNED
    was_submitted = activity.submitted_at is not None and not is_back
    review = _("Wij hebben een vraag. Pas de activiteit aan en verstuur hem opnieuw.") if is_back else None
    steps = [
        Step(_("Ingevuld"), _on(activity.created_at), is_done=True),
        Step(
            _("Verstuurd"),
            _on(activity.submitted_at) if was_submitted else review,
            is_done=was_submitted,
            is_next=state in {State.DRAFT, State.RETURNED},
        ),
    ]
    if state is State.WITHDRAWN:
        return [*steps, Step(_("Niet op de site"), None, is_done=True)]
    on_site = Step(
        _("Op de site"),
        _on(activity.published_at) or (_("Wij kijken mee.") if state is State.SUBMITTED else None),
        is_done=activity.was_published,
        is_next=state is State.SUBMITTED,
    )
    called_off = [Step(_("Afgelast"), None, is_done=True)] if state is State.CANCELLED else []
    return [*steps, on_site, *called_off]


def steps_to_the_week(own: Sequence[Activity]) -> list[Step]:
    """What an organisation does until the week begins: make, publish, share and invite."""
    on_site = [activity for activity in own if activity.state is State.PUBLISHED]
    first = on_site[0] if on_site else None
    return [
        Step(
            _("Vul een activiteit in"),
            _("Het duurt ongeveer tien minuten."),
            is_done=bool(own),
            is_next=not own,
            url=None if own else links.path("new_activity"),
            url_text=_("Begin"),
        ),
        Step(
            _("Op de site"),
            _("Iedereen kan uw activiteit vinden.")
            if first
            else _("Bij een eerste activiteit lezen wij mee."),
            is_done=first is not None,
            is_next=bool(own) and first is None,
        ),
        Step(
            _("Deel de link"),
            _("Zet uw activiteit op de site van de buurt of de gemeente."),
            is_done=False,
            is_next=first is not None,
            url=links.path("activity", slug=first.slug, id=first.id) if first else None,
            url_text=_("Bekijk de bladzijde"),
        ),
        Step(_("Nodig iemand zelf uit"), _("Bel aan bij een buur. Dat werkt het best."), is_done=False),
    ]


def moments_of(whole: Whole) -> list[Moment]:
    """Every occurrence, with whether it can be called off by itself."""
    going_on = sum(each.is_scheduled for each in whole.occurrences)
    is_published = whole.activity.state is State.PUBLISHED
    return [
        Moment(
            occurrence=each,
            words=wording.moment_with_places(OccurrenceValues.of(each)),
            can_be_cancelled=is_published and each.is_scheduled and going_on > 1,
        )
        for each in whole.occurrences
    ]


def public_url(activity: Activity) -> str:
    """The page of a published activity."""
    return links.url("activity", slug=activity.slug, id=activity.id)


def feed_url(activity: Activity) -> str:
    """The calendar of one activity."""
    return links.url("feed_activity", id=activity.id)


def marked(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, those marked that may scare residents off."""
    parts, here = [], 0
    for hint in tone_hints(text):
        parts += [(text[here : hint.start], False), (text[hint.start : hint.end], True)]
        here = hint.end
    return [(part, is_marked) for part, is_marked in [*parts, (text[here:], False)] if part]


def marked_values(values: ActivityValues) -> list[MarkedValue]:
    """Every value that is filled in, with the words marked."""
    return [_marked_value(each) for each in shown(values) if each.text]


def changes_of(whole: Whole) -> list[Difference]:
    """What differs from what a reviewer last saw."""
    return differences(whole.reviewed, whole.values) if whole.activity.needs_review and whole.reviewed else []


def queue_item(whole: Whole, look_alikes: Sequence[Activity]) -> QueueItem:
    """An activity on the review list."""
    activity, values = whole.activity, whole.values
    since = activity.changed_at if activity.state is State.PUBLISHED else activity.submitted_at
    hours = _hours_since(since or activity.changed_at)
    where = activity.place or activity.municipality.name
    when = wording.when(values.occurrences, activity.edition.days())
    return QueueItem(
        activity=activity,
        waiting=_waiting(hours),
        is_late=hours >= LATE_HOURS,
        line=f"{activity.organisation.name}, {when}, {where}",
        summary=marked(values.summary),
        warnings=_warnings(values, look_alikes),
        changes=changes_of(whole),
    )


def progress(values: ActivityValues) -> tuple[int, int]:
    """How much of what helps visitors is filled in, and how much there is."""
    total = completeness.wish_count(values)
    return total - len(completeness.wishes(values)), total


def _moments_that_count(whole: Whole) -> list[OccurrenceValues]:
    """Those that go on; of what is over or called off, all."""
    every = [OccurrenceValues.of(each) for each in whole.occurrences]
    return list(whole.values.occurrences) or every


def _on(moment: datetime | None) -> str | None:
    return texts.day(clock.local(moment).date()) if moment else None


def _marked_value(value: Shown) -> MarkedValue:
    return MarkedValue(value.label, marked(value.text))


def _warnings(values: ActivityValues, look_alikes: Iterable[Activity]) -> list[str]:
    warnings = []
    if not (values.contact_phone and values.is_contact_phone_public):
        warnings.append(_("Geen telefoonnummer"))
    if any(look_alikes):
        warnings.append(_("Lijkt op een andere activiteit"))
    return warnings


def _hours_since(moment: datetime) -> int:
    return int((clock.now() - moment).total_seconds() // 3600)


def _waiting(hours: int) -> str:
    if hours < 1:
        return _("Net binnen")
    if hours < LATE_HOURS:
        return ngettext("Wacht %(number)s uur", "Wacht %(number)s uur", hours) % {"number": hours}
    days = hours // 24
    return ngettext("Wacht %(number)s dag", "Wacht %(number)s dagen", days) % {"number": days}
