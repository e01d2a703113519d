"""From the rows of a postcode file to one place, municipality and coordinate for each postcode area.

The rules are those by which the package's own list was made: the most accurate row is the main place, ties
are settled by the areas around, places more than 8 km away are dropped, and what was decided by hand stays.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from weekplanner.geo.distance import Point, distance_km, middle_of
from weekplanner.geo.geonames import SourceRow
from weekplanner.geo.place_names import search_key
from weekplanner.geo.values import Decisions, MunicipalityValues, PostcodeValues

OTHER_PLACE_KM = 8
"""A place farther from the main place of its postcode area is an error of the source."""

LONELY_KM = 12
"""A postcode area farther from every other one of its municipality is an error of the source."""

SAME_SPOT_KM = 1
NEIGHBOURS = 15
"""How far, in numbers, the postcode areas go that settle a tie."""

Identity = tuple[str, str]

_key = cache(search_key)
"""The names of a file of full postcodes return a hundred times each."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the operator should know about a postcode area that was not taken over as it stands."""

    pc4: str
    text: str


@dataclass(frozen=True, slots=True)
class Derived:
    """The postcode areas of the file, and what was not believed."""

    postcodes: dict[str, PostcodeValues]
    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class _Candidate:
    """A place that may be the main one of a postcode area, with its most accurate rows."""

    place: str
    municipality_code: str
    accuracy: int = -1
    points: list[Point] = field(default_factory=list)

    def add(self, row: SourceRow) -> None:
        if row.accuracy > self.accuracy:
            self.accuracy, self.points = row.accuracy, []
        if row.accuracy == self.accuracy:
            self.points.append(row.point)

    @property
    def point(self) -> Point:
        return middle_of(self.points)


Candidates = Mapping[str, Mapping[Identity, _Candidate]]
"""Per postcode area, in the order of the file, its places by name and municipality."""


def derive(
    rows: Iterable[SourceRow],
    *,
    known: Mapping[str, PostcodeValues],
    municipalities: Collection[MunicipalityValues],
    decisions: Decisions,
) -> Derived:
    """What the file says about each postcode area, given what is `known` already."""
    candidates, strange = _gathered(rows, _MunicipalityFinder(known, municipalities))
    chosen = _main_places(candidates, known=known, decisions=decisions)
    spelling = _Spelling(known)
    found = {
        pc4: PostcodeValues(
            pc4=pc4,
            place=spelling.of(main.place, pc4),
            municipality_code=main.municipality_code,
            point=_believed(pc4, main.point, known=known, decisions=decisions),
            other_places=_other_places(pc4, main, candidates[pc4].values(), spelling),
        )
        for pc4, main in sorted(chosen.items())
        if pc4 not in decisions.left_out
    }
    return _without_lonely(found, strange, known=known)


class _MunicipalityFinder:
    """Which municipality a row means, by code, by name, or by what we know of its place."""

    def __init__(
        self, known: Mapping[str, PostcodeValues], municipalities: Collection[MunicipalityValues]
    ) -> None:
        self._codes = {municipality.code for municipality in municipalities}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for municipality in municipalities:
            for name in (municipality.name, *municipality.aliases):
                self._by_name[_key(name)].add(municipality.code)
        self._by_place: dict[str, set[str]] = defaultdict(set)
        for postcode in known.values():
            for place in (postcode.place, *postcode.other_places):
                self._by_place[_key(place)].add(postcode.municipality_code)
        self._known = known

    def code_of(self, row: SourceRow) -> str | None:
        """The code of the municipality; None when nothing points to a single one."""
        code = f"GM{row.municipality_code.removeprefix('GM').zfill(4)}"
        if code in self._codes:
            return code
        words = [
            word for word in row.municipality_name.split() if word.lower() not in {"gemeente", "municipality"}
        ]
        by_name = self._by_name.get(_key(" ".join(words)), set())
        if len(by_name) == 1:
            return next(iter(by_name))
        by_place = self._by_place.get(_key(row.place), set())
        before = self._known.get(row.pc4)
        if before and before.municipality_code in by_place:
            return before.municipality_code
        return next(iter(by_place)) if len(by_place) == 1 else None


def _gathered(
    rows: Iterable[SourceRow], municipality: _MunicipalityFinder
) -> tuple[Candidates, tuple[Remark, ...]]:
    candidates: defaultdict[str, dict[Identity, _Candidate]] = defaultdict(dict)
    strange: dict[str, Remark] = {}
    for row in rows:
        code = municipality.code_of(row)
        if code is None:
            name = " ".join(filter(None, [row.municipality_name, row.municipality_code])) or "-"
            strange.setdefault(row.pc4, Remark(row.pc4, f"{row.place}: unknown municipality {name}"))
            continue
        identity = _key(row.place), code
        candidates[row.pc4].setdefault(identity, _Candidate(row.place, code)).add(row)
    return candidates, tuple(strange.values())


