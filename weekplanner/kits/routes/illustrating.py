"""The pages where a kit gets its picture, and a digital one its file; and the files of pictures."""

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound, require
from weekplanner.formats import images
from weekplanner.kits import files, rights
from weekplanner.kits.forms.catalogue import REMOVE, KitFileForm, KitPictureForm, uploaded
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import illustrating
from weekplanner.kits.pictures import picture_of
from weekplanner.kits.queries import stock
from weekplanner.kits.words import file_size
from weekplanner.web.lasting import lasting_file
from weekplanner.web.pages import redirect, render_form

ROOM_BYTES = 4 * 1024 * 1024
"""More than a file may have, so that one that is a little too large is told so at its field."""
MAX_FIELDS = 5


async def edit_kit_picture(request: Request) -> Response:
    """Add, replace, describe or remove the picture of a kit."""
    kit = await _kit(request)
    if request.method != "POST":
        return await _picture_page(request, KitPictureForm(data=_shown(kit, alt=kit.picture_alt)))
    async with request.form(max_files=1, max_fields=MAX_FIELDS) as posted:
        form = KitPictureForm(posted)
        if await _is_picture_kept(form, posted, kit, actor=request.state.person):
            return redirect(request, "team_kit", id=kit.id)
    return await _picture_page(request, form)


async def edit_kit_file(request: Request) -> Response:
    """Add or replace what is in a digital kit."""
    kit = await _kit(request)
    if not kit.is_digital:
        raise NotFound
    if request.method != "POST":
        return await _file_page(request, KitFileForm(data=_shown(kit)))
    async with request.form(max_files=1, max_fields=MAX_FIELDS) as posted:
        form, file = KitFileForm(posted), uploaded(posted, "file")
        if file is None:
            form.require_file()
        else:
            with form.refusals():
                await illustrating.add_file(
                    kit.id, file, version=form.version_number, actor=request.state.person
                )
                return redirect(request, "team_kit", id=kit.id)
    return await _file_page(request, form)


async def kit_picture(request: Request) -> Response:
    """One width of the picture of a kit; there is never another under that name."""
    stem, width = request.path_params["stem"], request.path_params["width"]
    if not re.fullmatch(images.STEM_PATTERN, stem):
        raise NotFound
    path = images.path(files.pictures(), stem, width)
    return await lasting_file(request, path, media_type="image/jpeg")


async def _is_picture_kept(form: KitPictureForm, posted: FormData, kit: Kit, *, actor: Person) -> bool:
    """Do what the form asks for; when that cannot be, the form says why."""
    version, file = form.version_number, uploaded(posted, "picture")
    if REMOVE in posted:
        with form.refusals():
            await illustrating.remove_picture(kit.id, version=version, actor=actor)
            return True
        return False
    is_right = form.validate()
    if file is None and not kit.picture_stem:
        form.require_file()
    elif is_right and file is None:
        with form.refusals():
            await illustrating.describe_picture(kit.id, form.alt.data, version=version, actor=actor)
            return True
    elif is_right and file is not None:
        with form.refusals():
            await illustrating.add_picture(kit.id, file, form.alt.data, version=version, actor=actor)
            return True
    return False


async def _picture_page(request: Request, form: KitPictureForm) -> Response:
    kit = await _kit(request)
    form.go_on_from(kit.version)
    shown = picture_of(kit)
    if shown is not None:
        form.ask_for_another()
    return await render_form(request, "kits/edit_picture.html", form, kit=kit, shown=shown)


async def _file_page(request: Request, form: KitFileForm) -> Response:
    kit = await _kit(request)
    form.go_on_from(kit.version)
    return await render_form(
        request, "kits/edit_file.html", form, kit=kit, size=file_size(kit.file_size_bytes)
    )


async def _kit(request: Request) -> Kit:
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    require(rights.may_edit_catalogue(request.state.person))
    return kit


def _shown(kit: Kit, **more: str) -> dict[str, str]:
    return {"version": str(kit.version), **more}


ROUTES = (
    Route(
        "/team/pakketten/voorraad/{id:row}/foto",
        edit_kit_picture,
        name="edit_kit_picture",
        methods=["GET", "POST"],
        max_body_size=images.LIMITS.max_bytes + ROOM_BYTES,
    ),
    Route(
        "/team/pakketten/voorraad/{id:row}/bestand",
        edit_kit_file,
        name="edit_kit_file",
        methods=["GET", "POST"],
        max_body_size=files.MOST_BYTES + ROOM_BYTES,
    ),
)
PUBLIC_ROUTES = (Route("/media/pakketten/{stem}-{width:row}.jpg", kit_picture, name="kit_picture"),)
