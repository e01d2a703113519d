"""What the invented coordinators wrote about their municipality, with partners that do not exist."""

from weekplanner.municipalities.values import PageTexts, Partner

_INTRODUCTIONS = (
    """\
In {name} staat de deur open. Kom **eten**, wandelen, zingen of gewoon een kop koffie drinken.

- U hoeft niets mee te nemen.
- U mag iemand meenemen.
- Weet u niet waar u moet beginnen? Vraag het een van de partners.""",
    """\
Acht dagen lang doen wij in {name} iets leuks met elkaar. In de wijk, in de leeszaal en bij mensen thuis.

**Nieuw hier?** Loop gerust binnen. Er staat altijd iemand bij de deur.""",
    """\
Samen maken wij er in {name} een mooie week van. Buren, verenigingen en vrijwilligers hebben de tafel gedekt.

**Schuift u aan?**""",
)
_PARTNERS = (
    Partner("Buurthuis De Gouden Stoel", "https://goudenstoel.example"),
    Partner("Vrijwilligerspunt Samen Verder", "https://samenverder.example"),
    Partner("Wijkvereniging Het Kruispunt"),
    Partner("Koor De Vrolijke Noot", "https://vrolijkenoot.example"),
    Partner("Wandelclub Twee Benen"),
    Partner("Leeszaal Onder de Lamp", "https://onderdelamp.example"),
    Partner("Eetclub De Lange Tafel"),
)


def page_of(name: str, number: int) -> PageTexts:
    """What stands on the page of the municipality called `name`, one of several that differ by `number`."""
    partners = tuple(_PARTNERS[(number + each) % len(_PARTNERS)] for each in range(3 + number % 3))
    return PageTexts(_INTRODUCTIONS[number % len(_INTRODUCTIONS)].format(name=name), partners)
