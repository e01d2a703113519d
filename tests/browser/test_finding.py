"""Residents' pages in a real browser: at every width, by keyboard, without a script."""

import pytest

from tests.browser.conftest import WIDTHS
from tests.make import Make, at

PAGES = (
    "/",
    "/agenda",
    "/agenda?postcode=3511&straal=10&dag=2027-10-06&categorie=samen-eten&toegankelijk=rolstoeltoegankelijk",
    "/agenda?postcode=9711&dag=2027-10-02&q=hottentottententententoonstelling&vrij=ja",
    "/agenda?waar=Bergen",
    "/agenda?waar=Utrcht",
    "/agenda?straal=3",
    "/abonneren",
    "/abonneren?postcode=3511&categorie=samen-eten",
    "/gemeente/utrecht",
    "/provincie/utrecht",
    "/organisaties/buurthuis-de-linde",
    "/over",
    "/privacy",
    "/toegankelijkheid",
)


@pytest.fixture
async def dishes(server, make: Make) -> dict[str, str]:
    """Activities of each sort on the running site: name → page."""
    several = [(at(day, 12), at(day, 13, 30)) for day in range(1, 9)]
    made = {
        "soup": await make.activity(occurrences=several, transport_phone="030 000 99 99"),
        "call": await make.activity(
            form="telefoon", title="Bellen bij de koffie", dial_in_phone="020 000 00 01"
        ),
        "cancelled": await make.activity("cancelled", title="Samen pannenkoeken bakken"),
        "long": await make.activity(title="Hottentottententententoonstelling" * 3, venue="Lang" * 25),
    }
    return {name: each.path for name, each in made.items()}


async def test_every_page_is_accessible_and_fits(person, dishes, viewport):
    resident = await person()
    if viewport == WIDTHS["phone"]:  # also what a desk of 1280 px shows at 400 % (WCAG 2.2 SC 1.4.10)
        await resident.page.set_viewport_size({"width": 320, "height": 700})
    for path in (*PAGES, *dishes.values()):
        resident.complaints.clear()
        await resident.page.goto(resident.server.url + path)
        resident.complaints = [each for each in resident.complaints if "400" not in each]
        await resident.look()


async def test_wider_set_text_still_fits(person, dishes):
    resident = await person()
    for path in ("/", "/agenda?postcode=3511", dishes["soup"], "/abonneren?postcode=3511"):
        await resident.page.goto(resident.server.url + path)
        await resident.page.evaluate(
            """() => {  // as a reader's own style sheet does (WCAG 2.2 SC 1.4.12)
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
                document.adoptedStyleSheets = [sheet];
            }"""
        )
        sideways = await resident.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, path


async def test_from_home_to_a_telephone_number_with_the_keyboard_alone(person, dishes):
    resident = await person()
    keys = resident.page.keyboard

    async def tab_to(words: str) -> None:
        for _ in range(120):
            await keys.press("Tab")
            if words == await resident.page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
            ):
                return
        raise AssertionError(f"no Tab leads to {words}")

    await resident.go("/")
    await keys.press("Tab")
    assert await resident.page.evaluate("document.activeElement.className") == "skip-link"
    await keys.press("Enter")
    await keys.press("Tab")
    await keys.type("3511 ab")
    await keys.press("Enter")
    await resident.page.wait_for_url("**/agenda?postcode=3511")
    await tab_to("Maak uw keuze")
    if not await resident.page.locator(".filters details").first.evaluate("details => details.open"):
        await keys.press("Enter")
    await tab_to("Zoek op een woord")
    await keys.type("lange tafel")
    await keys.press("Enter")
    await resident.page.wait_for_url("**/agenda?postcode=3511&q=lange+tafel")
    await tab_to("Soep aan de lange tafel")
    await keys.press("Enter")
    await resident.page.wait_for_url(f"**{dishes['soup']}")
    assert await resident.page.locator("main a[href='tel:0300001234']").first.is_visible()


async def test_everything_works_without_a_script(person, dishes):
    resident = await person(java_script_enabled=False)
    page = resident.page
    await page.goto(resident.server.url + "/agenda?postcode=3511")
    await page.locator("summary").first.click()
    await page.locator("main input[name=vorm][value=telefoon]").check()
    await page.get_by_role("button", name="Laat resultaten zien").click()
    assert await page.locator("main .activity h3").all_inner_texts() == ["Bellen bij de koffie"]
    await (
        page.get_by_role("link", name="Met de telefoon : haal weg")
        .or_(page.locator(".chosen a").first)
        .first.click()
    )
    await page.get_by_role("link", name="Hoe werkt dat?").click()
    assert page.url.endswith("/abonneren?postcode=3511")
    assert await page.locator("#feed-address").input_value() == (
        f"{resident.server.url}/feeds/postcode/3511.ics"
    )
