"""Reading forms as a browser does, and what tests type into them."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]

SOUP: Fields = {
    "title": ["Soep aan de lange tafel"],
    "summary": ["Een kom verse soep, warm brood en goed gezelschap."],
    "description": ["Wij koken een grote pan soep."],
    "category": ["samen-eten"],
    "audiences": ["iedereen"],
    "occurrences-0-day": ["2027-10-06"],
    "occurrences-0-starts": ["12.00"],
    "occurrences-0-ends": ["13.30"],
    "form": ["op-locatie"],
    "venue": ["Bibliotheek Neude"],
    "street": ["Neude"],
    "house_number": ["11"],
    "postcode": ["3512 AE"],
    "price": ["3,50"],
    "languages": ["nl"],
    "join_ways": ["binnenlopen"],
    "contact_name": ["Fatma"],
    "is_contact_name_public": ["y"],
    "is_contact_phone_public": ["y"],
}
"""Everything that must be filled in."""

NEWCOMER: Fields = {
    "organisation_name": ["Buurthuis De Linde"],
    "kind": ["welzijnsorganisatie"],
    "municipality": ["Utrecht"],
    "your_name": ["Fatma"],
    "email": ["fatma@example.org"],
}

SUBMIT: Fields = {"submit": ["1"]}
SAVE: Fields = {"save": ["1"]}
ADD: Fields = {"add": ["1"]}
DAYS: Fields = {"days": ["1"]}
EXAMPLE: Fields = {"example": ["1"]}


class _Forms(HTMLParser):
    """Collects what each form of a page would post."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self._textarea: str | None = None
        self._select: str | None = None
        self._first_option: str | None = None
        self._is_chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow fields inside a form."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        if not self.forms:
            return
        if tag == "input" and "name" in values:
            is_box = values.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in values:
                self._add(values["name"], values.get("value", ""))
        elif tag == "textarea":
            self._textarea = values.get("name")
            self._add(self._textarea, "")
        elif tag == "select":
            self._select, self._first_option, self._is_chosen = values.get("name"), None, False
        elif tag == "option" and self._select:
            if self._first_option is None:
                self._first_option = values.get("value", "")
            if "selected" in values:
                self._is_chosen = True
                self._add(self._select, values.get("value", ""))

    def handle_data(self, data: str) -> None:
        """The text of a textarea; a newline right after its tag does not count."""
        if self._textarea:
            self.forms[-1][self._textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End of a field."""
        if tag == "textarea" and self._textarea:
            text = self.forms[-1][self._textarea][-1]
            self.forms[-1][self._textarea][-1] = text.replace("\r\n", "\n").removeprefix("\n")
            self._textarea = None
        elif tag == "select" and self._select:
            if not self._is_chosen and self._first_option is not None:
                self._add(self._select, self._first_option)
            self._select = None

    def _add(self, name: str | None, value: str) -> None:
        if name:
            self.forms[-1].setdefault(name, []).append(value)


def form_of(html: str, containing: str = "version") -> Fields:
    """What the form with a field of this name would post, as the page shows it."""
    reader = _Forms()
    reader.feed(html)
    return next(form for form in reader.forms if containing in form)


def typed(html: str, *changes: Fields) -> Fields:
    """The form of a page, with these fields filled in."""
    fields = form_of(html)
    for change in changes:
        fields |= change
    return fields


def row(number: int, day: str, starts: str, ends: str, **more: str) -> Fields:
    """One moment, counted from 0."""
    values = {"day": day, "starts": starts, "ends": ends, **more}
    return {f"occurrences-{number}-{name}": [value] for name, value in values.items()}


class _Sentences(HTMLParser):
    """Collects the links of the error summary: the field they lead to, and the sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._depth = 0
        self._field: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Find the summary, and links in it."""
        values = dict(attrs)
        if tag == "div":
            is_summary = values.get("class") == "error-summary"
            self._depth = 1 if is_summary else self._depth + 1 if self._depth else 0
        elif tag == "li" and self._depth:
            self._field = ""
        elif tag == "a" and self._depth:
            self._field = (values.get("href") or "").removeprefix("#")

    def handle_data(self, data: str) -> None:
        """The sentence of a link."""
        if self._depth and self._field is not None and data.strip():
            self.found[self._field] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        """End of a link or of the summary."""
        if tag == "li":
            self._field = None
        elif tag == "div" and self._depth:
            self._depth -= 1


def sentences(html: str) -> dict[str, str]:
    """What the summary says is wrong: by the id of the field it leads to, empty for the whole form."""
    reader = _Sentences()
    reader.feed(html)
    return reader.found
