"""Facts, families and outcomes as forms offer and show them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from canivet.initiatives import is_before
from canivet.obligations.facts import NUMBERS, read_value, value_text
from canivet.obligations.law import FactKind as Kind
from canivet.obligations.law import Group
from canivet.problems import InputProblem, Place
from canivet_web.law.bridge import law

__all__ = ["NUMBERS", "Kind", "is_before"]


def kinds_of(group: str) -> list[Kind]:
    """Facts of a group: those of a year first, then those that last."""
    found = [kind for kind in law().facts.values() if kind.group == group]
    return sorted(found, key=lambda kind: not kind.yearly)


def kind_of(fact: str) -> Kind:
    """The description of a fact; `KeyError` for one that does not exist."""
    return law().facts[fact]


def is_fact(fact: str) -> bool:
    """Whether there is such a fact."""
    return fact in law().facts


def groups() -> list[Group]:
    """Groups that have facts."""
    used = {kind.group for kind in law().facts.values()}
    return [group for group in law().groups if group.id in used]


def all_groups() -> tuple[Group, ...]:
    """Every group of rules."""
    return law().groups


def group_of(name: str) -> Group | None:
    """The group of this identifier, where it has facts."""
    return next((group for group in groups() if group.id == name), None)


def unit(kind: Kind) -> str:
    """The unit of a fact after its label; a count says what it counts by itself."""
    if not kind.unit or kind.type == "count":
        return ""
    return f" ({kind.unit}s)" if kind.unit == "an" else f" ({kind.unit})"


def canonical(text: str, kind: Kind) -> str:
    """The value typed, as the library writes it; `ValidationError` with the cure when it cannot be one."""
    try:
        return value_text(read_value(text.strip(), kind, Place()))
    except InputProblem as problem:
        raise ValidationError(
            f"{problem.what[:1].upper()}{problem.what[1:]} {problem.cure[:1].upper()}{problem.cure[1:]}"
        ) from problem


def typed(value: str, kind: Kind) -> str:
    """A stored value as it is typed in France: a decimal comma."""
    return value.replace(".", ",") if kind.type in NUMBERS else value


def families() -> Iterable[tuple[str, str]]:
    """Families of equipment, those of the rate first."""
    counted = law().reuse_families
    names = law().families.items()
    return sorted(names, key=lambda item: (item[0] not in counted, item[1]))


def outcomes() -> list[tuple[str, str]]:
    """What can become of a device."""
    return [(item.id, item.label) for item in law().outcomes.values()]


def exclusions() -> list[tuple[str, str]]:
    """Why a device is left out of the rate."""
    return list(law().exclusions.items())


def family(name: str) -> str:
    """French label of a family."""
    return law().families.get(name, name)


def outcome(name: str) -> str:
    """French label of an outcome."""
    found = law().outcomes.get(name)
    return found.label if found else name


def exclusion(name: str) -> str:
    """French label of an exclusion."""
    return law().exclusions.get(name, name)
