"""Printing a batch: what to print, how far it is, and the file; the pick list also as a table."""

import asyncio
from collections.abc import AsyncIterator, Mapping

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core import tokens
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import gettext as _
from weekplanner.formats import tables
from weekplanner.kits import print_files
from weekplanner.kits.forms.printing import PrintForm
from weekplanner.kits.models.printing import JobState, LabelLayout, Paper
from weekplanner.kits.operations import printing as operations
from weekplanner.kits.pages import printing as pages
from weekplanner.kits.queries import printing as queries
from weekplanner.kits.queries.printing import PickRow
from weekplanner.web.pages import PRIVATE, redirect, render, render_form

COLUMNS = (
    _("Wat"),
    _("Aantal"),
    _("Doos"),
    _("Bestelling"),
    _("Organisatie"),
    _("Naam"),
    _("Plaats"),
)
FILE_NAMES: Mapping[Paper, str] = {
    Paper.PICK_LIST: "paklijst",
    Paper.PACKING_SLIPS: "pakbonnen",
    Paper.LABELS: "etiketten",
}


async def print_batch(request: Request) -> Response:
    """Choose what to print of a batch; what was printed of it before stands there too."""
    person: Person = request.state.person
    batch = await queries.batch_of(request.path_params["id"], actor=person)
    form = PrintForm(await request.form(), data={"request_key": tokens.random_token()})
    if request.method == "POST" and form.validate():
        with form.refusals():
            job = await operations.print_batch(
                batch.id,
                Paper(form.paper.data),
                layout=LabelLayout(form.layout.data),
                first_position=form.position,
                request_key=form.request_key.data or tokens.random_token(),
                actor=person,
            )
            return redirect(request, "print_job", id=job.id)
    jobs = [pages.job_row(job) for job in await queries.print_jobs(batch)]
    return await render_form(request, "kits/print_batch.html", form, batch=batch, jobs=jobs)


async def print_job(request: Request) -> Response:
    """How far it is, and what to do next."""
    job = await queries.print_job(request.path_params["id"], actor=request.state.person)
    return await render(request, "kits/print_job.html", job=job, shown=pages.shown(job))


async def print_progress(request: Request) -> Response:
    """The same for the script of that page."""
    job = await queries.print_job(request.path_params["id"], actor=request.state.person)
    shown = pages.shown(job)
    values = {"words": shown.words, "done": job.done, "total": job.total, "is_ended": shown.is_ended}
    return JSONResponse(values, headers={"Cache-Control": PRIVATE})


async def print_again(request: Request) -> Response:
    """Try what failed once more."""
    job = await operations.print_again(request.path_params["id"], actor=request.state.person)
    return redirect(request, "print_job", id=job.id)


async def print_file(request: Request) -> Response:
    """The PDF."""
    job = await queries.print_job(request.path_params["id"], actor=request.state.person)
    file = print_files.pdf(job.file_stem)
    if job.state is not JobState.DONE or not await asyncio.to_thread(file.is_file):
        raise NotFound
    name = f"{FILE_NAMES[job.paper]}-partij-{job.batch_id}.pdf"
    return FileResponse(file, media_type="application/pdf", filename=name, headers={"Cache-Control": PRIVATE})


async def pick_list_table(request: Request) -> Response:
    """The pick list as a file for a spreadsheet, at once."""
    batch = await queries.batch_of(request.path_params["id"], actor=request.state.person)
    return StreamingResponse(
        tables.csv_lines(COLUMNS, _cells(queries.pick_rows(batch))),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="paklijst-partij-{batch.id}.csv"',
            "Cache-Control": PRIVATE,
        },
    )


async def _cells(rows: AsyncIterator[PickRow]) -> AsyncIterator[tuple[tables.Cell, ...]]:
    async for row in rows:
        yield (row.kit, row.quantity, row.code, row.number, row.organisation, row.recipient, row.place)


ROUTES = (
    Route(
        "/team/pakketten/partijen/{id:row}/printen", print_batch, name="print_batch", methods=["GET", "POST"]
    ),
    Route("/team/pakketten/partijen/{id:row}/paklijst.csv", pick_list_table, name="pick_list_table"),
    Route("/team/pakketten/printen/{id:row}", print_job, name="print_job"),
    Route("/team/pakketten/printen/{id:row}/stand", print_progress, name="print_progress"),
    Route("/team/pakketten/printen/{id:row}/opnieuw", print_again, name="print_again", methods=["POST"]),
    Route("/team/pakketten/printen/{id:row}/bestand", print_file, name="print_file"),
)
