"""What is in the digital kit of the demonstration: a small archive that the program makes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from weekplanner.formats.palette import PLUM, SAFFRON, TOMATO, WHITE

_CHAIR = (
    f'<circle cx="24" cy="24" r="24" fill="{SAFFRON}"/>'
    f'<path d="M16 10v28M16 26h16v12" fill="none" stroke="{PLUM}" stroke-width="5" stroke-linecap="round"/>'
    f'<path d="M18.5 22.5h14" stroke="{TOMATO}" stroke-width="4.5" stroke-linecap="round"/>'
)
_LOGO = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{_CHAIR}</svg>'
_POSTER = f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 420" width="297mm" height="420mm">
<rect width="297" height="420" fill="{WHITE}"/>
<g transform="translate(76 40) scale(3)">{_CHAIR}</g>
<text x="148" y="240" font-family="sans-serif" font-size="44" font-weight="700" fill="{PLUM}" text-anchor="middle">{{words}}</text>
<text x="148" y="285" font-family="sans-serif" font-size="18" fill="{PLUM}" text-anchor="middle">Er staat een stoel voor u klaar.</text>
<path d="M40 340H257M40 375H257" stroke="{PLUM}" stroke-width="1"/>
</svg>
"""  # noqa: E501 - lines of a drawing
_TEXTS = """\
Voor uw wijkkrant

Kom erbij! In de Week tegen Eenzaamheid staat er bij ons een stoel voor u klaar.
U hoeft niets mee te nemen. Kent u iemand die graag meegaat? Neem hem of haar mee.

Voor op de deur

Hier bent u welkom. Kom binnen, de koffie is klaar.
"""
FILES = {
    "lees-mij.txt": "Dit zijn voorbeelden. Gebruik ze zoals u wilt.\n",
    "logo.svg": _LOGO,
    "poster-a3-kom-erbij.svg": _POSTER.replace("{words}", "Kom erbij"),
    "poster-a3-schuif-aan.svg": _POSTER.replace("{words}", "Schuif aan"),
    "teksten.txt": _TEXTS,
}
_AT = (2027, 1, 1, 0, 0, 0)
"""So that the same archive comes of it each time."""


def archive() -> BytesIO:
    """The archive, from its beginning."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, text in FILES.items():
            made.writestr(ZipInfo(name, _AT), text, compress_type=ZIP_DEFLATED)
    target.seek(0)
    return target
