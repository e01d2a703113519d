"""What pages and mail have in common: words for values, links, texts."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from jinja2 import UndefinedError

from weekplanner.core import settings
from weekplanner.core.templating import environment, phone_uri

LATE = datetime(2027, 9, 30, 22, 30, tzinfo=UTC)


def rendered(source: str, *, autoescape: bool = True, **values: object) -> str:
    return environment(autoescape=autoescape).from_string(source).render(**values)


@pytest.mark.parametrize(
    "moment",
    [LATE, LATE.isoformat(), LATE.astimezone(timezone(timedelta(hours=5))), date(2027, 10, 1), "2027-10-01"],
)
def test_a_day_is_one_in_amsterdam_whatever_it_is_made_from(moment: object):
    assert rendered("{{ moment|day }}", moment=moment) == "vrijdag 1 oktober"


def test_times_are_told_from_moments_and_from_what_mail_keeps_of_them():
    end = LATE + timedelta(hours=1, minutes=30)
    assert (
        rendered("{{ a|span(b) }}, {{ a|time }}", a=LATE, b=end.isoformat()) == "00.30 tot 02.00 uur, 00.30"
    )


def test_a_moment_without_an_offset_is_a_mistake():
    with pytest.raises(ValueError, match="naive"):
        rendered("{{ '2027-10-01T10:00:00'|time }}")


def test_a_misspelled_name_is_a_mistake():
    with pytest.raises(UndefinedError):
        rendered("{{ aktivity }}")


def test_values_in_texts_are_escaped_in_pages_and_not_in_plain_text():
    source = "{{ _('Dag %(name)s', name=name) }}"
    assert rendered(source, name="<b>") == "Dag &lt;b&gt;"
    assert rendered(source, name="<b>", autoescape=False) == "Dag <b>"


def test_settings_are_those_of_the_moment(configured: settings.Settings):
    source = "{{ site.base_url }} {{ site.help_phone_uri }}"
    template = environment(autoescape=True).from_string(source)
    assert template.render() == "https://komerbij.test tel:08000001234"
    with settings.using(configured.model_copy(update={"help_phone": "+31 (0)30 - 000 12 34"})):
        assert template.render() == "https://komerbij.test tel:+310300001234"


@pytest.mark.parametrize(
    ("number", "uri"),
    [
        ("030 000 12 34", "tel:0300001234"),
        ("+31 30 000 1234", "tel:+31300001234"),
        ("0800-1234", "tel:08001234"),
    ],
)
def test_a_telephone_number_becomes_a_link(number: str, uri: str):
    assert phone_uri(number) == uri
