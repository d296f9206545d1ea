"""Gains said for one device: of a year, of its whole life, of a year gained. They are never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Basis = Literal["per_device_year", "per_device", "per_year_gained"]
BASES: Final[dict[Basis, str]] = {
    "per_device_year": "par équipement et par an",
    "per_device": "par équipement, sur toute sa vie",
    "per_year_gained": "par équipement et par année gagnée",
}


@dataclass(frozen=True, slots=True)
class UnitGain:
    """A gain for one device, with its unit and what it is counted for."""

    value: float
    unit: str
    basis: Basis

    def __add__(self, other: UnitGain) -> UnitGain:
        """The sum of two gains of one unit and one basis; `ValueError` for any other pair.

        >>> UnitGain(1.0, "kg", "per_device_year") + UnitGain(2.0, "kg", "per_device")
        Traceback (most recent call last):
        ValueError: per_device_year et per_device ne s'additionnent pas
        """
        if self.basis != other.basis:
            raise ValueError(f"{self.basis} et {other.basis} ne s'additionnent pas")
        if self.unit != other.unit:
            raise ValueError(f"{self.unit} et {other.unit} ne s'additionnent pas")
        return UnitGain(self.value + other.value, self.unit, self.basis)

    def times(self, devices: float, years: float = 1.0) -> float:
        """What it makes for devices over years, in its unit; years count where its basis has some.

        >>> UnitGain(37.0, "kg", "per_year_gained").times(1000, 2)
        74000.0
        >>> UnitGain(130.0, "kg", "per_device").times(1000, 2)
        130000.0
        """
        return self.value * devices * (1.0 if self.basis == "per_device" else years)


def of_life(yearly: UnitGain, lifetime_years: float) -> UnitGain:
    """A gain of each year, over the life that the device will have.

    >>> of_life(UnitGain(6.0, "kg", "per_device_year"), 6.0)
    UnitGain(value=36.0, unit='kg', basis='per_device')
    """
    if yearly.basis != "per_device_year":
        raise ValueError(f"{yearly.basis} n'est pas un gain par an")
    return UnitGain(yearly.value * lifetime_years, yearly.unit, "per_device")
