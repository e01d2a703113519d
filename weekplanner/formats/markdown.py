"""The subset of Markdown that organisers may use, as safe HTML and as plain text."""

from collections.abc import Iterator, Sequence
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

HEADING_SHIFT = 2
"""A page has its own h1 and h2: `#` in a text becomes h3, and nothing becomes more than h6."""

LINK_REL = "nofollow noopener ugc"
_SCHEMES = ("http", "https", "mailto", "tel")
_TAGS = {"p", "br", "h3", "h4", "h5", "h6", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
_RULES = ("heading", "list", "blockquote", "newline", "emphasis", "link", "autolink", "escape", "entity")


def html(text: str) -> Markup:
    """`text` as HTML: paragraphs, headings, lists, emphasis, quotes and links.

    HTML in the text is shown as it was typed. Links go to http, https, mailto and tel only, and carry
    `rel="nofollow noopener ugc"` (Google's rules for what visitors write).
    """
    tokens = _parsed(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1:]) + HEADING_SHIFT)}"
    rendered = _parser().renderer.render(tokens, _parser().options, {})
    safe = nh3.clean(
        rendered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=set(_SCHEMES), link_rel=LINK_REL
    )
    return Markup(safe)  # noqa: S704 - this is the one place where Markup is made, from what nh3 cleaned


def plain(text: str) -> str:
    """`text` as plain text, for calendars and mail: a blank line between paragraphs, `- ` before an item.

    The address of a link follows its words, so that a calendar can make it clickable.
    """
    return "\n\n".join(block for block in _blocks(_parsed(text)) if block)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name for it
        """Whether a link stays a link: relative ones would point into this site."""
        return url.lower().startswith(tuple(f"{scheme}:" for scheme in _SCHEMES))


@cache
def _parser() -> MarkdownIt:
    return _Parser("zero", {"html": False, "breaks": True, "typographer": False}).enable(list(_RULES))


def _parsed(text: str) -> list[Token]:
    return _parser().parse(text)


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """The paragraphs and headings one by one; the items of a list that stands alone as one block."""
    items: list[str] = []
    lists: list[int | None] = []
    is_item_start = False
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
            if not lists:
                yield "\n".join(items)
                items = []
        elif token.type == "list_item_open":
            is_item_start = True
        elif token.type == "inline":
            words = "".join(_inline(token.children or []))
            if not lists:
                yield words
                continue
            items.append(_item(words, lists, is_start=is_item_start))
            is_item_start = False


def _item(words: str, lists: list[int | None], *, is_start: bool) -> str:
    """One line of a list; counts an ordered list on."""
    indent = "  " * (len(lists) - 1)
    if not is_start:
        return f"{indent}  {words}"
    number = lists[-1]
    if number is None:
        return f"{indent}- {words}"
    lists[-1] = number + 1
    return f"{indent}{number}. {words}"


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of a line; after those of a link its address, unless the words are the address."""
    words: list[str] = []
    target = ""
    for token in tokens:
        if token.type == "link_open":
            words, target = [], str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            label = "".join(words)
            shown = target.removeprefix("mailto:").removeprefix("tel:")
            yield shown if label in {shown, target} else f"{label} ({shown})"
            words, target = [], ""
        else:
            piece = "\n" if token.type in {"softbreak", "hardbreak"} else token.content
            if target:
                words.append(piece)
            else:
                yield piece
