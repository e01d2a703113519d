"""What every message has around its own words: the same in both parts, short lines in the text."""

import re
from html import unescape

import pytest
from jinja2 import ChoiceLoader, DictLoader

from weekplanner.core import templating

MESSAGE = """
{{% extends "mail/base.{part}" %}}
{{% from "mail/macros.{part}" import activity, button, link, quote %}}
{{% block title %}}Uw activiteit gaat niet door{{% endblock %}}
{{% block body %}}
{{{{ quote(apology) }}}}

{{{{ activity(title, href, moments, "Neude 11, 3512 AE Utrecht", ["Bel Fatma: 030 000 12 34."]) }}}}

{{{{ button("Bekijk uw activiteit", href) }}}}

{{{{ link("Wijzig uw activiteit", href) }}}}
{{% endblock %}}
{{% block reason %}}U krijgt deze mail omdat u een activiteit hebt aangemeld bij Kom erbij.{{% endblock %}}
"""
VALUES = {
    "subject": "Gaat niet door",
    "language": "nl",
    "title": "Soep & brood",
    "apology": "De kok is ziek.\n" + "Het spijt ons zeer. " * 8,
    "href": "https://komerbij.test/activiteiten/" + "soep-en-brood-" * 6 + "3",
    "moments": [["2027-10-06T10:00:00+00:00", "2027-10-06T11:30:00+00:00"]],
}


def message(part: str) -> str:
    environment = templating.environment(autoescape=part == "html")
    templates = {f"message.{part}": MESSAGE.format(part=part)}
    environment.loader = ChoiceLoader([DictLoader(templates), environment.loader])
    return environment.get_template(f"message.{part}").render(VALUES)


def test_no_line_of_text_is_longer_than_66_characters_but_an_address():
    lines = [line for line in message("txt").splitlines() if not line.startswith("https://")]
    assert max(map(len, lines)) <= 66
    assert VALUES["href"] in message("txt").splitlines()


@pytest.mark.parametrize("part", ["txt", "html"])
def test_both_parts_say_the_same_in_the_same_order(part: str):
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", message(part))).split())
    sentences = [
        "Uw activiteit gaat niet door",
        "De kok is ziek.",
        "Woensdag 6 oktober, 12.00 tot 13.30 uur",
        "Soep & brood",
        "Neude 11, 3512 AE Utrecht",
        "Bel Fatma: 030 000 12 34.",
        "Bekijk uw activiteit",
        "Wijzig uw activiteit",
        "Liever bellen? 0800 000 12 34",
        "U krijgt deze mail omdat u een activiteit hebt aangemeld bij Kom erbij.",
        "Wilt u met iemand praten? 0800 000 56 78",
        "Kom erbij is de agenda van de Week tegen Eenzaamheid.",
    ]
    places = [said.find(sentence) for sentence in sentences]
    assert -1 not in places
    assert places == sorted(places)


def test_the_html_part_loads_nothing_and_lays_out_with_tables_that_say_so():
    html = message("html")
    assert not re.search(r"<img|<link|<script|url\(", html)
    assert html.count("<table") == html.count('<table role="presentation"')
