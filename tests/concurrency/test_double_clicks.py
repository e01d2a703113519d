"""Whatever is clicked three times at once happens once, and is told once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from tests.events.filling_in import NEWCOMER, SAVE, SOUP, SUBMIT, form_of, typed
from tests.make import MadeActivity, Make, at
from tests.site import Site
from weekplanner.accounts.models import Account, Organisation, Session
from weekplanner.events.models import Activity, Occurrence, OccurrenceState, PendingActivity, State
from weekplanner.listing.models import Change, Entry
from weekplanner.mailer.models import OutboxMessage

NEW = "/mijn/activiteiten/nieuw"
CLICKS = 3
TIMES = ((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))


async def clicks(person: Site, path: str, fields: dict[str, list[str]]) -> list[int]:
    """The same form, posted several times at once."""
    answers = await asyncio.gather(*(person.post(path, fields) for _ in range(CLICKS)))
    return sorted(answer.status_code for answer in answers)


async def kinds() -> list[str]:
    """Of every message that was queued."""
    return [row.kind for row in await OutboxMessage.all().order_by("id")]


@dataclass(frozen=True)
class Step:
    """A button about an activity: where, with what typed, and what it leads to."""

    state: str
    path: str
    becomes: State | None
    told: tuple[str, ...] = ()
    listed_anew: int = 0
    typed: dict[str, list[str]] = field(default_factory=dict)
    form_on: str | None = None
    """The page with the form, when it is another."""
    statuses: tuple[int, ...] = (303, 303, 303)

    @property
    def is_of_the_team(self) -> bool:
        """Whether a reviewer presses it."""
        return self.path.startswith("/team")


MINE, TEAM = "/mijn/activiteiten/{id}", "/team/activiteiten/{id}"
APOLOGY, REASON = {"apology": ["De zaal is stuk."]}, {"reason": ["Welke zaal?"]}
STEPS = {
    "save a draft": Step("draft", f"{MINE}/wijzigen", State.DRAFT, typed={"title": ["Thee"], **SAVE}),
    "save and submit": Step(
        "draft",
        f"{MINE}/wijzigen",
        State.SUBMITTED,
        ("activity_received",),
        typed={"title": ["Thee"], **SUBMIT},
    ),
    "submit": Step("draft", f"{MINE}/versturen", State.SUBMITTED, ("activity_received",), form_on=MINE),
    "delete": Step("draft", f"{MINE}/verwijderen", None, statuses=(303, 404, 404)),
    "edit": Step(
        "published", f"{MINE}/wijzigen", State.PUBLISHED, listed_anew=2, typed={"title": ["Thee"], **SAVE}
    ),
    "cancel": Step(
        "published", f"{MINE}/afgelasten", State.CANCELLED, ("activity_cancelled",), 2, typed=APOLOGY
    ),
    "cancel a moment": Step(
        "published", f"{MINE}/momenten/{{occurrence_id}}/afgelasten", State.PUBLISHED, (), 1, typed=APOLOGY
    ),
    "publish": Step(
        "submitted", f"{TEAM}/plaatsen", State.PUBLISHED, ("activity_published",), 2, form_on=TEAM
    ),
    "ask": Step("submitted", f"{TEAM}/vraag", State.RETURNED, ("activity_returned",), typed=REASON),
    "refuse": Step("submitted", f"{TEAM}/afwijzen", State.WITHDRAWN, ("activity_withdrawn",), typed=REASON),
    "take down": Step(
        "published", f"{TEAM}/afwijzen", State.WITHDRAWN, ("activity_withdrawn",), 2, typed=REASON
    ),
    "correct": Step(
        "published",
        f"{TEAM}/aanpassen",
        State.PUBLISHED,
        ("activity_corrected",),
        2,
        typed={"title": ["Thee"]},
    ),
}


@pytest.mark.parametrize("name", STEPS)
async def test_a_step_of_an_activity_is_taken_once(make: Make, site: Site, name: str):
    step = STEPS[name]
    made = await make.activity(step.state, occurrences=TIMES)
    person = site.as_(await make.team_member() if step.is_of_the_team else made.organiser)
    numbers = {"id": made.id, "occurrence_id": (await made.occurrences())[0].id}
    path = step.path.format(**numbers)
    page = await person.get((step.form_on or step.path).format(**numbers))
    told, listed, version = (
        await kinds(),
        await Change.filter(about__isnull=True).count(),
        made.activity.version,
    )

    assert await clicks(person, path, typed(page.text, step.typed)) == list(step.statuses)

    assert (await kinds())[len(told) :] == list(step.told)
    assert await Change.filter(about__isnull=True).count() - listed == step.listed_anew
    now = await Activity.get_or_none(id=made.id)
    assert (now.state if now else None) is step.becomes
    assert now is None or now.version - version in {1, 2}  # saving and submitting are two changes
    assert await Occurrence.all().count() == (2 if now else 0)


async def test_what_a_reviewer_has_seen_is_noted_once(make: Make, site: Site):
    made = await make.activity(occurrences=TIMES)
    organiser, moderator = site.as_(made.organiser), site.as_(await make.team_member())
    page = await organiser.get(f"/mijn/activiteiten/{made.id}/wijzigen")
    await organiser.post(
        f"/mijn/activiteiten/{made.id}/wijzigen", typed(page.text, {"title": ["Thee"]}, SAVE)
    )
    assert (await made.fresh()).needs_review
    page = await moderator.get(f"/team/activiteiten/{made.id}")
    assert (
        await clicks(moderator, f"/team/activiteiten/{made.id}/gezien", form_of(page.text)) == [303] * CLICKS
    )
    assert not (await made.fresh()).needs_review


async def somebody_new(make: Make, site: Site) -> Site:
    """Signed in, and of no organisation."""
    return site.as_(await make.account("fatma@example.org"))


async def somebody_of_the_team(make: Make, site: Site) -> Site:
    """Makes activities for others."""
    return site.as_(await make.team_member(email="fatma@example.org"))


@pytest.mark.parametrize("who", [somebody_new, somebody_of_the_team])
async def test_an_organisation_and_its_activity_are_made_once(
    make: Make, site: Site, who: Callable[[Make, Site], Awaitable[Site]]
):
    await make.edition()
    person = await who(make, site)
    fields = typed((await person.get(NEW)).text, SOUP, NEWCOMER, SUBMIT)
    assert await clicks(person, NEW, fields) == [303] * CLICKS
    assert (await Organisation.all().count(), await Activity.all().count()) == (1, 1)


async def test_a_first_activity_is_kept_confirmed_and_made_once(make: Make, site: Site):
    await make.edition()
    fields = typed((await site.get(NEW)).text, SOUP, NEWCOMER, SUBMIT)
    assert await clicks(site, NEW, fields) == [303] * CLICKS
    assert (await PendingActivity.all().count(), len(await kinds())) == (1, 1)
    link = await site.link_to("fatma@example.org")
    assert await clicks(site, link, {}) == [303, 410, 410]
    made = await Activity.get()
    assert made.state is State.SUBMITTED
    assert (await kinds())[1:] == ["activity_received"]
    assert [await model.all().count() for model in (Account, Organisation, Session, PendingActivity)] == [
        1,
        1,
        1,
        0,
    ]


async def test_the_details_of_an_organisation_are_saved_once(make: Make, site: Site):
    account = await make.account()
    organisation = await make.organisation(account)
    person = site.as_(account)
    page = await person.get("/mijn/organisatie/wijzigen")
    fields = typed(page.text, {"name": ["Huis van de Wijk"]})
    assert await clicks(person, "/mijn/organisatie/wijzigen", fields) == [303] * CLICKS
    assert (await Organisation.get(id=organisation.id)).version == 2


async def test_signing_out_is_done_once(make: Make, site: Site):
    person = site.as_(await make.account())
    await person.get("/uitloggen")
    assert await clicks(person, "/uitloggen", {}) == [303] * CLICKS
    assert await Session.all().count() == 0


async def edit(person: Site, made: MadeActivity, title: str, *, seen: str) -> tuple[int, str]:
    """Change the title on a page that was seen before: status and page."""
    path = f"/mijn/activiteiten/{made.id}/wijzigen"
    answer = await person.post(path, typed(seen, {"title": [title]}, SAVE))
    return answer.status_code, answer.text


@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
async def test_of_two_editors_the_one_who_comes_late_keeps_what_was_typed(make: Make, site: Site, state: str):
    jan, fatma = await make.account(), await make.account()
    made = await make.activity(state, organisation=await make.organisation(jan, fatma), organiser=jan)
    people = [site.as_(jan), site.as_(fatma)]
    seen = [(await person.get(f"/mijn/activiteiten/{made.id}/wijzigen")).text for person in people]
    answers = await asyncio.gather(
        *(edit(people[number], made, f"Van {number}", seen=seen[number]) for number in range(2))
    )
    assert sorted(status for status, _ in answers) == [303, 409]
    (late,) = [number for number, (status, _) in enumerate(answers) if status == 409]
    page = answers[late][1]
    assert (await made.fresh()).title == f"Van {1 - late}"
    assert form_of(page)["title"] == [f"Van {late}"]
    assert "Iemand anders heeft dit intussen gewijzigd" in page
    assert (await edit(people[late], made, f"Van {late}", seen=page))[0] == 303
    assert (await made.fresh()).title == f"Van {late}"


@pytest.mark.parametrize(("step", "fields"), [("afwijzen", REASON), ("vraag", REASON)])
async def test_an_editor_who_is_overtaken_by_a_reviewer_is_told_and_keeps_what_was_typed(
    make: Make, site: Site, step: str, fields: dict[str, list[str]]
):
    made = await make.activity("submitted")
    organiser, moderator = site.as_(made.organiser), site.as_(await make.team_member())
    seen = (await organiser.get(f"/mijn/activiteiten/{made.id}/wijzigen")).text
    page = await moderator.get(f"/team/activiteiten/{made.id}/{step}")
    await moderator.post(f"/team/activiteiten/{made.id}/{step}", typed(page.text, fields))
    status, page_again = await edit(organiser, made, "Thee", seen=seen)
    assert status == 409
    assert form_of(page_again)["title"] == ["Thee"]
    assert (await made.fresh()).title == "Soep aan de lange tafel"


async def test_a_reviewer_who_is_overtaken_keeps_the_correction(make: Make, site: Site):
    made = await make.activity()
    organiser, moderator = site.as_(made.organiser), site.as_(await make.team_member())
    seen = (await moderator.get(f"/team/activiteiten/{made.id}/aanpassen")).text
    page = await organiser.get(f"/mijn/activiteiten/{made.id}/afgelasten")
    await organiser.post(f"/mijn/activiteiten/{made.id}/afgelasten", typed(page.text, APOLOGY))
    answer = await moderator.post(f"/team/activiteiten/{made.id}/aanpassen", typed(seen, {"title": ["Thee"]}))
    assert answer.status_code == 409
    assert form_of(answer.text)["title"] == ["Thee"]


async def test_the_last_two_moments_are_never_both_called_off(make: Make, site: Site):
    made = await make.activity(occurrences=TIMES)
    person = site.as_(made.organiser)
    paths = [
        f"/mijn/activiteiten/{made.id}/momenten/{occurrence.id}/afgelasten"
        for occurrence in await made.occurrences()
    ]
    forms = [typed((await person.get(path)).text, APOLOGY) for path in paths]
    answers = await asyncio.gather(*(person.post(*each) for each in zip(paths, forms, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert await Occurrence.filter(state=OccurrenceState.SCHEDULED).count() == 1
    assert await Entry.filter(state="listed").count() == 1


async def test_what_is_deleted_is_not_submitted_as_well(make: Make, site: Site):
    made = await make.activity("draft")
    person = site.as_(made.organiser)
    fields = form_of((await person.get(f"/mijn/activiteiten/{made.id}/verwijderen")).text)
    answers = await asyncio.gather(
        *(
            person.post(f"/mijn/activiteiten/{made.id}/{step}", fields)
            for step in ("verwijderen", "versturen")
        )
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses in ([303, 404], [409, 303])
    assert await Activity.exists(id=made.id) == (statuses[1] == 303)
    assert (await kinds() == ["activity_received"]) == (statuses[1] == 303)
