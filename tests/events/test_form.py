"""The form without a script: moments come and go by buttons, examples fill it in, hints never block."""

import pytest

from tests.events.filling_in import ADD, DAYS, EXAMPLE, SAVE, SOUP, SUBMIT, form_of, row, sentences, typed
from weekplanner.core import clock
from weekplanner.events.models import Activity, Occurrence

NEW = "/mijn/activiteiten/nieuw"
DAY_NAMES = [f"2027-10-{day:02d}" for day in range(1, 9)]


async def _post(organiser, *changes):
    return await organiser.post(NEW, typed((await organiser.get(NEW)).text, *changes))


def _rows(html):
    fields = form_of(html)
    numbers = [name.split("-")[1] for name in fields if name.endswith("-day")]
    return [
        tuple(fields[f"occurrences-{n}-{part}"][0] for part in ("day", "starts", "ends")) for n in numbers
    ]


async def test_a_moment_more_begins_with_the_times_of_the_last_one(organiser):
    answer = await _post(organiser, row(0, "2027-10-06", "12.00", "13.30"), ADD)
    assert (answer.status_code, _rows(answer.text)) == (
        200,
        [("2027-10-06", "12.00", "13.30"), ("", "12.00", "13.30")],
    )
    assert not await Activity.exists()


async def test_a_moment_is_taken_away_by_its_own_button(organiser):
    two = row(0, "2027-10-06", "12.00", "13.30") | row(1, "2027-10-07", "14.00", "15.00")
    answer = await _post(organiser, two, {"remove": ["0"]})
    assert _rows(answer.text) == [("2027-10-07", "14.00", "15.00")]


@pytest.mark.parametrize("number", ["7", "-1", "x", "9" * 50, "²"])
async def test_taking_away_what_is_not_there_changes_nothing(organiser, number):
    answer = await _post(organiser, row(0, "2027-10-06", "12.00", "13.30"), {"remove": [number]})
    assert (answer.status_code, _rows(answer.text)) == (200, [("2027-10-06", "12.00", "13.30")])


async def test_every_day_makes_a_moment_of_each_day_that_is_not_there_yet(organiser):
    at_once = {"many_days": ["elke-dag"], "many_starts": ["10 uur"], "many_ends": ["11:30"]}
    answer = await _post(organiser, row(0, "2027-10-03", "10.00", "11.30"), at_once, DAYS)
    assert sorted(_rows(answer.text)) == [(day, "10.00", "11.30") for day in DAY_NAMES]
    assert form_of(answer.text)["many_starts"] == [""]


async def test_days_that_were_chosen_together_count_without_their_own_button(organiser):
    at_once = {"many_days": ["2027-10-01", "2027-10-08"], "many_starts": ["22"], "many_ends": ["1"]}
    await _post(organiser, {"title": ["Sterren kijken"]}, {**at_once, "many_days": ["2027-10-01"]}, SAVE)
    (made,) = await Occurrence.all()
    starts, ends = clock.local(made.starts_at), clock.local(made.ends_at)
    assert (starts.isoformat(), ends.isoformat()) == (
        "2027-10-01T22:00:00+02:00",
        "2027-10-02T01:00:00+02:00",
    )


async def test_what_the_days_together_lack_is_said(organiser):
    answer = await _post(organiser, {"many_starts": ["tien"]}, DAYS)
    assert (answer.status_code, sentences(answer.text)) == (
        422,
        {
            "many_days": "Kies één of meer dagen",
            "many_starts": "Schrijf de tijd zo: 12.00",
            "many_ends": "Vul een eindtijd in, zoals 13.30",
        },
    )


@pytest.mark.parametrize(
    ("starts", "ends", "past_midnight", "expected"),
    [
        ("12.00", "13:30", None, "2027-10-06T12:00/2027-10-06T13:30"),
        ("9 uur", "10", None, "2027-10-06T09:00/2027-10-06T10:00"),
        ("20.00", "24.00", None, "2027-10-06T20:00/2027-10-07T00:00"),
        ("20.00", "0.00", None, "2027-10-06T20:00/2027-10-07T00:00"),
        ("20.00", "0.00", "y", "2027-10-06T20:00/2027-10-07T00:00"),
        ("22.00", "1.30", "y", "2027-10-06T22:00/2027-10-07T01:30"),
        ("10.00", "10.00", "y", "2027-10-06T10:00/2027-10-07T10:00"),
    ],
)
async def test_times_are_taken_as_people_write_them(organiser, starts, ends, past_midnight, expected):
    moment = row(0, "2027-10-06", starts, ends) | (
        {"occurrences-0-ends_next_day": ["y"]} if past_midnight else {}
    )
    answer = await _post(organiser, {"title": ["Soep"]}, moment, SAVE)
    assert answer.status_code == 303, sentences(answer.text)
    (made,) = await Occurrence.all()
    kept = [f"{clock.local(each):%Y-%m-%dT%H:%M}" for each in (made.starts_at, made.ends_at)]
    assert "/".join(kept) == expected


