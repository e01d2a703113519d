"""What the pages of organisers and reviewers show of one activity, in words."""

from dataclasses import dataclass

from weekplanner.core import links
from weekplanner.events import wording
from weekplanner.events.differences import Shown, shown
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import ActivityValues, OccurrenceValues
from weekplanner.vocabulary.tone import tone_hints


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


def has_hints(values: ActivityValues) -> bool:
    """Whether residents would read words that may scare them off."""
    texts_of = (values.title, values.summary, values.description, values.price_note)
    more = (values.host_welcome, values.directions, values.transport)
    return bool(tone_hints("\n".join((*texts_of, *more))))


def _marked_value(value: Shown) -> MarkedValue:
    return MarkedValue(value.label, marked(value.text))
