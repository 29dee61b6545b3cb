"""
An invented country's caseload, one case at a time.

The same seed gives the same country, byte for byte, on any machine and in any slices: case
`index` depends on the seed, its index and the arguments, on nothing else.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from ruta.simulator import people, places, population
from ruta.simulator.assumptions import Assumptions, default
from ruta.simulator.chapters import (
    arrival,
    care,
    consent,
    court,
    execution,
    mishaps,
    prosecution,
    shelter,
    traits,
)
from ruta.simulator.draw import HOUR, Draw
from ruta.simulator.journey import DAY, LIMA, Journey, Person
from ruta.simulator.offices import Competence, Office
from ruta.simulator.population import Cell, Country, Traits
from ruta.simulator.stream import SimCase

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
CODE_LENGTH = 8
TRAITS = 1
Acts = Literal["full", "core"]


class Drawn(NamedTuple):
    """Who a case is about and when it opens (seconds since 1970, UTC), before its route."""

    number: int
    cell: Cell
    traits: Traits
    person: Person
    opened: int
    recent: bool


class Plan(NamedTuple):
    """The arguments of a run, compiled once."""

    seed: int
    until: int
    country: Country
    recent_share: float
    assumptions: Assumptions


def simulate(
    *,
    cases: int,
    seed: int,
    until: datetime,
    offices: Iterable[Office],
    years: Collection[int] | None = None,
    departments: Collection[str] | None = None,
    recent_share: float | None = None,
    first: int = 0,
    acts: Acts = "full",
    assumptions: Assumptions | None = None,
) -> Iterator[SimCase]:
    """
    Cases number `first` to `first + cases - 1`, with every act known at `until`.

    `until` must be aware. Years default to 2020 and all after it; years later than the last
    published repeat it. `recent_share` is the part opened in the days before `until` (default:
    the shipped assumption; 0 keeps the published years exactly). `acts="core"` walks only the
    route of protection: no care, no criminal side, no mishaps.

    :raises ValueError: `until` without a zone, or nothing published for these arguments
    :raises OfficesMissing: no office of a type the route cannot do without
    """
    competence = Competence(offices)
    plan = compile_plan(
        seed=seed, until=until, years=years, departments=departments,
        recent_share=recent_share, assumptions=assumptions,
    )  # fmt: skip
    numbers = range(first, first + cases)
    return (_case(plan, competence, number, full=acts == "full") for number in numbers)


def compile_plan(
    *,
    seed: int,
    until: datetime,
    years: Collection[int] | None = None,
    departments: Collection[str] | None = None,
    recent_share: float | None = None,
    assumptions: Assumptions | None = None,
) -> Plan:
    """The arguments of `simulate` that shape who comes and when."""
    if until.tzinfo is None:
        raise ValueError("until must say its zone")
    book = assumptions or default()
    lima = (until.astimezone(UTC) + timedelta(seconds=LIMA)).replace(tzinfo=None)
    country = Country(until=lima, years=years, departments=departments)
    share = book.shares["recent"] if recent_share is None else recent_share
    return Plan(seed, int(until.timestamp()), country, share, book)


def drawn(draw: Draw, plan: Plan, number: int) -> Drawn:
    """Who comes, and when: the first numbers of a case's randomness."""
    recent = draw.unit() < plan.recent_share
    choose = plan.country.newest_cell if recent else plan.country.cell
    cell = choose(draw.unit())
    traits = population.traits(draw, cell)
    opened = _recently(draw, plan) if recent else _some_day(draw, plan, cell.year)
    return Drawn(number, cell, traits, _person(draw, cell, traits), opened, recent)


def _recently(draw: Draw, plan: Plan) -> int:
    return plan.until - draw.seconds("age-of-recent")


def _some_day(draw: Draw, plan: Plan, year: int) -> int:
    """A day and hour of the year by its published months; never after `until`."""
    month = plan.country.month(year, draw.unit())
    start = datetime(year, month, 1, tzinfo=UTC).timestamp()
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC).timestamp()
    day = int(start) // DAY + draw.below(int(end - start) // DAY)
    at = day * DAY - LIMA + draw.number("hour-of-complaint") * HOUR + draw.below(HOUR)
    return min(at, plan.until - draw.below(HOUR))


def _person(draw: Draw, cell: Cell, traits: Traits) -> Person:
    home = places.by_department()[cell.department].district(draw.unit())
    low, high = population.AGE_BOUNDS[traits.age_group]
    margin = population.margins()["aggressor"]
    male = margin[f"male_when_{'she_is_a_woman' if traits.sex == 'mujer' else 'he_is_a_man'}"]
    return Person(
        department=cell.department,
        ubigeo=home.ubigeo,
        risk=cell.risk,
        violence=traits.violence,
        sex=traits.sex,
        age=low + draw.below(high - low + 1),
        bond=traits.bond,
        bond_detail=draw.code(_bonds(traits)),
        language=places.language(cell.department, home, draw.unit(), draw.unit()),
        accused_sex="hombre" if draw.unit() < male else "mujer",
        repeat_accused=draw.below(people.REPEAT_POOL) if draw.chance("accused-repeats") else None,
    )


def _bonds(traits: Traits) -> str:
    """The mix of closer bonds for a bond and an age."""
    if traits.bond != "family":
        return f"bond-{traits.bond}"
    ages = {"0-17": "child", "60+": "older"}
    return f"bond-family-of-{ages.get(traits.age_group, 'adult')}"


def _case(plan: Plan, competence: Competence, number: int, *, full: bool) -> SimCase:
    draw = Draw(seed=plan.seed, index=number, assumptions=plan.assumptions)
    who = drawn(draw, plan, number)
    case_id = draw.uuid()
    code = "".join(ALPHABET[draw.below(len(ALPHABET))] for _ in range(CODE_LENGTH))
    journey = Journey(
        draw=draw, competence=competence, person=who.person, opened=who.opened, until=plan.until
    )
    walk(journey, full=full)
    she, *others = people.parties(draw, who.person, who.number)
    if full:
        consent.decide(journey)
        shelter.shelter(journey)
    further = Draw(seed=plan.seed, index=number, assumptions=plan.assumptions, apart=TRAITS)
    she = traits.describe(further, who.person, she)
    traits.name_modality(further, journey)
    return SimCase(
        case_id=case_id,
        code_hint=code,
        department=who.cell.department,
        ubigeo=who.person.ubigeo,
        parties=(she, *others),
        acts=tuple(journey.in_order()),
    )


def walk(journey: Journey, *, full: bool) -> None:
    """The whole route, or with `full=False` the route of protection alone."""
    came = arrival.arrive(journey)
    if full and came.complained_at is not None:
        care.emergency(journey, came.complained_at)
    if came.court_at is not None and (told := court.decide(journey, came.court_at)) is not None:
        execution.execute(journey, told)
    if not full:
        return
    if came.prosecutor_at is not None:
        prosecution.prosecute(journey, came.prosecutor_at, came.detained_at)
    care.care(journey, came.complained_at or journey.opened)
    mishaps.happen(journey)
