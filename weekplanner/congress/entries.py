"""A congress as an entry of the listing: in its own feed and on its own page, in no agenda."""

from weekplanner.congress.models.congresses import Congress, CongressState
from weekplanner.congress.words import KINDS
from weekplanner.core import settings
from weekplanner.core.texts import SOURCE_LANGUAGE, use_language
from weekplanner.core.texts import gettext as _
from weekplanner.formats import markdown
from weekplanner.listing.models import EntryKind, EntryState
from weekplanner.listing.values import Details, EntryValues, Keys

CATEGORY = "training"
"""The vocabulary's category for volunteers and professionals; what readers see is the kind of meeting."""
AT_A_PLACE, ONLINE = "op-locatie", "online"


def entries_of(congress: Congress) -> list[EntryValues]:
    """Its entry, once it stood on the site. `congress` comes with its edition and municipality.

    Where one takes part from home is not in it: that is for who has a seat.
    """
    if congress.state is CongressState.DRAFT:
        return []
    with use_language(SOURCE_LANGUAGE):
        return [_entry(congress)]


def _entry(congress: Congress) -> EntryValues:
    is_on = congress.state is CongressState.PUBLISHED
    return EntryValues(
        uid=congress.uid,
        source_id=congress.id,
        keys=_keys(congress),
        state=EntryState.LISTED if is_on else EntryState.CANCELLED,
        starts_at=congress.starts_at,
        ends_at=congress.ends_at,
        title=congress.title,
        summary=congress.summary,
        slug=congress.slug,
        organisation_name=settings.current().publisher,
        venue=congress.venue,
        place=congress.place,
        details=Details(
            description=markdown.plain(congress.description),
            category_label=_(KINDS[congress.kind]),
            location=congress.address,
            joining=(_("Meld u aan op de pagina van het congres."),),
            contact=settings.current().help_phone,
            transport=congress.travel,
            apology=congress.apology,
        ),
    )


def _keys(congress: Congress) -> Keys:
    municipality = congress.municipality
    return Keys(
        edition_year=congress.edition.year,
        kind=EntryKind.CONGRESS,
        form=ONLINE if congress.is_online else AT_A_PLACE,
        category=CATEGORY,
        is_for_professionals=True,
        municipality_code=congress.municipality_id,
        province_code=municipality.province_id if municipality else None,
    )
