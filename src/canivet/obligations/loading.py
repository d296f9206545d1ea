"""The tables of ``commons/obligations``, read, typed, and checked to hold together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from canivet.commons.store import Commons, Row, number
from canivet.obligations.consistency import check_tables
from canivet.obligations.law import Ceiling, FactKind, Group, Law, Milestone, Outcome, Rule, Step


def load(commons: Commons) -> Law:
    """The law of these commons; `InputProblem` with table and line where the tables do not hold together."""

    def rows(name: str) -> list[Row]:
        return commons.rows(f"obligations/{name}")

    roles = {row["id"]: row["label_fr"] for row in commons.rows("maturity/roles")}
    words = rows("disposals")
    law = Law(
        groups=tuple(Group(row["id"], row["label_fr"], row["about_fr"]) for row in _ranked(rows("groups"))),
        rules=tuple(_rule(row) for row in _ranked(rows("rules"))),
        facts={row["id"]: _fact(row, roles) for row in _ranked(rows("facts"))},
        steps=tuple(_step(row) for row in rows("steps")),
        milestones=tuple(_milestone(row) for row in _ranked(rows("milestones"))),
        ceilings=tuple(
            Ceiling(row["label_fr"], row["families"], float(row["amount_eur"]))
            for row in rows("gift_ceilings")
            if row["measure"] == "solidarity_price"
        ),
        outcomes={
            row["id"]: Outcome(row["id"], row["label_fr"], row["reused"] == "1")
            for row in words
            if row["kind"] == "outcome"
        },
        exclusions={row["id"]: row["label_fr"] for row in words if row["kind"] == "exclusion"},
        reuse_families=frozenset(row["family"] for row in rows("equipment") if row["eee_category"]),
        doubtful_families={
            row["family"]: row["reason_fr"] for row in rows("equipment") if not row["eee_category"]
        },
        families={row["id"]: row["label_fr"] for row in commons.rows("classification/families")},
        themes={row["id"]: row["short_fr"] for row in rows("themes")},
        scope=tuple(rows("scope")),
    )
    check_tables(law)
    return law


def _ranked(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["rank"]))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _rule(row: Row) -> Rule:
    return Rule(
        id=row["id"],
        group=row["group"],
        title=row["title_fr"],
        text=row["text"],
        article=row["article"],
        scope_step=row["scope_step"],
        date_effect=_day(row["date_effect"]),
        date_nature=row["date_nature"],  # type: ignore[arg-type]
        date_end=_day(row["date_end"]),
        kinds=frozenset(_list(row["kinds"])),
        types=frozenset(_list(row["types"])),
        basis=row["basis"],
        basis_fact=row["basis_fact"],
        threshold=number(row["threshold"]),
        comparison=row["comparison"],
        norm=row["norm"],  # type: ignore[arg-type]
        formula=row["formula"],
        facts=_list(row["facts"]),
        step_key=row["step_key"],
        period_years=int(row["period_years"]) if row["period_years"] else None,
        requires=row["requires_fr"],
        reading=row["reading_fr"],
        proof=row["proof_fr"],
        action=row["action_fr"],
        severity=row["severity"],  # type: ignore[arg-type]
        confidence=row["confidence"],  # type: ignore[arg-type]
        source=row["source"],
        licence=row["licence"],
        reviewed_on=date.fromisoformat(row["reviewed_on"]),
        note=row["note"],
    )


def _fact(row: Row, roles: Mapping[str, str]) -> FactKind:
    return FactKind(
        id=row["id"],
        group=row["group"],
        label=row["label_fr"],
        type=row["type"],
        unit=row["unit"],
        yearly=row["period"] == "yearly",
        answered_by=roles.get(row["answered_by"], row["answered_by"]),
        help=row["help_fr"],
    )


def _step(row: Row) -> Step:
    year = int(row["year_from"]) if row["year_from"] else None
    comparison: Literal["ge", "le"] = "le" if row["comparison"] == "le" else "ge"
    return Step(row["rule"], row["key"], year, number(row["amount"]), row["unit"], comparison, row["note"])


def _milestone(row: Row) -> Milestone:
    return Milestone(
        id=row["id"],
        label=row["label_fr"],
        rule=row["rule"],
        recurrence=row["recurrence"],  # type: ignore[arg-type]
        day=_day(row["date"]),
        month_day=row["month_day"],
        fact=row["fact"],
        offset_years=int(row["offset_years"] or 0),
        year=int(row["year"]) if row["year"] else None,
        note=row["note"],
    )
