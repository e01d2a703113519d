"""Addresses by the name of their page; the same in pages, mail and feeds.

`wiring` fills the table from the routes, so that nothing below has to know them. Links in mail come
from the base URL of the settings, never from a request.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from weekplanner.core import settings
from weekplanner.core.texts import SOURCE_LANGUAGE

_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")

_paths: dict[str, str] = {}
_translated: set[str] = set()


def wire(paths: Mapping[str, str], *, in_languages: Iterable[str] = ()) -> None:
    """Set the path pattern of every page; `in_languages` are those that exist under `/en` too."""
    _paths.clear()
    _paths.update(paths)
    _translated.clear()
    _translated.update(in_languages)


def path(
    name: str, *, language: str = SOURCE_LANGUAGE, query: Mapping[str, object] | None = None, **values: object
) -> str:
    """The path of a page on this site; raises KeyError for a name or value that is missing."""
    pattern = _paths[name]
    made = _PARAMETER.sub(lambda match: quote(str(values[match[1]]), safe=""), pattern)
    if language != SOURCE_LANGUAGE and name in _translated:
        made = f"/{language}{made}"
    return f"{made}?{urlencode(query, doseq=True)}" if query else made


def url(
    name: str, *, language: str = SOURCE_LANGUAGE, query: Mapping[str, object] | None = None, **values: object
) -> str:
    """The whole address of a page."""
    return settings.current().base_url + path(name, language=language, query=query, **values)
