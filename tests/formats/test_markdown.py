"""The Markdown of organisers: safe as HTML, readable as plain text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from weekplanner.formats import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hallo\ndaar", "<p>Hallo<br>\ndaar</p>\n"),
        ("# Kop", "<h3>Kop</h3>\n"),
        ("##### Kop", "<h6>Kop</h6>\n"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n"),
        ("**vet** en *schuin*", "<p><strong>vet</strong> en <em>schuin</em></p>\n"),
        (
            "<b>x</b><script>alert(1)</script>",
            "<p>&lt;b&gt;x&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
        ),
        (
            "[site](https://x.nl/?a=1&b=2)",
            '<p><a href="https://x.nl/?a=1&amp;b=2" rel="nofollow noopener ugc">site</a></p>\n',
        ),
        (
            "<tel:0300001234>",
            '<p><a href="tel:0300001234" rel="nofollow noopener ugc">tel:0300001234</a></p>\n',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](//elders.nl)", "<p>[x](//elders.nl)</p>\n"),
        ("[x](/uitloggen)", "<p>[x](/uitloggen)</p>\n"),
        ("", ""),
    ],
)
def test_what_is_written_becomes_this(text, html):
    assert markdown.html(text) == Markup(html)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# Kop\n\nEen **vet** woord\nen nog een regel", "Kop\n\nEen vet woord\nen nog een regel"),
        ("- een\n- twee\n  - drie", "- een\n- twee\n  - drie"),
        ("3. een\n4. twee", "3. een\n4. twee"),
        ("[de site](https://x.nl) en <https://y.nl>", "de site (https://x.nl) en https://y.nl"),
        ("<mailto:a@b.nl>", "a@b.nl"),
        ("> wat iemand zei", "wat iemand zei"),
        ("vis &amp; friet \\* <b>", "vis & friet * <b>"),
    ],
)
def test_plain_text_reads_the_same(text, plain):
    assert markdown.plain(text) == plain


@given(st.text(alphabet="ab <>&\"'()[]*_#->\n!:/.\\`~1x\u00e9", max_size=200))
def test_no_text_makes_other_tags(text):
    tags = set(re.findall(r"<\s*/?\s*([^\s>/]+)", markdown.html(text)))
    assert tags <= {"p", "br", "h3", "h4", "h5", "h6", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
    markdown.plain(text)


def test_a_text_made_to_be_slow_is_not():
    for nasty in ("[" * 3000, "> " * 1500, "*" * 3000, "- " * 1500, "<a" * 1500, "![" * 1500):
        markdown.html(nasty)
        markdown.plain(nasty)
