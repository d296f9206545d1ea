"""Reading TOML strictly: each field is taken once, and what is left at the end is unknown."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from typing import Any

from canivet.problems import InputProblem, Place


class Reader:
    """Reads the fields of one table of TOML; what is left at the end is unknown."""

    def __init__(self, data: Mapping[str, Any], file: str, where: str) -> None:
        self.data, self.file, self.where = dict(data), file, where

    @classmethod
    def of(cls, text: str, file: str, *, cure: str) -> Reader:
        """Reads the text of a file; ``cure`` says what to compare it with when it is no TOML."""
        try:
            return cls(tomllib.loads(text), file, "")
        except tomllib.TOMLDecodeError as error:
            raise InputProblem(
                f"ce fichier n'est pas du TOML ({error}).", cure=cure, place=Place(file)
            ) from error

    def problem(self, field: str, what: str) -> InputProblem:
        """The error of one field."""
        return InputProblem(
            f"{what}.",
            cure="corrigez ce champ ; commons/levers/README.md les décrit tous.",
            place=Place(self.file, "", None, f"{self.where}{field}"),
        )

    def _take(self, field: str, default: Any = None) -> Any:
        value = self.data.pop(field, default)
        if value is None:
            raise self.problem(field, "ce champ manque")
        return value

    def text(self, field: str, *, blank: bool = False) -> str:
        """A text; missing only when it may be blank."""
        value = self._take(field, "" if blank else None)
        if not isinstance(value, str) or not (blank or value.strip()):
            raise self.problem(field, "il faut un texte")
        return value.strip()

    def number(self, field: str, default: float | None = None) -> float:
        """A number."""
        value = self._take(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.problem(field, "il faut un nombre")
        return float(value)

    def numbers(self, field: str) -> list[float]:
        """A list of numbers."""
        value = self._take(field)
        if not isinstance(value, list) or not all(isinstance(item, int | float) for item in value):
            raise self.problem(field, "il faut une liste de nombres")
        return [float(item) for item in value]

    def whole(self, field: str, among: range, default: int | None = None) -> int:
        """A whole number in a range."""
        value = self._take(field, default)
        if not isinstance(value, int) or value not in among:
            raise self.problem(field, f"il faut un nombre de {among[0]} à {among[-1]}")
        return value

    def choice(self, field: str, among: Collection[str], default: str | None = None) -> str:
        """One of some words."""
        value = self._take(field, default)
        if value not in among:
            raise self.problem(field, f"« {value} » n'est pas l'un de : {', '.join(among)}")
        return str(value)

    def names(self, field: str, among: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, of some known names when they are given."""
        value = self._take(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.problem(field, "il faut une liste de textes")
        if among is not None and (unknown := [item for item in value if item not in among]):
            raise self.problem(field, f"« {unknown[0]} » n'existe pas dans les communs")
        return tuple(value)

    def flag(self, field: str) -> bool | None:
        """True, false, or None when it is not said."""
        value = self.data.pop(field, None)
        if value is not None and not isinstance(value, bool):
            raise self.problem(field, "il faut true ou false")
        return value

    def table(self, field: str) -> Reader:
        """A table inside; empty when it is not there."""
        value = self._take(field, {})
        if not isinstance(value, dict):
            raise self.problem(field, "il faut une table")
        return Reader(value, self.file, f"{self.where}{field}.")

    def tables(self, field: str) -> list[Reader]:
        """The tables of a list."""
        value = self._take(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.problem(field, f"il faut des blocs [[{field}]]")
        return [Reader(item, self.file, f"{field}[{rank}].") for rank, item in enumerate(value, 1)]

    def finish(self) -> None:
        """Refuse what no field of the format took."""
        if self.data:
            field = next(iter(self.data))
            raise self.problem(field, f"le champ « {field} » n'existe pas")
