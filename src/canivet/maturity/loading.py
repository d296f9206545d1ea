"""Read the grid from ``commons/maturity``, and refuse one whose links lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from canivet.commons.lists import LISTS, listed
from canivet.commons.store import Commons, Row
from canivet.maturity.grid import LEVELS, Condition, Domain, Fact, Grid, Precondition, Question, Role
from canivet.problems import InputProblem, Place

QUESTIONS = "maturity/questions"
#: Column of the questions that lists identifiers → table that must hold them, once the commons have it.
LINKS = {column: target for (table, column), target in LISTS.items() if table == QUESTIONS}


def load_grid(commons: Commons) -> Grid:
    """The grid of the commons; `InputProblem` on a repeated identifier or a link to what does not exist.

    The version is the last issued one of ``maturity/grids``.
    """
    version = max(commons.rows("maturity/grids"), key=lambda row: row["issued_on"])
    weights = {row["id"]: row for row in commons.rows("maturity/weights")}
    domains = tuple(_domain(row) for row in _ranked(commons, "maturity/domains"))
    order = {domain.id: place for place, domain in enumerate(domains)}
    _check(commons, order, weights)
    rows = sorted(commons.rows(QUESTIONS), key=lambda row: (order[row["domain"]], int(row["rank"])))
    return Grid(
        id=version["id"],
        label=version["label_fr"],
        disagreement_gap=int(version["disagreement_gap"]),
        level_labels=tuple(row["label_fr"] for row in commons.rows("maturity/levels")),
        domains=domains,
        questions=tuple(_question(row, weights) for row in rows),
        roles=tuple(
            Role(row["id"], row["label_fr"], row["who_fr"]) for row in _ranked(commons, "maturity/roles")
        ),
        facts=tuple(
            Fact(row["id"], row["question_fr"], row["kind"], row["origin"], listed(row["path"]))
            for row in _ranked(commons, "maturity/facts")
        ),
        preconditions=_preconditions(commons),
    )


def _ranked(commons: Commons, table: str) -> list[Row]:
    return sorted(commons.rows(table), key=lambda row: int(row["rank"]))


def _domain(row: Row) -> Domain:
    levels = tuple(row[f"level_{level}"] for level in LEVELS)
    theme = int(row["decree_theme"])
    return Domain(row["id"], row["label_fr"], theme, row["decree_label_fr"], row["scope_fr"], levels)


def _question(row: Row, weights: Mapping[str, Row]) -> Question:
    return Question(
        id=row["id"],
        domain=row["domain"],
        by_service=row["scope"] == "service",
        weight=float(weights[row["weight"]]["weight"]),
        weight_label=weights[row["weight"]]["label_fr"],
        text=row["question_fr"],
        why=row["why_fr"],
        levels=tuple(row[f"level_{level}_fr"] for level in LEVELS),
        proof=row["proof_fr"],
        roles=listed(row["roles"]),
        preconditions=listed(row["preconditions"]),
        links={name: listed(row[name]) for name in ("obligations", "practices", "rgesn", "te")},
        source=row["source"],
    )


def _preconditions(commons: Commons) -> dict[str, Precondition]:
    found: dict[str, Precondition] = {}
    for row in _ranked(commons, "maturity/preconditions"):
        condition = Condition(row["fact"], row["comparison"], row["value"])
        former = found.get(row["id"])
        conditions = (*(former.conditions if former else ()), condition)
        found[row["id"]] = Precondition(row["id"], row["label_fr"], conditions)
    return found


def _check(commons: Commons, domains: Mapping[str, int], weights: Mapping[str, Row]) -> None:
    for row, column, wrong in _faults(commons, domains, weights):
        raise InputProblem(
            f"la question « {row['id']} » : {wrong}.",
            cure="corrigez la table, puis vérifiez-la : canivet communs verifier.",
            place=Place("maturity/questions.csv", "", None, column),
        )


def _faults(
    commons: Commons, domains: Mapping[str, int], weights: Mapping[str, Row]
) -> Iterator[tuple[Row, str, str]]:
    seen: set[str] = set()
    known = {
        column: {row["id"] for row in commons.rows(table)}
        for column, table in LINKS.items()
        if commons.has(table)
    }
    for row in commons.rows(QUESTIONS):
        if row["id"] in seen:
            yield row, "id", "cet identifiant est déjà pris plus haut"
        seen.add(row["id"])
        if row["domain"] not in domains:
            yield row, "domain", f"le domaine « {row['domain']} » n'existe pas"
        if row["weight"] not in weights:
            yield row, "weight", f"le poids « {row['weight']} » n'existe pas"
        for column, ids in known.items():
            missing = [name for name in listed(row[column]) if name not in ids]
            if missing:
                yield row, column, f"« {missing[0]} » n'existe pas dans {LINKS[column]}.csv"
