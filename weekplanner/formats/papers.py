"""What stands on every paper: its title, its language, when it was made, and whom to call."""

from datetime import datetime
from typing import Any

from weekplanner.core import settings, texts
from weekplanner.core.texts import gettext as _


def head(title: str, *, now: datetime, words: dict[str, str], **values: Any) -> dict[str, Any]:
    """The head of a paper, in the language that is written in; `words` are those of its template alone."""
    phone = settings.current().help_phone.replace(" ", "\u00a0")
    common = {
        "brand": "Kom erbij",
        "made": _("Gemaakt op %(moment)s") % {"moment": texts.moment_with_year(now)},
        "page_of": _("Bladzijde %(page)s van %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "help": _("Vragen? Bel %(phone)s.") % {"phone": phone},
    }
    return {"title": title, "language": texts.SOURCE_LANGUAGE, "words": {**common, **words}, **values}
