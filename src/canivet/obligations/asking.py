"""What a formula is given: the rule, the dossier, the law, and how to say what lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canivet.obligations.context import Context
from canivet.obligations.facts import NUMBERS, Declared
from canivet.obligations.law import FactKind, Law, Rule
from canivet.obligations.verdicts import Evidence, Finding
from canivet.obligations.wording import day, listed, quantity
from canivet.territory import ReenObligation


@dataclass(frozen=True, slots=True)
class Asking:
    """One rule asked of one authority."""

    rule: Rule
    context: Context
    law: Law
    reen: ReenObligation

    def kind(self, fact: str) -> FactKind:
        """The description of a fact."""
        return self.law.facts[fact]

    def declared(self, fact: str) -> Declared | None:
        """A fact of the year studied, or the lasting one; None where it is not known."""
        return self.context.facts.find(self.kind(fact), self.context.year)

    def number(self, fact: str) -> float | None:
        """A numeric fact."""
        found = self.declared(fact)
        return float(found.value) if found is not None and isinstance(found.value, int | float) else None

    def answer(self, fact: str) -> bool | None:
        """A yes-or-no fact."""
        found = self.declared(fact)
        return bool(found.value) if found is not None else None

    def evidence(self, declared: Declared) -> Evidence:
        """A declared fact in words, with its year, note and proofs."""
        kind = self.kind(declared.fact)
        year = f" ({declared.year})" if declared.year is not None else ""
        note = f" – {declared.note}" if declared.note else ""
        return Evidence(f"{kind.label}{year} : {self._said(declared, kind)}{note}", declared.proofs)

    def all_evidence(self) -> tuple[Evidence, ...]:
        """Every declared fact that the rule reads."""
        found = (self.declared(fact) for fact in self.rule.facts)
        return tuple(self.evidence(declared) for declared in found if declared is not None)

    def missing(
        self, facts: Sequence[str], evidence: Sequence[Evidence] = (), *, overdue: bool = False
    ) -> Finding:
        """To be established: these facts would tell."""
        labels = [f"« {self.kind(fact).label} »" for fact in facts]
        year = f" pour {self.context.year}" if any(self.kind(fact).yearly for fact in facts) else ""
        late = " L'échéance est passée." if overdue else ""
        reason = f"Il manque {listed(labels)}{year}.{late}"
        return Finding("to_establish", reason, tuple(evidence), missing=tuple(facts), overdue=overdue)

    @staticmethod
    def _said(declared: Declared, kind: FactKind) -> str:
        match declared.value:
            case bool():
                return "oui" if declared.value else "non"
            case float() | int() if kind.type in NUMBERS:
                return quantity(declared.value, kind.unit)
            case tuple():
                return listed([str(number) for number in declared.value])
            case str():
                return declared.value
            case _:
                return day(declared.value)  # type: ignore[arg-type]
