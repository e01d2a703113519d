"""Inspiration in a real browser: at both widths, without a script, and up to a form that is filled in."""

from tests.browser.conftest import walked_once

PAGES = (
    "/inspiratie",
    "/inspiratie?pagina=4",
    "/inspiratie?soort=een-op-een&doelgroep=ouderen&plek=thuis&bewijs=onderbouwd",
    "/inspiratie?plek=kerk",
    "/inspiratie/oopoeh",
    "/inspiratie/join-us",
)


@walked_once
async def test_every_page_is_accessible_and_fits(person):
    visitor = await person()
    for path in PAGES:
        await visitor.go(path)


@walked_once
async def test_from_an_idea_to_a_form_that_is_filled_in(person):
    visitor = await person()
    await visitor.go("/mijn/activiteiten/nieuw")
    await visitor.click("Inspiratie", role="link")
    if not await visitor.page.get_by_label("Telefonisch").is_visible():
        await visitor.page.get_by_text("Maak uw keuze").click()
    await visitor.page.get_by_label("Telefonisch").check()
    await visitor.click("Laat resultaten zien")
    assert "plek=telefonisch" in visitor.page.url
    await visitor.click("Zilverlijn belservice", role="link")
    await visitor.click("Begin met dit idee", role="link")
    assert await visitor.page.get_by_label("Titel").input_value() == "Wij bellen u graag"
    assert await visitor.page.get_by_label("Wij bellen u graag").is_checked()


@walked_once
async def test_choosing_works_without_a_script(person):
    visitor = await person(java_script_enabled=False)
    page = visitor.page
    await page.goto(visitor.server.url + "/inspiratie")
    await page.locator("summary").first.click()
    await page.locator("main input[name=plek][value=huisarts]").check()
    await page.get_by_role("button", name="Laat resultaten zien").click()
    assert await page.locator("main .activity h3").all_inner_texts() == ["Welzijn op recept"]
    await page.locator(".chosen a").first.click()
    assert page.url.endswith("/inspiratie")
