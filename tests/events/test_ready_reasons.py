"""Ready-made texts: written by the team, taken over by reviewers, and adapted before they are sent."""

import pytest

from tests.events.filling_in import form_of, sentences, typed
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import TeamRole
from weekplanner.events.models import ReadyReason, ReasonUse

REASONS = "/team/redenen"


@pytest.fixture
async def writer(make, site):
    """Somebody of the team who writes texts."""
    return site.as_(await make.team_member(TeamRole.COMMUNICATION))


async def written(writer, title="Sleutel", text="Wie heeft de sleutel?", use="return"):
    page = (await writer.get(f"{REASONS}/nieuw")).text
    fields = typed(page, {"title": [title], "text": [text], "use": [use]})
    return await writer.post(f"{REASONS}/nieuw", fields)


async def test_there_is_something_to_begin_with(make):
    uses = [reason.use for reason in await ReadyReason.all()]
    assert (uses.count(ReasonUse.RETURN), uses.count(ReasonUse.WITHDRAW)) == (5, 4)


async def test_a_text_is_taken_over_adapted_and_sent(make, site, moderator, writer):
    await written(writer)
    soup = await make.activity("submitted")
    ask = f"/team/activiteiten/{soup.id}/vraag"
    reason = await ReadyReason.get(title="Sleutel")
    page = (await moderator.get(ask)).text
    filled = await moderator.post(ask, typed(page, {"ready": [str(reason.id)], "fill": ["1"]}))
    assert (filled.status_code, form_of(filled.text)["reason"]) == (200, ["Wie heeft de sleutel?"])
    again = typed(filled.text, {"reason": ["En wie opent?"], "ready": [str(reason.id)], "fill": ["1"]})
    both = form_of((await moderator.post(ask, again)).text)
    assert both["reason"] == ["En wie opent?\n\nWie heeft de sleutel?"]
    assert (await moderator.post(ask, both)).status_code == 303
    assert "En wie opent?" in await site.last_mail_to("fatma@example.org")


async def test_each_use_has_its_own_texts(make, moderator, writer):
    await written(writer)
    await written(writer, "Dubbel", "Dit staat er al.", "withdraw")
    soup = await make.activity("submitted")
    ask = (await moderator.get(f"/team/activiteiten/{soup.id}/vraag")).text
    refuse = (await moderator.get(f"/team/activiteiten/{soup.id}/afwijzen")).text
    assert (">Sleutel<" in ask, ">Dubbel<" in ask) == (True, False)
    assert (">Sleutel<" in refuse, ">Dubbel<" in refuse) == (False, True)


async def test_two_texts_of_one_kind_have_different_names(writer):
    assert (await written(writer)).status_code == 303
    assert (await written(writer)).status_code == 303  # a double click
    assert await ReadyReason.filter(title="Sleutel").count() == 1
    other = await written(writer, text="Iets anders.")
    assert (other.status_code, list(sentences(other.text))) == (422, ["title"])
    assert (await written(writer, use="withdraw")).status_code == 303


async def test_of_two_writers_the_late_one_sees_both_and_keeps_what_was_typed(writer):
    await written(writer)
    reason = await ReadyReason.get(title="Sleutel")
    page = (await writer.get(f"{REASONS}/{reason.id}")).text
    first = typed(page, {"text": ["Van de eerste."]})
    assert (await writer.post(f"{REASONS}/{reason.id}", first)).status_code == 303
    late = await writer.post(f"{REASONS}/{reason.id}", typed(page, {"text": ["Van de tweede."]}))
    assert late.status_code == 409
    assert "Van de eerste." in late.text
    assert form_of(late.text)["text"] == ["Van de tweede."]
    assert (await writer.post(f"{REASONS}/{reason.id}", form_of(late.text))).status_code == 303
    assert (await ReadyReason.get(id=reason.id)).text == "Van de tweede."


async def test_a_text_that_is_taken_away_is_gone_and_written_down(writer):
    await written(writer)
    reason = await ReadyReason.get(title="Sleutel")
    page = (await writer.get(f"{REASONS}/{reason.id}/verwijderen")).text
    assert (await writer.post(f"{REASONS}/{reason.id}/verwijderen", form_of(page))).status_code == 303
    assert not await ReadyReason.exists(id=reason.id)
    records = await AuditRecord.filter(subject_kind="ready_reason").order_by("id")
    assert [(each.action, each.acted_as, each.subject_label) for each in records] == [
        ("edit_ready_reasons", "communication", "Sleutel")
    ] * 2


async def test_reviewers_do_not_write_them(moderator):
    for path in (REASONS, f"{REASONS}/nieuw", f"{REASONS}/1"):
        assert (await moderator.get(path)).status_code == 404
