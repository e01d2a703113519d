"""A selection means the same in SQL and for one entry at hand, on both databases."""

from hypothesis import given
from hypothesis import strategies as st

from tests.listing.entries import entry_values, list_entries
from weekplanner.core import db
from weekplanner.geo.distance import Point
from weekplanner.listing.models import Entry
from weekplanner.listing.selection import RADII_KM, Circle, Filters, Scope, Selection
from weekplanner.listing.values import Keys
from weekplanner.vocabulary.queries import professional_categories, vocabulary

CATEGORIES = ("samen-eten", "spel", "training")
AUDIENCES = ("iedereen", "ouderen", "mantelzorgers")
FEATURES = tuple(vocabulary().accessibility)[:3]
FORMS = tuple(vocabulary().forms)
MUNICIPALITIES = ("GM0344", "GM0310")
YEARS = (2026, 2027, 2028)

some = st.lists
coordinates = st.tuples(st.floats(51.9, 52.3), st.floats(4.8, 5.5)) | st.just((None, None))


@st.composite
def keys(draw) -> dict:
    """Keys as activities have them: a category is for professionals or not, online has no place."""
    category = draw(st.sampled_from(CATEGORIES))
    form = draw(st.sampled_from(FORMS))
    latitude, longitude = draw(coordinates) if form == "op-locatie" else (None, None)
    return {
        "edition_year": draw(st.sampled_from(YEARS)),
        "category": category,
        "is_for_professionals": category in professional_categories(),
        "form": form,
        "audiences": tuple(draw(some(st.sampled_from(AUDIENCES), unique=True))),
        "accessibility": tuple(draw(some(st.sampled_from(FEATURES), unique=True))),
        "municipality_code": draw(st.sampled_from(MUNICIPALITIES)),
        "organisation_id": draw(st.integers(1, 2)),
        "activity_id": draw(st.integers(1, 3)),
        "latitude": latitude,
        "longitude": longitude,
    }


def chosen(values) -> st.SearchStrategy[frozenset[str]]:
    """Some of these, often none."""
    return st.just(frozenset()) | st.frozensets(st.sampled_from(values), min_size=1)


@st.composite
def selections(draw) -> Selection:
    """Everything that the address of a feed can ask for, and no edition at all."""
    middle = Point(draw(st.floats(51.9, 52.3)), draw(st.floats(4.8, 5.5)))
    scope = draw(st.sampled_from(Scope))
    circle = Circle("3512", middle, draw(st.sampled_from(MUNICIPALITIES)), draw(st.sampled_from(RADII_KM)))
    return Selection(
        scope,
        edition_years=tuple(sorted(draw(st.frozensets(st.sampled_from(YEARS))))),
        circle=circle if scope is Scope.POSTCODE else None,
        municipality_code=draw(st.sampled_from(MUNICIPALITIES)),
        organisation_id=draw(st.integers(1, 2)),
        activity_id=draw(st.integers(1, 3)),
        filters=Filters(
            categories=draw(chosen(CATEGORIES)),
            audiences=draw(chosen(AUDIENCES)),
            accessibility=draw(chosen(FEATURES)),
            forms=draw(chosen(FORMS)),
        ),
    )


@given(
    entries=st.lists(keys(), min_size=8, max_size=8), wanted=st.lists(selections(), min_size=10, max_size=10)
)
async def test_sql_and_one_by_one_give_the_same(database, entries, wanted):
    await list_entries(*(entry_values(number, **each) for number, each in enumerate(entries, 1)))
    rows = await Entry.all()
    for selection in wanted:
        where = selection.where("e")
        found = await db.rows(
            f"SELECT e.id, e.form, e.latitude, e.longitude FROM listing_entry e WHERE {where.sql}",
            where.parameters,
        )
        by_sql = {
            row["id"] for row in found if selection.is_near(row["form"], row["latitude"], row["longitude"])
        }
        assert by_sql == {row.id for row in rows if selection.matches(Keys.of(row))}
