"""The small drawings of static/icons.svg as pages show them; a list has hundreds, so each is written once."""

from functools import cache

from markupsafe import Markup

from weekplanner.web import static


@cache
def icon(name: str) -> Markup:
    """A line icon. It stands next to words that say the same, so a screen reader passes over it."""
    address = static.address("icons.svg")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(address, name)


@cache
def plate(name: str) -> Markup:
    """The round sign that shows what kind of activity it is."""
    return Markup('<span class="plate" aria-hidden="true">{}</span>').format(icon(name))
