"""What the form macros promise about every field (standards §3.2, WCAG 2.2 SC 1.3.1, 3.3.1 and 3.3.2)."""

import re

import pytest
from starlette.datastructures import FormData
from wtforms import FieldList, FormField, RadioField, SelectMultipleField
from wtforms import Form as WtForm
from wtforms.fields import SelectChoice

from weekplanner.vocabulary.tone import tone_hints
from weekplanner.web import pages
from weekplanner.web.forms import Form, LineField, at_most, required


class MomentForm(WtForm):  # type: ignore[misc]  # WTForms has no types
    begins = LineField("Begint om", [required("Vul een begintijd in.")])


class ActivityForm(Form):
    title = LineField("Titel", [required("Vul een titel in."), at_most(20)], description="Kort en gezellig.")
    phone = LineField("Telefoonnummer")
    form_of_joining = RadioField(
        "Hoe?",
        [required("Kies hoe.")],
        choices=[SelectChoice("online", "Online"), SelectChoice("thuis", "Thuis")],
    )
    audiences = SelectMultipleField(
        "Voor wie?", choices=[SelectChoice("iedereen", "Iedereen"), SelectChoice("mannen", "Mannen")]
    )
    moments = FieldList(FormField(MomentForm), min_entries=1)


def posted(**values: str) -> ActivityForm:
    form = ActivityForm(FormData(values))
    form.validate()
    return form


def rendered(macro: str, call: str, **values: object) -> str:
    source = f'{{% from "macros/form.html" import {macro} %}}{{{{ {call} }}}}'
    return pages.environment().from_string(source).render(**values)


def order_of(html: str, *parts: str) -> list[str]:
    return sorted(parts, key=html.index)


def test_a_field_reads_label_description_error_control_and_joins_them():
    html = rendered("field", "field(form.title)", form=posted(title=""))
    parts = ("<label", 'class="description"', 'class="error"', "<input")
    assert order_of(html, *parts) == list(parts)
    described_by = re.search(r'aria-describedby="([^"]*)"', html)
    assert described_by
    assert described_by[1].split() == ["title-description", "title-error"]
    assert all(f'id="{name}"' in html for name in ("title-description", "title-error"))
    assert 'aria-invalid="true"' in html


def test_the_browser_neither_cuts_off_what_is_pasted_nor_speaks_before_we_do():
    html = rendered("field", "field(form.title)", form=posted(title="Soep"))
    assert not re.search(r"\b(maxlength|minlength|required|placeholder)\b", html)


@pytest.mark.parametrize(("name", "is_said"), [("phone", True), ("title", False)])
def test_only_what_may_be_left_empty_says_so(name: str, is_said: bool):
    html = rendered("field", "field(form[name])", form=posted(), name=name)
    assert ("(niet verplicht)" in html) is is_said


@pytest.mark.parametrize(
    ("macro", "name", "type_"),
    [("radios", "form_of_joining", "radio"), ("checkboxes", "audiences", "checkbox")],
)
def test_choices_are_a_group_with_a_legend_whose_id_the_summary_links_to(macro: str, name: str, type_: str):
    html = rendered(macro, f"{macro}(form.{name})", form=posted())
    assert html.count(f'type="{type_}"') == 2
    assert re.search(rf'<fieldset[^>]* id="{name}" tabindex="-1"', html)
    assert "<legend>" in html


def test_every_link_in_the_summary_leads_to_a_field_on_the_page():
    form = posted(**{"moments-0-begins": ""})
    fields = "field(form.title) ~ radios(form.form_of_joining) ~ field(form.moments[0].form.begins)"
    html = rendered("refusals, field, radios", f"refusals(form) ~ {fields}", form=form)
    linked = re.findall(r'href="#([^"]+)"', html)
    assert linked == ["title", "form_of_joining", "moments-0-begins"]
    assert all(f'id="{name}"' in html for name in linked)


def test_what_was_typed_comes_back_as_text():
    html = rendered("field", "field(form.phone)", form=posted(phone='"><script>alert(1)</script>'))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_enter_presses_the_invisible_first_button():
    html = rendered("default_submit, submit", 'default_submit("do", "save") ~ submit("Erbij", "do", "add")')
    first = re.search(r"<button[^>]*>", html)
    assert first
    assert 'value="save"' in first[0]
    assert 'tabindex="-1"' in first[0]


def test_a_tone_hint_names_the_word_and_leaves_the_choice_to_the_writer():
    hints = tone_hints("Voor eenzame buren")
    html = rendered("field", "field(form.title, hints)", form=posted(title="Voor eenzame buren"), hints=hints)
    assert "‘eenzame’" in html
    assert "U beslist zelf." in html
    assert 'aria-describedby="title-description title-hint"' in html
    assert 'class="error"' not in html
