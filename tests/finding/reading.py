"""Reading a page of the site the way a person does: headings, cards, days, links."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2

SEPARATE = frozenset({"p", "li", "dd", "dt", "h1", "h2", "h3", "br", "span", "div"})
"""What stands apart from the words after it; a comma after a span does not."""

VOID = frozenset({"area", "base", "br", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Element:
    """A tag with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it, with single spaces."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.tag not in {"script", "style"}:
                yield from each._words()
                yield " " if each.tag in SEPARATE else ""

    def all(self, tag: str = "", **attributes: str) -> "Iterator[Element]":
        """Elements below this one; `class_` asks for one of its classes."""
        for each in self.inside:
            if isinstance(each, Element):
                if (not tag or each.tag == tag) and each._has(attributes):
                    yield each
                yield from each.all(tag, **attributes)

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def _has(self, attributes: dict[str, str]) -> bool:
        return all(self._is(name.rstrip("_"), value) for name, value in attributes.items())

    def _is(self, name: str, value: str) -> bool:
        there = self.attributes.get(name.replace("_", "-"), "")
        return value in there.split() if name == "class" else value == there


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


class Page:
    """An answer of the site, as a page."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status = response.status_code
        builder = _Builder()
        builder.feed(response.text)
        self.document = builder.open[0]
        self.main = self.document.one("main")

    @property
    def text(self) -> str:
        """The words of the page itself, without header and footer."""
        return self.main.text

    @property
    def h1(self) -> str:
        return self.main.one("h1").text

    @property
    def titles(self) -> list[str]:
        """The activities in the lists, from top to bottom."""
        return [card.one("h3").text for card in self.main.all("article", class_="activity")]

    @property
    def groups(self) -> list[str]:
        """The headings of the lists."""
        return [group.one("h2").text for group in self.main.all("section", class_="day-group")]

    @property
    def days(self) -> list[tuple[str, int]]:
        """The table: weekday and how much there is to do."""
        places = list(self.main.all("a", class_="day"))
        return [
            (day.one("span", class_="weekday").text, int(day.one("span", class_="count").text.split()[0]))
            for day in places
        ]

    @property
    def chosen_days(self) -> list[int]:
        """Which places at the table are chosen, from 0."""
        places = enumerate(self.main.all("a", class_="day"))
        return [number for number, day in places if day.attributes.get("aria-current") == "true"]

    @property
    def invited_day(self) -> int | None:
        """Where the red chair stands, from 0."""
        places = enumerate(self.main.all("a", class_="day"))
        return next((number for number, day in places if "data-invite" in day.attributes), None)

    @property
    def chips(self) -> list[str]:
        """What is chosen, as the links that take it away."""
        found = [link for box in self.main.all("p", class_="chosen") for link in box.all("a")]
        return [
            link.text.removesuffix(" : haal weg") for link in found if link.attributes.get("class") != "clear"
        ]

    @property
    def links(self) -> list[str]:
        """Where the page leads."""
        return [link.attributes["href"] for link in self.main.all("a")]

    def link(self, words: str) -> str:
        """Where the link with these words leads."""
        return next(link.attributes["href"] for link in self.main.all("a") if link.text.startswith(words))

    def meta(self, name: str) -> str | None:
        """A `meta` of the head, by name or property."""
        found = self.document.one("head").all("meta")
        return next(
            (
                each.attributes["content"]
                for each in found
                if name in (each.attributes.get("name"), each.attributes.get("property"))
            ),
            None,
        )

    @property
    def canonical(self) -> str:
        return self.document.one("head").one("link", rel="canonical").attributes["href"]

    @property
    def structured_data(self) -> dict[str, Any]:
        """What search engines read of what the page is about."""
        return self._data_blocks[0]

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        """What search engines read of the way down to the page: name and address."""
        (steps,) = (each for each in self._data_blocks if each["@type"] == "BreadcrumbList")
        return [(step["name"], step["item"]) for step in steps["itemListElement"]]

    @property
    def _data_blocks(self) -> list[dict[str, Any]]:
        blocks = self.document.all("script", type="application/ld+json")
        return [json.loads("".join(map(str, each.inside))) for each in blocks]
