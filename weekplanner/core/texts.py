"""Texts in the reader's language. Dutch is the source; dates, times and amounts in words stand here too.

Every text a person reads goes through `_`. A language without a catalogue falls back to Dutch.
"""

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from weekplanner.core import clock
from weekplanner.core.resources import PACKAGE

SOURCE_LANGUAGE = "nl"
LANGUAGES = ("nl", "en")

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def catalogue(language: str) -> _gettext.NullTranslations:
    """The translations into `language`; one that answers the Dutch text where there are none."""
    return _gettext.translation("weekplanner", PACKAGE / "locale", [language], fallback=True)


def is_translated(language: str) -> bool:
    """Whether there is a catalogue, so that a page may call itself by that language."""
    return language == SOURCE_LANGUAGE or isinstance(catalogue(language), _gettext.GNUTranslations)


def language() -> str:
    """The language of the reader this task writes for."""
    return _language.get()


@contextmanager
def use_language(wanted: str) -> Iterator[None]:
    """Write for a reader of `wanted` inside the block."""
    token = _language.set(wanted if wanted in LANGUAGES else SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(text: str) -> str:
    """`text` in the reader's language."""
    return catalogue(language()).gettext(text)


def ngettext(one: str, more: str, number: int) -> str:
    """The form for `number`, in the reader's language."""
    return catalogue(language()).ngettext(one, more, number)


def _locale() -> str:
    return language() if is_translated(language()) else SOURCE_LANGUAGE


def _date(value: date, pattern: str) -> str:
    return _formatted(value, pattern, _locale())


@lru_cache(maxsize=1024)
def _formatted(value: date, pattern: str, locale: str) -> str:
    """A page names the same few days over and over."""
    return format_date(value, pattern, locale=locale)


def day(value: date) -> str:
    """A day in words: vrijdag 1 oktober."""
    return _date(value, "EEEE d MMMM")


def day_with_year(value: date) -> str:
    """A day in words: vrijdag 1 oktober 2027."""
    return _date(value, "EEEE d MMMM y")


def day_short(value: date) -> str:
    """A day in short: vr 1 oktober."""
    return _date(value, "EEEEEE d MMMM")


def day_of_month(value: date) -> str:
    """A day without its name: 1 oktober."""
    return _date(value, "d MMMM")


def weekday_short(value: date) -> str:
    """A day of the week in two letters: vr."""
    return _date(value, "EEEEEE")


def date_range(first: date, last: date) -> str:
    """A stretch of days: 1 t/m 8 oktober, or 30 september t/m 7 oktober."""
    if first == last:
        return _date(first, "d MMMM")
    start = "d" if first.month == last.month else "d MMMM"
    return gettext("%(first)s t/m %(last)s") % {
        "first": _date(first, start),
        "last": _date(last, "d MMMM"),
    }


def clock_time(moment: datetime) -> str:
    """A time on an Amsterdam clock: 10.00."""
    return clock.local(moment).strftime("%H.%M")


def moment_with_year(moment: datetime) -> str:
    """A moment in words: vrijdag 1 oktober 2027, 10.00 uur."""
    words = {"day": day_with_year(clock.local(moment).date()), "time": clock_time(moment)}
    return gettext("%(day)s, %(time)s uur") % words


def span(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when: 10.00 tot 11.30 uur; past midnight it names the day."""
    start, end = clock.local(starts_at), clock.local(ends_at)
    values = {"start": clock_time(starts_at), "end": clock_time(ends_at), "day": day_short(end.date())}
    if start.date() == end.date():
        return gettext("%(start)s tot %(end)s uur") % values
    return gettext("%(start)s uur tot %(day)s %(end)s uur") % values


def number(value: int) -> str:
    """A number as people read it: 1.284."""
    if 0 <= value < 1000:
        return str(value)
    return format_decimal(value, locale=_locale())


def euros(cents: int) -> str:
    """A price: 3,50 euro; nothing to pay is Gratis."""
    if cents == 0:
        return gettext("Gratis")
    if cents % 100 == 0:
        return gettext("%(amount)s euro") % {"amount": cents // 100}
    return gettext("%(amount)s euro") % {"amount": f"{cents // 100},{cents % 100:02d}"}


def distance(kilometres: float) -> str:
    """About how far: ongeveer 3 kilometer; less than one counts as one."""
    return gettext("ongeveer %(number)s kilometer") % {"number": max(1, round(kilometres))}


def within(label: str) -> str:
    """A label as words inside a sentence: with a small letter, unless it is an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def listed(parts: list[str]) -> str:
    """Words in a row: a, b en c."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s en %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
