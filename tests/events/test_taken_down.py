"""What the team takes down is gone for residents, its words and its people too."""

from tests.make import Make
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.events.operations import review


async def test_a_calendar_keeps_nothing_but_the_title_of_what_was_taken_down(site: Site, make: Make):
    soup = await make.activity(summary="Dit had hier nooit mogen staan.", contact_email="fatma@example.org")
    before = (await site.feed_response(f"activiteit/{soup.id}")).text
    assert "Fatma" in before
    assert "Dit had hier" in before
    version = (await soup.fresh()).version
    await review.withdraw_activity(soup.id, "Op verzoek.", version=version, actor=SYSTEM)
    after = (await site.feed_response(f"activiteit/{soup.id}")).text
    assert [event.status for event in await site.feed(f"activiteit/{soup.id}")] == ["CANCELLED"]
    assert "Gaat niet door: Soep aan de lange tafel" in after
    for gone in ("Fatma", "030 000", "Dit had hier", "Neude", "soep\\, warm"):
        assert gone not in after, gone