async def test_an_example_fills_in_what_is_still_empty(organiser):
    answer = await _post(organiser, {"example_slug": ["resto-vanharte"], "summary": ["Van ons."]}, EXAMPLE)
    shown = form_of(answer.text)
    assert (answer.status_code, shown["title"], shown["category"]) == (
        200,
        ["Schuif aan bij het buurtdiner"],
        ["samen-eten"],
    )
    assert (shown["summary"], shown["audiences"]) == (["Van ons."], ["iedereen", "minima"])
    other = await organiser.post(NEW, shown | {"example_slug": ["het-danspaleis"]} | EXAMPLE)
    assert form_of(other.text)["title"] == ["Mag ik deze dans van u?"]
    own = await organiser.post(
        NEW, shown | {"title": ["Ons feest"], "example_slug": ["het-danspaleis"]} | EXAMPLE
    )
    assert form_of(own.text)["title"] == ["Ons feest"]


async def test_words_that_scare_off_get_a_hint_and_never_block(organiser):
    changes = {"description": ["Voor eenzame ouderen. Dit is de Week tegen Eenzaamheid."]}
    shown = await _post(organiser, SOUP, changes, ADD)
    assert shown.text.count("Tip voor uw tekst.") == 1
    assert "U schrijft ‘eenzame’." in shown.text
    assert "U beslist zelf." in shown.text
    assert (await _post(organiser, SOUP, changes, SUBMIT)).status_code == 303


async def test_what_would_help_visitors_is_told_and_never_blocks(organiser):
    shown = await _post(organiser, SOUP, ADD)
    assert "Zet er een telefoonnummer bij." in shown.text
    assert (await _post(organiser, SOUP, SUBMIT)).status_code == 303


async def test_the_whole_page_is_shown_from_what_was_typed_and_leads_back_to_it(organiser):
    fields = typed(
        (await organiser.get(NEW)).text, SOUP, {"description": ["\nEen <b>regel</b>\n\nen nog één"]}
    )
    preview = await organiser.post("/mijn/activiteiten/voorbeeld", fields)
    assert preview.status_code == 200
    assert "Buurthuis De Linde" in preview.text
    assert "Bibliotheek Neude" in preview.text
    back = form_of(preview.text, containing="title")
    form = await organiser.post(NEW, back | {"back": ["1"]})
    assert (form.status_code, sentences(form.text)) == (200, {})
    assert form_of(form.text)["description"] == ["Een <b>regel</b>\n\nen nog één"]
    assert not await Activity.exists()


async def test_a_page_is_shown_of_next_to_nothing(site, make):
    await make.edition()
    nothing = typed((await site.get(NEW)).text)
    for changes in (
        {},
        {"form": ["onzin"], "category": ["onzin"]},
        {"municipality": ["Nergens"], "postcode": ["9999 ZZ"]},
    ):
        assert (await site.post("/mijn/activiteiten/voorbeeld", nothing | changes)).status_code == 200


NONSENSE = [
    "",
    "\x00\x07",
    "a\r\nb",
    "<script>alert(1)</script>",
    "\u202eabc\u200b",
    "𝔘𝔫𝔦²³",
    "x" * 5000,
    "-1",
    "%s%(x)s{{7*7}}",
]


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_no_nonsense_breaks_the_form(organiser, nonsense):
    fields = typed((await organiser.get(NEW)).text, SOUP, row(1, "", "", "", id="", capacity=""))
    everywhere = {name: [nonsense] for name in fields}
    for button in (SAVE, SUBMIT, ADD, DAYS, EXAMPLE):
        answer = await organiser.post(NEW, everywhere | button)
        assert answer.status_code in {200, 303, 422}
        assert "<script>alert" not in answer.text
    assert (await organiser.post("/mijn/activiteiten/voorbeeld", everywhere)).status_code == 200


async def test_no_single_field_breaks_the_form(organiser):
    fields = typed((await organiser.get(NEW)).text, SOUP, row(1, "", "", "", id="", capacity=""))
    for name in fields:
        wrong = {"request_key": [name], name: [f"{''.join(NONSENSE)}"]}
        answer = await organiser.post(NEW, fields | wrong | SUBMIT)
        assert answer.status_code in {303, 422}, name


async def test_names_of_fields_may_be_nonsense_too(organiser):
    strange = {
        "occurrences-²-day": "x",
        "occurrences-" + "9" * 6000 + "-day": "x",
        "occurrences--day": "x",
        "\x00": "x",
    }
    answer = await _post(
        organiser, {"title": ["Soep"]}, {name: [value] for name, value in strange.items()}, SAVE
    )
    assert answer.status_code == 303
