"""A model of orders, parcels and stock in plain lists: what must be, said as simply as it can be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DONE = "done"
STAGES = (
    *("requested", "back_ordered", "placed", "approved", "packed"),
    *("shipped", "delivered", "returned", "cancelled"),
)
"""The least advanced first."""
OPEN = STAGES[:4]
NOT_GONE = STAGES[:5]


class Refusal(Exception):
    """A step that the rules do not allow, by the name of why."""


@dataclass(eq=False)
class Line:
    """So many of a kit in an order; two of the same are still two."""

    order: int
    kit: int
    quantity: int
    state: str
    parcel: int | None = None
    is_replacement: bool = False
    rank: int = 0
    since: int = 0


@dataclass
class Order:
    """Whose it is, and at which door it arrives."""

    activity: int
    organisation: int
    door: int = 0


@dataclass
class Parcel:
    """A box with a label of an order."""

    order: int
    state: str = "prepared"


@dataclass
class Shelf:
    """A kit in stock, and how much of it one may have."""

    per_activity: int | None
    per_organisation: int | None
    free: int = 0
    reserved: int = 0
    shipped: int = 0
    is_recalled: bool = False
    is_being_recalled: bool = False


@dataclass
class Storeroom:
    """Everything; numbers are places in these lists."""

    kits: list[Shelf]
    orders: list[Order] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    now: int = 0

    # What is read.

    def of(self, order: int) -> list[Line]:
        """The lines of an order."""
        return [line for line in self.lines if line.order == order]

    def inside(self, parcel: int) -> list[Line]:
        """What is in a parcel."""
        return [line for line in self.lines if line.parcel == parcel]

    def state_of(self, order: int) -> str:
        """The least advanced of its lines."""
        return min((line.state for line in self.of(order)), key=STAGES.index)

    def waiting(self, kit: int) -> list[Line]:
        """Who waits for a kit, the first first."""
        found = [line for line in self.lines if line.kit == kit and line.state == "back_ordered"]
        return sorted(found, key=lambda line: (line.rank, line.since, self.lines.index(line)))

    # What organisers do.

    def place(self, activity: int, organisation: int, wanted: Mapping[int, int]) -> None:
        """Order, within the limits; the rest is a wish."""
        chosen = {kit: number for kit, number in wanted.items() if number}
        if not chosen:
            raise Refusal("NothingOrdered")
        self._check_offered(chosen)
        self.orders.append(Order(activity, organisation))
        self._add_within_limits(len(self.orders) - 1, chosen)

    def change(self, order: int, wanted: Mapping[int, int]) -> None:
        """Have so many of each kit."""
        if not any(line.state in OPEN for line in self.of(order)):
            raise Refusal("Packed")
        more, is_less = {}, False
        for kit in sorted(wanted):
            own = [line for line in self.of(order) if line.kit == kit]
            there = sum(line.quantity for line in own if line.state != "cancelled")
            movable = sum(line.quantity for line in own if line.state in OPEN)
            if wanted[kit] > there:
                more[kit] = wanted[kit] - there
            elif less := min(there - wanted[kit], movable):
                is_less = True
                self._give_up(order, kit, less)
        self._check_offered(more)
        self._add_within_limits(order, more)
        if is_less and all(line.state == "cancelled" for line in self.of(order)):
            raise Refusal("NothingOrdered")
        self._serve(wanted)

    def cancel(self, order: int) -> None:
        """Give up all that is not packed."""
        lines = [line for line in self.of(order) if line.state in OPEN]
        if not lines:
            raise Refusal("Packed")
        for kit in {line.kit for line in lines}:
            self._give_up(order, kit, sum(line.quantity for line in lines if line.kit == kit))
        self._serve({line.kit for line in self.of(order)})

    # What the team does.

    def approve(self, orders: Iterable[int]) -> None:
        """All that is placed."""
        for order in orders:
            for line in self.of(order):
                if line.state == "placed":
                    line.state = "approved"

    def grant(self, line: Line) -> None:
        """Let a wish be an order: what fits is placed, the rest waits."""
        free = 0 if self.waiting(line.kit) else self.kits[line.kit].free
        fits = min(line.quantity, free)
        if 0 < fits < line.quantity:
            self._wait(self._split(line, line.quantity - fits))
        if fits:
            self._reserve(line, "placed")
        else:
            self._wait(line)

    def decline(self, line: Line) -> None:
        """Say no to a wish."""
        line.state = "cancelled"

    def put_first(self, line: Line) -> None:
        """Let somebody go before all others."""
        line.rank = self.waiting(line.kit)[0].rank - 1

    def receive(self, kit: int, quantity: int) -> None:
        """Stock arrives."""
        self.correct(kit, quantity)

    def correct(self, kit: int, quantity: int) -> None:
        """There are more, or fewer."""
        shelf = self.kits[kit]
        if shelf.is_recalled and quantity > 0:
            raise Refusal("CalledBack")
        if shelf.free + quantity < 0:
            raise Refusal("NotThatMany")
        shelf.free += quantity
        self._serve([kit])

    def batch(self, orders: Iterable[int], *, joins: bool) -> None:
        """A parcel for each order, or for each door."""
        groups: dict[int, list[Line]] = {}
        for order in sorted(set(orders)):
            key = self.orders[order].door if joins else order
            lines = [line for line in self.of(order) if line.state == "approved" and line.parcel is None]
            if lines:
                groups.setdefault(key, []).extend(lines)
        if not groups:
            raise Refusal("NothingToPack")
        for lines in groups.values():
            self.parcels.append(Parcel(lines[0].order))
            for line in lines:
                line.parcel = len(self.parcels) - 1

    def take_out(self, parcel: int) -> None:
        """One kit of a parcel goes in another."""
        if self.parcels[parcel].state != "prepared":
            raise Refusal("NotToPack")
        first, *others = self.inside(parcel)
        if first.quantity == 1 and not others:
            raise Refusal("NotAPart")
        part = first if first.quantity == 1 else self._split(first, 1)
        self.parcels.append(Parcel(first.order))
        part.parcel = len(self.parcels) - 1

    def join(self, into: int, other: int) -> None:
        """Two parcels for one door become one."""
        if any(self.parcels[each].state != "prepared" for each in (into, other)):
            raise Refusal("NotToPack")
        doors = [self.orders[self.parcels[each].order].door for each in (into, other)]
        if doors[0] != doors[1]:
            raise Refusal("OtherAddresses")
        for line in self.inside(other):
            line.parcel = into
        self._drop_empty()

    def pack(self, parcel: int) -> None:
        """Close it."""
        if self.parcels[parcel].state != "prepared":
            raise Refusal("AlreadyPacked" if self.parcels[parcel].state == "packed" else "NotToPack")
        self._bring(parcel, "packed")

    def unpack(self, parcel: int) -> None:
        """Open it again."""
        if self.parcels[parcel].state != "packed":
            raise Refusal("NotToPack")
        self._open(parcel)

    def ship(self, parcel: int) -> None:
        """It goes, unless something in it was called back."""
        is_recalled = any(self.kits[line.kit].is_recalled for line in self.inside(parcel))
        if self.parcels[parcel].state != "packed" or is_recalled:
            return
        self._bring(parcel, "shipped")
        for line in self.inside(parcel):
            self.kits[line.kit].reserved -= line.quantity
            self.kits[line.kit].shipped += line.quantity

    def deliver(self, parcel: int) -> None:
        """It arrives."""
        if self.parcels[parcel].state == "shipped":
            self._bring(parcel, "delivered")

    def take_back(self, parcel: int, *, is_whole: bool) -> None:
        """It comes back: free again, or thrown away."""
        if self.parcels[parcel].state not in ("shipped", "delivered"):
            raise Refusal("NotShipped")
        self._bring(parcel, "returned")
        for line in self.inside(parcel):
            if is_whole and not self.kits[line.kit].is_recalled:
                self.kits[line.kit].free += line.quantity
        self._serve({line.kit for line in self.inside(parcel)})

    def send_again(self, parcel: int) -> None:
        """The same once more, approved; limits do not count it."""
        if self.parcels[parcel].state not in ("shipped", "delivered", "returned"):
            raise Refusal("NothingToReplace")
        before = self.inside(parcel)
        self._check_offered({line.kit for line in before})
        for line in before:
            self._add(line.order, line.kit, line.quantity, state="approved", is_replacement=True)

    def move(self, order: int) -> None:
        """Let it go to the other door; what was packed for it is opened, and shared parcels are left."""
        if not any(line.state in NOT_GONE for line in self.of(order)):
            raise Refusal("WasSent")
        self.orders[order].door = 1 - self.orders[order].door
        for parcel in {line.parcel for line in self.of(order) if line.parcel is not None}:
            if self.parcels[parcel].state == "packed":
                self._open(parcel)
            if self.parcels[parcel].state != "prepared":
                continue
            others = [line for line in self.inside(parcel) if line.order != order]
            if others:
                for line in self.inside(parcel):
                    line.parcel = None if line.order == order else parcel
            self.parcels[parcel].order = others[0].order if others else order

    def recall(self, kit: int) -> None:
        """From now on nothing of it goes out; what is free is thrown away."""
        if self.kits[kit].is_recalled:
            raise Refusal("IsRecalled")
        self.kits[kit].is_recalled = self.kits[kit].is_being_recalled = True
        self.kits[kit].free = 0

    def look_at_the_schedule(self) -> None:
        """What was called back is taken out of every order that is not gone."""
        for number, shelf in enumerate(self.kits):
            if not shelf.is_being_recalled:
                continue
            shelf.is_being_recalled = False
            for line in [each for each in self.lines if each.kit == number and each.state in NOT_GONE]:
                if line.state == "packed" and line.parcel is not None:
                    self._open(line.parcel)
                if line.state in ("placed", "approved"):
                    shelf.reserved -= line.quantity
                line.state, line.parcel = "cancelled", None
            self._drop_empty()

    # Parts of these.

    def _check_offered(self, kits: Iterable[int]) -> None:
        if any(self.kits[kit].is_recalled for kit in kits):
            raise Refusal("NotOffered")

    def _room(self, kit: int, order: Order) -> int:
        shelf, room = self.kits[kit], 1_000
        counted = [
            (self.orders[line.order], line.quantity)
            for line in self.lines
            if line.kit == kit and line.state not in ("requested", "cancelled") and not line.is_replacement
        ]
        if shelf.per_activity is not None:
            room = shelf.per_activity - sum(n for whose, n in counted if whose.activity == order.activity)
        if shelf.per_organisation is not None:
            used = sum(n for whose, n in counted if whose.organisation == order.organisation)
            room = min(room, shelf.per_organisation - used)
        return max(0, room)

    def _add_within_limits(self, order: int, wanted: Mapping[int, int]) -> None:
        rooms = {kit: self._room(kit, self.orders[order]) for kit in wanted}
        for kit, number in sorted(wanted.items()):
            within = min(number, rooms[kit])
            self._add(order, kit, within)
            if number > within:
                self.lines.append(Line(order, kit, number - within, "requested"))

    def _add(
        self, order: int, kit: int, quantity: int, *, state: str = "placed", is_replacement: bool = False
    ) -> None:
        fits = 0 if self.waiting(kit) else min(quantity, self.kits[kit].free)
        if fits:
            self.lines.append(Line(order, kit, fits, "", is_replacement=is_replacement))
            self._reserve(self.lines[-1], state)
        if quantity > fits:
            self.lines.append(Line(order, kit, quantity - fits, "", is_replacement=is_replacement))
            self._wait(self.lines[-1])

    def _reserve(self, line: Line, state: str) -> None:
        self.kits[line.kit].free -= line.quantity
        self.kits[line.kit].reserved += line.quantity
        line.state = state

    def _wait(self, line: Line) -> None:
        line.state, line.since = "back_ordered", self.now

    def _split(self, line: Line, quantity: int) -> Line:
        line.quantity -= quantity
        rest = Line(**{**vars(line), "quantity": quantity})
        self.lines.append(rest)
        return rest

    def _give_up(self, order: int, kit: int, quantity: int) -> None:
        own = [line for line in self.of(order) if line.kit == kit and line.state in OPEN]
        own.reverse()
        for line in sorted(own, key=lambda line: OPEN.index(line.state)):
            if not quantity:
                break
            part = line if line.quantity <= quantity else self._split(line, quantity)
            quantity -= part.quantity
            if part.state in ("placed", "approved"):
                self.kits[kit].free += part.quantity
                self.kits[kit].reserved -= part.quantity
            part.state, part.parcel = "cancelled", None
        self._drop_empty()

    def _serve(self, kits: Iterable[int]) -> None:
        for kit in kits:
            shelf = self.kits[kit]
            for line in self.waiting(kit):
                if not shelf.free or shelf.is_recalled:
                    break
                part = line if line.quantity <= shelf.free else self._split(line, shelf.free)
                self._reserve(part, "placed")

    def _bring(self, parcel: int, state: str) -> None:
        self.parcels[parcel].state = state
        for line in self.inside(parcel):
            line.state = state

    def _open(self, parcel: int) -> None:
        self.parcels[parcel].state = "prepared"
        for line in self.inside(parcel):
            line.state = "approved"

    def _drop_empty(self) -> None:
        for number, parcel in enumerate(self.parcels):
            if parcel.state == "prepared" and not self.inside(number):
                parcel.state = "dropped"
