"""What stands on every paper of a batch: its title, its language, and the words of its template."""

from datetime import datetime
from typing import Any

from weekplanner.core import settings, texts
from weekplanner.core.texts import gettext as _


def head(title: str, *, now: datetime, words: dict[str, str], **values: Any) -> dict[str, Any]:
    """The head of a paper; `words` are those of its template alone."""
    phone = settings.current().help_phone.replace(" ", "\u00a0")
    common = {
        "brand": "Kom erbij",
        "parcel": _("Doos"),
        "made": _("Gemaakt op %(moment)s") % {"moment": texts.moment_with_year(now)},
        "page_of": _("Bladzijde %(page)s van %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "help": _("Vragen? Bel %(phone)s.") % {"phone": phone},
    }
    return {"title": title, "language": texts.SOURCE_LANGUAGE, "words": {**common, **words}, **values}
