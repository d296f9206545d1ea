"""Levers of the commons: one TOML file each, read strictly.

An unknown field, a number out of its bounds or a name that nothing has is an `InputProblem` with the file and
the field; a lever is never half read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from canivet.commons.archetypes import load_archetypes
from canivet.commons.factors import EQUIPMENT, SERVICE
from canivet.commons.store import LEVERS_FOLDER, Commons
from canivet.footprint.uses import load_kinds
from canivet.levers.lever import SHARES, Change, Driver, Kind, Lever, Parameter, Per
from canivet.levers.toml_reader import Reader
from canivet.problems import InputProblem, Place

CONFIDENCES: Final = ("high", "medium", "low")
THEMES: Final = range(7)
EFFORTS: Final = range(1, 4)


@dataclass(frozen=True, slots=True)
class Names:
    """What a lever may name: categories of cells, subjects, criteria, practices, sources."""

    categories: frozenset[str]
    archetypes: frozenset[str]
    subjects: frozenset[str]
    criteria: frozenset[str]
    practices: frozenset[str]
    roles: frozenset[str]
    sources: frozenset[str]


def names_of(commons: Commons) -> Names:
    """The names of the commons."""
    archetypes = load_archetypes(commons)
    kinds = load_kinds(commons)
    return Names(
        frozenset({item.family for item in archetypes.values()} | set(kinds)),
        frozenset(archetypes),
        frozenset({f"{EQUIPMENT}:{name}" for name in archetypes} | {f"{SERVICE}:{name}" for name in kinds}),
        frozenset(row["id"] for row in commons.rows("criteria")),
        frozenset(row["id"] for row in commons.rows("practices/practices")),
        frozenset(row["id"] for row in commons.rows("practices/roles")),
        frozenset(row["id"] for row in commons.rows("sources")),
    )


def load_levers(commons: Commons) -> dict[str, Lever]:
    """Every lever by identifier, in the order of decree themes then identifiers."""
    known = names_of(commons)
    levers = [
        read_lever(path.read_text(encoding="utf-8"), path.name, known)
        for path in sorted((commons.root / LEVERS_FOLDER).glob("*.toml"))
    ]
    ordered = {item.id: item for item in sorted(levers, key=lambda item: (item.decree_theme, item.id))}
    check_links(ordered)
    return ordered


def read_lever(text: str, name: str, known: Names) -> Lever:
    """The lever that the text of a file describes."""
    reader = Reader.of(text, name, cure="comparez-le à un autre fichier du dossier des leviers.")
    parameters = tuple(_parameter(item, known) for item in reader.tables("parameters"))
    changes = tuple(_change(item, {one.id for one in parameters}, known) for item in reader.tables("changes"))
    delay = reader.numbers("delay_months")
    if len(delay) != 2 or not 0 <= delay[0] <= delay[1]:
        raise reader.problem("delay_months", "il faut deux nombres de mois, du plus court au plus long")
    lever = Lever(
        id=reader.text("id"),
        title=reader.text("title"),
        what=reader.text("what"),
        how=reader.text("how"),
        decree_theme=reader.whole("decree_theme", THEMES),
        practices=reader.names("practices", known.practices),
        roles=reader.names("roles", known.roles),
        effort=reader.whole("effort", EFFORTS),
        delay_months=(int(delay[0]), int(delay[1])),
        confidence=reader.choice("confidence", CONFIDENCES),  # type: ignore[arg-type]
        prerequisites=reader.names("prerequisites"),
        excludes=reader.names("excludes"),
        rebound=reader.text("rebound", blank=True),
        may_worsen=reader.names("may_worsen", known.criteria),
        worsens_how=reader.text("worsens_how", blank=True),
        indicators=reader.names("indicators"),
        parameters=parameters,
        changes=changes,
    )
    reader.finish()
    if lever.id != name.removesuffix(".toml"):
        raise reader.problem("id", f"l'identifiant « {lever.id} » n'est pas le nom du fichier")
    if not changes:
        raise reader.problem("changes", "il faut au moins un changement")
    used = {one for change in changes for one in _named(change)}
    for item in parameters:
        if item.id in shares_of(lever) and not (item.least >= 0 and item.most <= 1):
            raise reader.problem("parameters", f"« {item.id} » est une part : ses bornes sont entre 0 et 1")
    if idle := [one.id for one in parameters if one.id not in used]:
        raise reader.problem("parameters", f"le paramètre « {idle[0]} » ne sert à aucun changement")
    return lever


def check_links(levers: Mapping[str, Lever]) -> None:
    """Refuse a lever that needs or excludes an unknown one, or prerequisites that go round in circles."""
    for lever in levers.values():
        for name in (*lever.prerequisites, *lever.excludes):
            if name not in levers:
                raise InputProblem(
                    f"le levier « {name} », que nomme « {lever.id} », n'existe pas.",
                    cure="corrigez ce nom, ou retirez-le.",
                    place=Place(f"{lever.id}.toml"),
                )
    if circle := circle_of({lever.id: lever.prerequisites for lever in levers.values()}):
        raise InputProblem(
            f"les préalables tournent en rond : {' → '.join(circle)}.",
            cure="retirez l'un de ces préalables.",
            place=Place(f"{circle[0]}.toml"),
        )


def circle_of(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A circle among prerequisites, its first name repeated at the end; empty when there is none.

    >>> circle_of({"a": ["b"], "b": ["c"], "c": ["b"]})
    ('b', 'c', 'b')
    >>> circle_of({"a": ["b"], "b": []})
    ()
    """
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return ()
        for other in needs.get(name, ()):
            if found := walk(other, (*path, name)):
                return found
        done.add(name)
        return ()

    return next((found for name in needs if (found := walk(name, ()))), ())


