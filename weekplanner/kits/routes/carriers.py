"""The file of a carrier: all of it is looked at before anything is kept."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.parsing import whole_number
from weekplanner.kits import carrier_files, codes, tracking
from weekplanner.kits.carrier_files import CarrierFile
from weekplanner.kits.forms.carrier_files import CarrierFileForm
from weekplanner.kits.operations import carrier_files as operations
from weekplanner.kits.operations import shipping
from weekplanner.kits.pages import carriers as pages
from weekplanner.kits.queries import carrier_checks as queries
from weekplanner.kits.tracking import CARRIERS, Carrier
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render_form

MAX_BODY_BYTES = 4 * 1024 * 1024
"""More than a file may have, so that one of 3 MB is told so at its field."""
MAX_FIELDS = 5
KEPT_KEY, DELIVERED_KEY, SHIPPED_KEY = "bewaard", "bezorgd", "onderweg"


async def carrier_file(request: Request) -> Response:
    """Choose a file; with one problem in it nothing is kept, and the report says what is wrong where."""
    if request.method != "POST":
        return await _page(request, CarrierFileForm())
    person: Person = request.state.person
    async with request.form(max_files=1, max_fields=MAX_FIELDS) as posted:
        form = CarrierFileForm(posted)
        is_right = form.validate()
        content = await form.content(posted)
    if not is_right or content is None:
        return await _page(request, form)
    carrier = _carrier(form.carrier.data)
    file = carrier_files.read(content, carrier)
    if not file.problems:
        file.problems = await queries.problems_with(file, carrier, actor=person)
    if not file.problems:
        with form.refusals():
            taken = await operations.take_over(carrier, file.lines, actor=person)
            return redirect(
                request,
                "carrier_file",
                query={KEPT_KEY: taken.tracked, DELIVERED_KEY: taken.delivered},
            )
    return await _page(request, form, file=file)


async def ship_tracked(request: Request) -> Response:
    """What is packed and has a code of this carrier went with it."""
    person, form = request.state.person, Form()
    carrier = _carrier(str((await request.form()).get("carrier", "")))
    ids, _number = await queries.packed_with_code(carrier, most=shipping.MOST_AT_ONCE, actor=person)
    with form.refusals():
        gone = await shipping.ship(ids, actor=person)
        return redirect(request, "carrier_file", query={SHIPPED_KEY: len(gone)})
    return await _page(request, CarrierFileForm(), refused=form)


async def _page(
    request: Request,
    form: CarrierFileForm,
    *,
    file: CarrierFile | None = None,
    refused: Form | None = None,
) -> Response:
    person: Person = request.state.person
    if file is not None and file.problems:
        form.form_errors.append(
            _("Er is niets bewaard. Kijk wat er niet klopt, en stuur het bestand opnieuw.")
        )
    if refused is not None:
        form.form_errors += refused.form_errors
    ready = [await _ready(carrier, actor=person) for carrier in CARRIERS]
    return await render_form(
        request,
        "kits/carrier_file.html",
        form,
        report=pages.report(file) if file else None,
        carriers=CARRIERS,
        ready=[each for each in ready if each.to_ship or each.to_pack],
        most=shipping.MOST_AT_ONCE,
        done=pages.done(*(_number(request, key) for key in (KEPT_KEY, DELIVERED_KEY, SHIPPED_KEY))),
    )


async def _ready(carrier: Carrier, *, actor: Person) -> pages.Ready:
    _ids, to_ship = await queries.packed_with_code(carrier, most=shipping.MOST_AT_ONCE, actor=actor)
    unpacked, to_pack = await queries.unpacked_with_code(carrier, most=pages.SHOWN_CODES, actor=actor)
    shown = [(number, codes.with_letter(number)) for number in unpacked]
    return pages.Ready(carrier, to_ship, to_pack, shown)


def _number(request: Request, key: str) -> int | None:
    return whole_number(request.query_params.get(key, ""))


def _carrier(carrier_id: str) -> Carrier:
    found = tracking.carrier(carrier_id)
    if found is None:
        raise UnknownValue
    return found


ROUTES = (
    Route(
        "/team/pakketten/bezorger",
        carrier_file,
        name="carrier_file",
        methods=["GET", "POST"],
        max_body_size=MAX_BODY_BYTES,
    ),
    Route("/team/pakketten/bezorger/onderweg", ship_tracked, name="ship_tracked", methods=["POST"]),
)
