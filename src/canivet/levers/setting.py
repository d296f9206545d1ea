"""What an authority sets of the levers: values of their choices, checked against their bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from canivet.levers.lever import Lever
from canivet.problems import InputProblem

Settings = dict[str, dict[str, float]]


def read_settings(texts: Iterable[str], levers: Mapping[str, Lever], *, default: str = "") -> Settings:
    """Values by lever and parameter, from ``lever.parameter=value`` texts.

    ``default`` is the lever of those that name none. `InputProblem` for an unknown name, an effect (what was
    observed is not to be chosen), or a value out of its bounds.
    """
    found: Settings = {}
    for text in texts:
        name, sign, value = text.partition("=")
        lever_id, dot, parameter = name.strip().rpartition(".")
        lever_id = lever_id if dot else default
        if not sign or lever_id not in levers:
            raise InputProblem(
                f"« {text} » ne règle aucun levier.", cure="écrivez LEVIER.PARAMETRE=VALEUR, par exemple "
                "garder-portables.years=2."
            )  # fmt: skip
        found.setdefault(lever_id, {})[parameter] = checked(levers[lever_id], parameter, value)
    return found


def checked(lever: Lever, parameter: str, text: str) -> float:
    """The value of a choice; a percentage may be written 40 %."""
    known = {item.id: item for item in lever.parameters if item.kind == "choice"}
    if parameter not in known:
        raise InputProblem(
            f"« {parameter} » ne se règle pas dans « {lever.id} ».",
            cure=f"réglez l'un de : {', '.join(known) or 'aucun'}.",
        )
    item = known[parameter]
    plain = text.strip().replace("\u202f", "").replace("\xa0", "").replace(",", ".")
    percent = plain.endswith("%")
    try:
        value = float(plain.removesuffix("%")) / (100 if percent else 1)
    except ValueError as error:
        raise InputProblem(
            f"« {text} » n'est pas un nombre.", cure="écrivez par exemple 0,4 ou 40 %."
        ) from error
    if not item.least <= value <= item.most:
        raise InputProblem(
            f"« {text} » est hors des bornes de « {item.label} » ({lever.id}).",
            cure=f"choisissez entre {item.least:g} et {item.most:g}.",
        )
    return value
