"""Who comes to a congress on paper: badges, and lists of names to tick."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.congress import printing
from weekplanner.congress.forms.paper import PaperForm
from weekplanner.congress.operations.taking_along import Taken, note_taken
from weekplanner.congress.queries.congresses import at_desk
from weekplanner.web.pages import PRIVATE, render_form


async def congress_paper(request: Request) -> Response:
    """Choose what to print; the answer to the form is the PDF, and the log says who has it."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    form = PaperForm(await request.form(), await printing.sheets_of(programme))
    if request.method == "POST" and form.validate():
        with form.refusals():
            sheets = form.chosen
            await note_taken(programme.congress.id, Taken[sheets.paper.name], actor=person)
            name = f"{sheets.key}-{programme.congress.slug}.pdf"
            return pdf_answer(await printing.make(programme, sheets), name)
    return await render_form(request, "congress/paper.html", form, congress=programme.congress)


def pdf_answer(content: bytes, name: str) -> Response:
    """A PDF to download, which no cache keeps: there are names on it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE}
    return Response(content, media_type="application/pdf", headers=headers)


ROUTES = (
    Route("/team/congres/{slug}/papier", congress_paper, name="congress_paper", methods=["GET", "POST"]),
)
