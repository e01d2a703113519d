"""Who is told about an activity, and that every message reads well in both its parts."""

import pytest

from weekplanner.accounts.operations.organisations import add_member
from weekplanner.events.messages import KINDS
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_both_parts_say_the_same(kind, configured):
    parts = render.parts(kind, kind.sample, "nl", to_name="Fatma")
    assert "Soep aan de lange tafel" in parts.subject
    for text in (parts.text, parts.html):
        assert "Dag Fatma," in text
        assert "https://voorbeeld.nl/" in text
        assert "Liever bellen?" in text
    assert all(len(line) <= 66 for line in parts.text.splitlines() if "://" not in line)
    assert "{{" not in parts.html


async def test_without_an_address_at_the_activity_everyone_of_the_organisation_is_told(make, site):
    jan, piet = await make.account("jan@example.org"), await make.account("piet@example.org")
    linde = await make.organisation(jan)
    await add_member(linde.id, piet.id)
    await make.activity(state="submitted", contact_email="", organisation=linde, organiser=jan)
    for address in ("jan@example.org", "piet@example.org"):
        assert await site.mail_kinds_to(address) == ["activity_received"]


async def test_a_message_is_told_once_for_each_version(make):
    soup = await make.activity(state="published")
    keys = [message.unique_key for message in await OutboxMessage.all().order_by("id")]
    assert keys == [
        f"activity_received:{soup.id}:v2:contact",
        f"activity_published:{soup.id}:v3:contact",
    ]
