"""Writing the page of a municipality."""

from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.turns import take_turn
from weekplanner.geo import queries as geo
from weekplanner.listing.operations import tell_of
from weekplanner.listing.selection import Scope
from weekplanner.municipalities import rights
from weekplanner.municipalities.models import MunicipalityPage
from weekplanner.municipalities.values import INTRODUCTION_LENGTH, MOST_PARTNERS, PageTexts


class TooMuchText(Refused):
    """More than the page has room for; the form says it at the field."""

    message = "Dit is te veel voor één bladzijde."


async def write_page(code: str, texts: PageTexts, *, version: int, actor: Person) -> int:
    """Put these texts on the page of a municipality; answers the version that stands there then.

    `version` is that of the page the form was made from, 0 for one that nobody wrote yet. Raises NotFound
    for who may not see the municipality, NotAllowed, TooMuchText, and Stale when somebody else changed
    the page since.
    """
    if len(texts.introduction) > INTRODUCTION_LENGTH or len(texts.partners) > MOST_PARTNERS:
        raise TooMuchText
    async with db.transaction():
        municipality = await geo.municipality_by_code(code)
        await take_turn(f"municipality page:{code}")  # there may be no row yet
        if not rights.may_see_municipality(actor, code):
            raise NotFound
        require(rights.may_edit_page(actor, code))
        page = await MunicipalityPage.get_or_none(municipality_id=code) or MunicipalityPage(
            municipality=municipality, version=0
        )
        before = PageTexts.of(page)
        if texts == before:  # also when a double click has saved it already
            return page.version
        if page.version != version:
            raise Stale
        page.introduction, page.partners = texts.introduction, texts.partner_rows
        page.version, page.changed_at = version + 1, clock.now()
        await page.save()
        await tell_of(Scope.MUNICIPALITY, code)
        subject = Subject("municipality", code, municipality.name, municipality_code=code)
        await audit.record(actor, rights.EDIT_MUNICIPALITY_PAGE, subject, _changes(before, texts))
    return page.version


def _changes(before: PageTexts, after: PageTexts) -> list[Change]:
    changes = (
        Change("introduction", before.introduction, after.introduction),
        Change("partners", before.partner_lines, after.partner_lines),
    )
    return [change for change in changes if change.before != change.after]
