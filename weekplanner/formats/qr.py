"""QR codes, as drawings that print sharply at any size."""

from io import BytesIO

import segno

QUIET_ZONE = 4
"""White modules around the code (ISO/IEC 18004 §9.1): without them a scanner cannot find its edge."""


def svg(text: str) -> bytes:
    """`text` as an SVG image of its own; the same bytes each time.

    Level M still reads with 15 % of it smudged (ISO/IEC 18004 §8.5). Raises ValueError for a text that
    does not fit: about 2,300 characters.
    """
    drawing = BytesIO()
    code = segno.make(text, error="m", boost_error=False, micro=False)
    code.save(
        drawing, kind="svg", border=QUIET_ZONE, omitsize=True, light="#fff", svgclass=None, lineclass=None
    )
    return drawing.getvalue()
