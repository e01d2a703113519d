"""What an organiser orders, and where it goes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from wtforms import FormField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from weekplanner.accounts.forms import version_number
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms import parsing
from weekplanner.events.forms.fields import SubForm, TypedField
from weekplanner.events.models import Activity
from weekplanner.kits.forms.address import AddressForm
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import WISH_LENGTH, KitOrder
from weekplanner.kits.values import MOST_OF_A_KIT, Address, OrderValues
from weekplanner.web.forms import at_most, required

_KIT = "kit_"


class QuantityField(TypedField):
    """How many; an empty field is none."""

    data: Any

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.flags.required = True  # or its label would call it optional, and none is an answer

    def read(self, text: str) -> int:
        """Digits."""
        number = parsing.whole_number(text)
        if number is None:
            raise ValueError(_("Vul een getal in: 0, 1, 2 of meer"))
        if number > MOST_OF_A_KIT:
            raise ValueError(_("Bestel hooguit %(most)s van één pakket") % {"most": MOST_OF_A_KIT})
        return number


class QuantitiesForm(AddressForm):
    """How many of which kit; `form_for` adds their fields as `kits`."""

    wish = TextAreaField(
        _("Waarom heeft u meer nodig?"),
        [at_most(WISH_LENGTH)],
        description=_("Alleen als u meer wilt dan de grens. Bijvoorbeeld: wij verwachten 120 gasten."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        first = [name for name in ("activity", "kits", "wish") if name in self._fields]
        for name in (*first, *(name for name in self.data if name not in first)):
            self._fields[name] = self._fields.pop(name)  # in the order of the page

    def quantity_of(self, kit: Kit) -> QuantityField:
        """The field of one kit."""
        return self._quantity(kit.id)

    def explain(self, sentences: Mapping[int, str]) -> None:
        """Say at each kit, by its id, how many there are and how many one may have."""
        for kit_id, sentence in sentences.items():
            self._quantity(kit_id).description = sentence

    def quantities(self) -> dict[int, int]:
        """How many by the id of a kit."""
        typed = self._fields["kits"].form.data
        return {int(name.removeprefix(_KIT)): number or 0 for name, number in typed.items()}

    def values(self) -> OrderValues:
        """As the operations take it."""
        return OrderValues(self.quantities(), self.address(), self.email.data, self.wish.data or "")

    def ask_why(self, above: Mapping[int, str]) -> bool:
        """Say what goes above a limit, by kit, unless a reason stands there; answers whether it asked."""
        if not above or self.wish.data:
            return False
        for kit_id, sentence in above.items():
            self._quantity(kit_id).errors = [sentence]
        self.add_error("wish", _("Schrijf waarom u er meer nodig heeft, of bestel er minder"))
        return True

    def _quantity(self, kit_id: int) -> QuantityField:
        return self._fields["kits"].form[f"{_KIT}{kit_id}"]  # type: ignore[no-any-return]  # WTForms


class OrderForm(QuantitiesForm):
    """A new order; the key makes one of a double click."""

    request_key = HiddenField()
    shown_for = HiddenField()
    """The activity whose limits stood on the page."""
    activity = SelectField(_("Uw activiteit"), [required(_("Kies een activiteit"))])

    def offer(self, activities: Sequence[Activity]) -> None:
        """Let one choose from these."""
        self.activity.choices = [SelectChoice(str(each.id), each.title) for each in activities]

    @property
    def is_as_shown(self) -> bool:
        """Whether the limits that stood on the page are those of the activity that is chosen."""
        return bool(self.shown_for.data == self.activity.data)

    @property
    def activity_id(self) -> int:
        """The activity that was chosen from the choices."""
        return int(self.activity.data)


class ChangeOrderForm(QuantitiesForm):
    """An order that is changed, in one version."""

    version = HiddenField()

    def fix_address(self) -> None:
        """A part is packed: where it goes cannot change any more."""
        for name in (*Address.__dataclass_fields__, "is_right"):
            del self[name]

    def values_of(self, order: KitOrder) -> OrderValues:
        """As the operations take it."""
        to = self.address() if "street" in self else Address.of(order)
        return OrderValues(self.quantities(), to, self.email.data, self.wish.data or "")

    def refuse_fewer(self, packed: Mapping[int, int]) -> bool:
        """Say of which kit fewer are wanted than are packed; answers whether there is one."""
        wanted = self.quantities()
        too_few = {kit_id: least for kit_id, least in packed.items() if wanted.get(kit_id, least) < least}
        for kit_id, least in too_few.items():
            sentence = _("Er zijn er al %(packed)s ingepakt. Minder kan niet meer")
            self._quantity(kit_id).errors = [sentence % {"packed": least}]
        return bool(too_few)

    @property
    def version_number(self) -> int:
        """The version that was shown; 0, which is always too old, when it is nonsense."""
        return version_number(self.version.data)

    def go_on_from(self, order: KitOrder) -> None:
        """After a refusal a next step is about what is stored now."""
        self.version.data = str(order.version)


Made = TypeVar("Made", bound=QuantitiesForm)


def form_for(form: type[Made], kits: Iterable[Kit]) -> type[Made]:
    """A form with a field for each of these kits."""
    named = {f"{_KIT}{kit.id}": QuantityField(_("Aantal ‘%(kit)s’") % {"kit": kit.name}) for kit in kits}
    return type(form.__name__, (form,), {"kits": FormField(type("Quantities", (SubForm,), named))})


def begin_with(quantities: Mapping[int, int]) -> dict[str, int]:
    """What stands in the fields of kits before anybody typed."""
    return {f"{_KIT}{kit_id}": number for kit_id, number in quantities.items()}
