"""Where the team writes to who comes, looks at it once more, and sees how far it is."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.forms.desk import WriteForm
from weekplanner.congress.operations import writing
from weekplanner.congress.pages import writing as pages
from weekplanner.congress.queries import mailings
from weekplanner.congress.queries.congresses import Programme, at_desk
from weekplanner.core import tokens
from weekplanner.core.errors import require
from weekplanner.web.pages import redirect, render_form

READERS_KEY, SENT_KEY = "aan", "verstuurd"
SEND, BACK = "send", "back"
"""The buttons below what is looked at once more; the first button of the page only shows that."""


async def write_to_attendees(request: Request) -> Response:
    """Write a message, look at it once more, and send it."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_write_to_attendees(person))
    congress, posted = programme.congress, await request.form()
    choices = pages.choices(programme)
    form = WriteForm(posted, choices=choices, data=_to_begin_with(request, dict(choices)))
    if request.method == "POST" and BACK not in posted and form.validate():
        if SEND not in posted:
            return await _preview(request, form, programme, to=dict(choices)[form.readers.data])
        readers, workshop_id = form.wanted
        with form.refusals():
            written = await writing.write(
                congress.id,
                readers,
                subject=form.subject.data,
                text=form.text.data,
                request_key=form.request_key.data or "",
                workshop_id=workshop_id,
                actor=person,
            )
            query = {SENT_KEY: written.id}
            return redirect(request, "write_to_attendees", slug=congress.slug, query=query)
    messages = await mailings.messages_of(congress, actor=person)
    just_sent = request.query_params.get(SENT_KEY)
    return await render_form(
        request,
        "congress/write.html",
        form,
        congress=congress,
        messages=messages,
        just_sent=next((each for each in messages if str(each.written.id) == just_sent), None),
        to_in_words=pages.to_in_words,
        became=pages.became,
    )


async def _preview(request: Request, form: WriteForm, programme: Programme, *, to: str) -> Response:
    readers, workshop_id = form.wanted
    reach = await mailings.reach_of(
        programme.congress, readers, workshop_id=workshop_id, actor=request.state.person
    )
    return await render_form(
        request, "congress/write_preview.html", form, congress=programme.congress, reach=reach, to=to
    )


def _to_begin_with(request: Request, known: dict[str, str]) -> dict[str, str]:
    """The selection one came from, and a key of its own for each form."""
    chosen = request.query_params.get(READERS_KEY, "")
    begins = {"request_key": tokens.random_token()}
    return {**begins, "readers": chosen} if chosen in known else begins


ROUTES = (
    Route(
        "/team/congres/{slug}/bericht",
        write_to_attendees,
        name="write_to_attendees",
        methods=["GET", "POST"],
    ),
)
