"""Reading the lists of guests on a page."""

import re
from html import unescape

Rows = list[list[str]]


def words(html: str) -> str:
    """The text of a piece of a page, on one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def tables(page: str) -> dict[str, Rows]:
    """The rows of every table by its caption, each as the words in its cells; without the headings."""
    return {
        words(caption): [
            [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
        ]
        for caption, body in re.findall(
            r"<caption[^>]*>(.*?)</caption>.*?<tbody>(.*?)</tbody>", page, re.DOTALL
        )
    }


def names(page: str, caption: str = "") -> list[str]:
    """Who stands in the lists whose captions begin so, in order."""
    lists = [rows for found, rows in tables(page).items() if found.startswith(caption or "Wie ")]
    return [row[0] for rows in lists for row in rows]


def notice(page: str) -> str:
    """What the page says of what was just done."""
    found = re.search(r'role="status">(.*?)</div></div>', page, re.DOTALL)
    return words(found[1]) if found else ""
