"""Written form of the uses of the territory in a dossier, and its reading with the place of what is wrong."""

from __future__ import annotations

from canivet.commons.store import Commons
from canivet.problems import InputProblem, Place
from canivet.tabular import Folder, csv_text, read_date, read_number, read_rows
from canivet.territory_uses.catalogue import Catalogue, load_catalogue
from canivet.territory_uses.estimate import LocalFigure, TerritoryUses, UsesReview

FIGURES_FILE, REVIEW_FILE = "usages_territoire.csv", "bilan_usages.csv"
FILES = (FIGURES_FILE, REVIEW_FILE)
FIGURE_COLUMNS = ("indicateur", "annee", "valeur", "bas", "haut", "source", "methode", "note")
REVIEW_COLUMNS = ("etabli_le", "perimetre", "methode", "constats", "piece")
#: Years that a figure may bear on.
FIRST_YEAR, LAST_YEAR = 1990, 2100


def written(part: TerritoryUses) -> dict[str, str]:
    """Files of the part, by name; only those that hold something."""
    files: dict[str, str] = {}
    if part.figures:
        rows = [figure_row(figure) for figure in part.figures]
        files[FIGURES_FILE] = csv_text(FIGURE_COLUMNS, rows)
    r = part.review
    values = (r.made_on, r.scope, r.method, r.findings, r.document) if r is not None else ()
    # A line blank throughout is read as none: a review that says nothing is no review.
    if any(values):
        files[REVIEW_FILE] = csv_text(REVIEW_COLUMNS, [dict(zip(REVIEW_COLUMNS, values, strict=True))])
    return files


def load(folder: Folder, commons: Commons) -> TerritoryUses:
    """The part of a dossier, empty when its files are absent; `InputProblem` on a cell without meaning."""
    catalogue = load_catalogue(commons)
    seen: set[tuple[str, int]] = set()
    figures = []
    for place, row in read_rows(folder, FIGURES_FILE, FIGURE_COLUMNS):
        if not any(row[name] for name in FIGURE_COLUMNS[2:]):
            continue  # a line of the template that nobody filled
        figure = read_figure(row, place, catalogue)
        if (figure.indicator, figure.year) in seen:
            raise InputProblem(
                f"« {figure.indicator} » y est déjà pour {figure.year}.",
                cure="gardez une ligne par indicateur et par année.",
                place=place,
            )
        seen.add((figure.indicator, figure.year))
        figures.append(figure)
    reviews: list[UsesReview] = []
    for place, row in read_rows(folder, REVIEW_FILE, REVIEW_COLUMNS):
        if reviews:
            raise InputProblem(
                "ce fichier a plus d'un bilan.", cure="gardez une seule ligne, la plus récente.", place=place
            )
        made_on = read_date(row["etabli_le"], place, "etabli_le")
        reviews.append(UsesReview(made_on, row["perimetre"], row["methode"], row["constats"], row["piece"]))
    return TerritoryUses(tuple(figures), reviews[0] if reviews else None)


def read_figure(row: dict[str, str], place: Place, catalogue: Catalogue) -> LocalFigure:
    """One line of figures, checked: known indicator, year, value within its bounds, source told."""
    indicator = catalogue.indicators.get(row["indicateur"])
    if indicator is None:
        raise InputProblem(
            f"« {row['indicateur']} » n'est pas un indicateur des usages du territoire.",
            cure="prenez son identifiant dans le modèle : canivet usages-territoire --modele.",
            place=place,
        )
    value, low, high = (read_number(row[name], place, name) for name in ("valeur", "bas", "haut"))
    if value is None:
        raise InputProblem("il manque la valeur.", cure="donnez-la, ou retirez la ligne.", place=place)
    if not row["source"]:
        raise InputProblem("il manque la source.", cure="dites d'où vient ce chiffre.", place=place)
    problem = refusal(value, low, high, indicator.maximum)
    if problem:
        cure = f"relisez la valeur et ses bornes, en {indicator.unit}."
        raise InputProblem(problem, cure=cure, place=place)
    return LocalFigure(
        indicator.id, _year(row["annee"], place), value, low, high, row["source"], row["methode"], row["note"]
    )


def refusal(value: float, low: float | None, high: float | None, maximum: float | None) -> str:
    """Why a figure and its bounds cannot be, in French; empty when they can.

    >>> refusal(120, None, None, 100)
    'cette valeur dépasse 100, le plus possible.'
    >>> refusal(5, 6, 7, None), refusal(5, 4, None, None), refusal(5, 4, 6, None)
    ("la valeur n'est pas entre ses deux bornes.", 'il faut les deux bornes, ou aucune.', '')
    """
    if value < 0:
        return "une valeur ne peut pas être négative."
    if (low is None) != (high is None):
        return "il faut les deux bornes, ou aucune."
    if low is not None and high is not None and not 0 <= low <= value <= high:
        return "la valeur n'est pas entre ses deux bornes."
    if maximum is not None and max(value, high or 0.0) > maximum:
        return f"cette valeur dépasse {maximum:g}, le plus possible."
    return ""


def _year(text: str, place: Place) -> int:
    if not (text.isascii() and text.isdecimal()) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise InputProblem(
            f"« {text} » n'est pas une année.",
            cure="écrivez-la en quatre chiffres, par exemple 2025.",
            place=place,
        )
    return int(text)


def template(part: TerritoryUses, catalogue: Catalogue) -> str:
    """CSV to fill in a spreadsheet: every indicator, where to find its figure, and those already given.

    Its columns are those of the figures and a few more: it is read back as such.
    """
    helps = ("libelle", "unite", "ou_le_trouver")
    rows: list[dict[str, object]] = []
    for item in catalogue.indicators.values():
        told = dict(zip(helps, (item.label, item.unit, item.where), strict=True))
        known = [figure_row(figure) for figure in part.figures if figure.indicator == item.id]
        rows += [row | told for row in known or [dict.fromkeys(FIGURE_COLUMNS) | {"indicateur": item.id}]]
    return csv_text(("indicateur", *helps, *FIGURE_COLUMNS[1:]), rows)


def figure_row(figure: LocalFigure) -> dict[str, object]:
    """One figure as a line of its file."""
    values = (
        figure.indicator, figure.year, figure.value, figure.low, figure.high, figure.source, figure.method,
        figure.note,
    )  # fmt: skip
    return dict(zip(FIGURE_COLUMNS, values, strict=True))