def _parameter(reader: Reader, known: Names) -> Parameter:
    kind: Kind = reader.choice("kind", get_args(Kind))  # type: ignore[assignment]
    value = reader.number("value")
    # A choice has bounds to move between, an effect has bounds it may truly be between.
    least, most = reader.number("least", value), reader.number("most", value)
    low, high = reader.number("low", value), reader.number("high", value)
    found = Parameter(
        id=reader.text("id"),
        label=reader.text("label"),
        unit=reader.text("unit"),
        kind=kind,
        value=value,
        least=min(least, low),
        most=max(most, high),
        low=low,
        high=high,
        source=reader.choice("source", known.sources),
        year=reader.text("year"),
        licence=reader.text("licence"),
        note=reader.text("note", blank=True),
    )
    reader.finish()
    if kind == "choice" and (low, high) != (value, value):
        raise reader.problem("low", "un choix n'a pas d'incertitude : donnez least et most")
    if not (least <= value <= most and low <= value <= high):
        raise reader.problem("value", "la valeur est hors de ses bornes")
    return found


def _change(reader: Reader, parameters: Collection[str], known: Names) -> Change:
    driver: Driver = reader.choice("driver", get_args(Driver))  # type: ignore[assignment]
    change = Change(
        driver=driver,
        categories=reader.names("categories", known.categories),
        amount=reader.names("amount", parameters),
        reach=reader.names("reach", parameters),
        archetypes=reader.names("archetypes", known.archetypes),
        beyond_lifetime=reader.flag("beyond_lifetime"),
        per=reader.choice("per", get_args(Per), ""),  # type: ignore[arg-type]
        to=reader.names("to", known.subjects),
        rate=reader.names("rate", parameters),
        avoided=reader.names("avoided", parameters),
        criteria=reader.names("criteria", known.criteria),
    )
    reader.finish()
    if not change.categories:
        raise reader.problem("categories", "il faut au moins une catégorie")
    if not change.amount:
        raise reader.problem("amount", "il faut au moins un paramètre")
    for field, needed in (("to", driver in ("shift", "added")), ("per", driver == "ratio"),
                          ("avoided", driver == "second_hand")):  # fmt: skip
        if bool(getattr(change, field)) != needed:
            said = "manque" if needed else "n'a pas de sens"
            raise reader.problem(field, f"ce champ {said} pour un changement « {driver} »")
    if len(change.rate) != (len(change.to) if driver == "shift" else 0):
        raise reader.problem("rate", "il faut un paramètre pour chaque nom de « to », et seulement là")
    return change


def _named(change: Change) -> tuple[str, ...]:
    return (*change.amount, *change.reach, *change.rate, *change.avoided)


def shares_of(lever: Lever) -> set[str]:
    """Parameters that are shares: their values stay between 0 and 1."""
    found: set[str] = set()
    for change in lever.changes:
        found |= {*change.reach, *change.avoided}
        if change.driver in SHARES:
            found |= set(change.amount)
    return found
