"""What may stand in a path beyond Starlette's own: `{id:row}`, the number of a row.

Importing this module makes it known; `web.pages` does, which every module with routes imports.
"""

from starlette.convertors import Convertor, register_url_convertor


class RowNumber(Convertor[int]):
    """A primary key: no leading zero, at most nine digits, so that it fits PostgreSQL's integer."""

    regex = "[1-9][0-9]{0,8}"

    def convert(self, value: str) -> int:
        """From the path."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Into a path."""
        return str(value)


register_url_convertor("row", RowNumber())
