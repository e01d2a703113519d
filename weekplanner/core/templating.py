"""The Jinja environment that pages and mail have in common: loader, texts, links, and words for values."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from weekplanner.core import clock, links, settings, texts
from weekplanner.core.resources import directory


def environment(*, autoescape: bool) -> Environment:
    """A new environment over `templates/`; a name that a template misspells raises UndefinedError.

    Texts follow `texts.use_language` at each rendering. `autoescape` is off for plain text only.
    """
    made = Environment(
        loader=FileSystemLoader(directory("templates")),
        autoescape=autoescape,  # noqa: S701 - off for plain text mail, where escapes would be read
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # templates are part of the installation
    )
    # The extension adds this method; newstyle fills in and escapes the values of a text itself.
    made.install_gettext_callables(  # type: ignore[attr-defined]  # not in Environment's own type
        texts.gettext, texts.ngettext, newstyle=True
    )
    made.filters.update(FILTERS)
    made.globals.update(path=_path, url=_url, site=Site())
    return made


class Site:
    """What every page and mail shows of the settings."""

    @property
    def base_url(self) -> str:
        """Where the site stands, without a slash at the end."""
        return settings.current().base_url

    @property
    def publisher(self) -> str:
        """Who runs the site."""
        return settings.current().publisher

    @property
    def help_phone(self) -> str:
        """The number for questions."""
        return settings.current().help_phone

    @property
    def help_phone_uri(self) -> str:
        """The number for questions, as a link."""
        return phone_uri(self.help_phone)

    @property
    def talk_phone(self) -> str:
        """The number for who wants to talk with someone."""
        return settings.current().talk_phone

    @property
    def talk_phone_uri(self) -> str:
        """The number for who wants to talk with someone, as a link."""
        return phone_uri(self.talk_phone)


def phone_uri(number: str) -> str:
    """A telephone number as people write it, as a link (RFC 3966): tel:0300001234."""
    digits = "".join(character for character in number if character in "0123456789")
    return f"tel:+{digits}" if number.lstrip().startswith("+") else f"tel:{digits}"


def _path(name: str, *, query: dict[str, object] | None = None, **values: object) -> str:
    return links.path(name, language=texts.language(), query=query, **values)


def _url(name: str, *, query: dict[str, object] | None = None, **values: object) -> str:
    return links.url(name, language=texts.language(), query=query, **values)


def _moment(value: datetime | str) -> datetime:
    """Mail keeps plain JSON values, so moments arrive there as ISO 8601 with an offset."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment


def _date(value: date | str) -> date:
    """A date, or the date of a moment on an Amsterdam clock."""
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == len("2027-10-01") else _moment(value)
    return clock.local(_moment(value)).date() if isinstance(value, datetime) else value


FILTERS: dict[str, Callable[..., Any]] = {
    "day": lambda value: texts.day(_date(value)),
    "day_short": lambda value: texts.day_short(_date(value)),
    "day_with_year": lambda value: texts.day_with_year(_date(value)),
    "date_range": lambda first, last: texts.date_range(_date(first), _date(last)),
    "weekday_short": lambda value: texts.weekday_short(_date(value)),
    "time": lambda value: texts.clock_time(_moment(value)),
    "span": lambda start, end: texts.span(_moment(start), _moment(end)),
    "number": texts.number,
    "euros": texts.euros,
    "listed": texts.listed,
    "phone_uri": phone_uri,
}
"""Words for values; each takes what a model holds or what JSON keeps of it."""
