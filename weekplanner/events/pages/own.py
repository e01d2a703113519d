"""What an organiser sees of one of the own activities, besides its values."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.events import moving, wording
from weekplanner.events.pages.activity import public_url
from weekplanner.events.queries.activities import Whole


@dataclass(frozen=True)
class Sharing:
    """What one needs to tell others of an activity."""

    url: str
    code_url: str
    """Of the QR code."""
    letter: str
    """A text to send to others."""
    mail_url: str
    """The same, in one's own mail program."""


@dataclass(frozen=True)
class Original:
    """What an activity was copied from, and what did not come along."""

    title: str
    url: str
    year: int
    left_out: list[str]
    """The occurrences that do not fit into this edition."""


def sharing(whole: Whole) -> Sharing:
    """For what stands on the site."""
    activity, values = whole.activity, whole.values
    url = public_url(activity)
    when = wording.when(values.occurrences, activity.edition.days())
    where = wording.location(values, place=activity.place, municipality=activity.municipality.name)
    letter = "\n".join(
        (
            _("Komt u ook? Er is plek voor u."),
            "",
            f"{activity.title}: {when}.",
            f"{where}.",
            values.summary,
            "",
            _("Meer lezen: %(url)s") % {"url": url},
        )
    )
    body = letter.replace("\n", "\r\n")  # RFC 6068 §5
    mail = urlencode({"subject": activity.title, "body": body}, quote_via=quote)
    return Sharing(url, links.path("my_activity_code", id=activity.id), letter, f"mailto:?{mail}")


def original(whole: Whole, copied_from: Whole) -> Original:
    """Where a copy comes from; of an older edition also which occurrences fell outside this one."""
    before, after = copied_from.activity.edition, whole.activity.edition
    left_out = []
    if before.id != after.id:
        known = copied_from.values.occurrences
        left_out = [each for each in known if not moving.into_edition([each], before, after)]
    return Original(
        title=copied_from.activity.title,
        url=links.path("my_activity", id=copied_from.activity.id),
        year=before.year,
        left_out=[wording.moment(each) for each in left_out],
    )
