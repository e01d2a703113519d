"""What stands on the page of a municipality, as plain values."""

from dataclasses import asdict, dataclass, replace

from weekplanner.core.texts import gettext as _
from weekplanner.municipalities.models import MunicipalityPage

INTRODUCTION_LENGTH = 3000
MOST_PARTNERS = 40

_SCHEMES = ("http://", "https://")


@dataclass(frozen=True)
class Partner:
    """An organisation of the local coalition; the website may be empty."""

    name: str
    website: str = ""


@dataclass(frozen=True)
class PageTexts:
    """What a coordinator writes: an introduction in a subset of Markdown, and the partners in their order."""

    introduction: str = ""
    partners: tuple[Partner, ...] = ()

    @classmethod
    def of(cls, page: MunicipalityPage) -> "PageTexts":
        """What is stored."""
        return cls(page.introduction, tuple(Partner(**each) for each in page.partners))

    @property
    def partner_rows(self) -> list[dict[str, str]]:
        """The partners as they are stored."""
        return [asdict(each) for each in self.partners]

    @property
    def shown_partners(self) -> list[Partner]:
        """Those with a name; what is no address yet is left out."""
        named = (each for each in self.partners if each.name)
        return [each if each.website.startswith(_SCHEMES) else replace(each, website="") for each in named]

    @property
    def partner_lines(self) -> str:
        """The partners for people to read, one a line."""
        return "\n".join(
            f"{each.name}, {each.website}" if each.website else each.name for each in self.partners
        )


def field_labels() -> dict[str, str]:
    """What the fields are called."""
    return {"introduction": _("Inleiding"), "partners": _("Partners")}