def _main_places(
    candidates: Candidates, *, known: Mapping[str, PostcodeValues], decisions: Decisions
) -> dict[str, _Candidate]:
    """One place for each postcode area."""
    best = {pc4: _most_accurate(places) for pc4, places in candidates.items()}
    settled = {next(iter(places)) for places in best.values() if len(places) == 1}
    chosen = {}
    for pc4, places in best.items():
        before = known.get(pc4)
        by_hand = (_key(before.place), before.municipality_code) if before else None
        if by_hand and pc4 in decisions.main_place_chosen and by_hand in candidates[pc4]:
            chosen[pc4] = candidates[pc4][by_hand]
        else:
            chosen[pc4] = places[_settle_tie(pc4, places, settled, candidates)]
    return chosen


def _most_accurate(places: Mapping[Identity, _Candidate]) -> dict[Identity, _Candidate]:
    """The places with the best accuracy, and of those the ones with most rows (full postcodes)."""
    best = max((place.accuracy, len(place.points)) for place in places.values())
    return {name: place for name, place in places.items() if (place.accuracy, len(place.points)) == best}


def _settle_tie(
    pc4: str, places: Mapping[Identity, _Candidate], settled: Collection[Identity], candidates: Candidates
) -> Identity:
    """The one place that is not the main place elsewhere, else the one that occurs most nearby."""
    free = [identity for identity in places if identity not in settled]
    if len(places) == 1 or len(free) == 1:
        return (free or list(places))[0]

    def score(identity: Identity) -> float:
        total = 0.0
        for steps in range(1, NEIGHBOURS + 1):
            for number in (int(pc4) - steps, int(pc4) + steps):
                nearby = candidates.get(str(number), {})
                if identity in nearby:
                    total += 1 / steps / len(nearby)
        return total

    return min(places, key=lambda identity: (-score(identity), places[identity].place, identity))


class _Spelling:
    """Names as we know them already, where the file differs in capitals, spaces or accents only."""

    def __init__(self, known: Mapping[str, PostcodeValues]) -> None:
        self._of_area: dict[tuple[str, str], str] = {}
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for pc4, postcode in known.items():
            for place in (postcode.place, *postcode.other_places):
                self._of_area[pc4, _key(place)] = place
                spellings[_key(place)][place] += 1
        self._usual = {key: counted.most_common(1)[0][0] for key, counted in spellings.items()}

    def of(self, place: str, pc4: str) -> str:
        """How we write `place`."""
        key = _key(place)
        return self._of_area.get((pc4, key)) or self._usual.get(key, place)


def _other_places(
    pc4: str, main: _Candidate, places: Iterable[_Candidate], spelling: _Spelling
) -> tuple[str, ...]:
    main_name = spelling.of(main.place, pc4)
    near = [place for place in places if distance_km(place.point, main.point) <= OTHER_PLACE_KM]
    names = dict.fromkeys(spelling.of(place.place, pc4) for place in near)
    return tuple(name for name in names if name != main_name)


def _believed(pc4: str, point: Point, *, known: Mapping[str, PostcodeValues], decisions: Decisions) -> Point:
    """The coordinate of the file, unless it is still the one that is known to be wrong."""
    wrong = decisions.wrong_points.get(pc4)
    if wrong and pc4 in known and distance_km(point, wrong) < SAME_SPOT_KM:
        return known[pc4].point
    return point


def _without_lonely(
    found: Mapping[str, PostcodeValues], strange: tuple[Remark, ...], *, known: Mapping[str, PostcodeValues]
) -> Derived:
    """Keep the coordinate we have, or leave a new area out, where it lies far from its municipality.

    Only areas that stay where they were say where a municipality is: errors come in pairs.
    """
    moved = {pc4 for pc4, postcode in found.items() if not _is_where_it_was(postcode, known.get(pc4))}
    settled: defaultdict[str, list[Point]] = defaultdict(list)
    for pc4, before in known.items():
        if pc4 not in moved:
            settled[before.municipality_code].append(before.point)
    postcodes, remarks = dict(found), list(strange)
    for pc4 in sorted(moved):
        postcode = found[pc4]
        around = settled[postcode.municipality_code]
        nearest_km = min((distance_km(postcode.point, point) for point in around), default=0.0)
        if nearest_km <= LONELY_KM:
            continue
        if pc4 in known:
            postcodes[pc4], what = replace(postcode, point=known[pc4].point), "the coordinate was kept"
        else:
            del postcodes[pc4]
            what = "it was left out"
        remarks.append(Remark(pc4, f"{nearest_km:.0f} km from the rest of its municipality: {what}"))
    return Derived(postcodes, tuple(remarks))


def _is_where_it_was(postcode: PostcodeValues, before: PostcodeValues | None) -> bool:
    return before is not None and distance_km(postcode.point, before.point) < SAME_SPOT_KM
