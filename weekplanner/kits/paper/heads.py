"""What stands on every paper of a batch, besides what stands on all paper."""

from datetime import datetime
from typing import Any

from weekplanner.core.texts import gettext as _
from weekplanner.formats import papers


def head(title: str, *, now: datetime, words: dict[str, str], **values: Any) -> dict[str, Any]:
    """The head of a paper; `words` are those of its template alone."""
    return papers.head(title, now=now, words={"parcel": _("Doos"), **words}, **values)
