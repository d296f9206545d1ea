"""The chapter on the actors of the territory: who they are, what the law asks, who weighs, which sources."""

from __future__ import annotations

from typing import Any

from canivet.actors.map_picture import map_svg
from canivet.deliverables.document import (
    Bar,
    Block,
    Callout,
    Column,
    Drawing,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from canivet.deliverables.french import count, counted, typeset

#: Validated actors named in the report; the directory has them all.
NAMED_ACTORS = 40
#: Names written in a cell of the matrix.
NAMES_IN_CELL = 3
#: Communes named under the map; the others are added up.
NAMED_COMMUNES = 8


def chapter(section: dict[str, Any]) -> Section:
    """The chapter, from what ``canivet.actors.section`` says."""
    title = "Les acteurs du territoire"
    if not section["count"]:
        return Section(
            "acteurs",
            title,
            (
                Paragraph(
                    typeset(
                        "Aucun acteur n'est encore recensé. La loi demande que le programme de travail "
                        "recense ceux que le numérique du territoire concerne, publics et privés."
                    )
                ),
            ),
        )
    blocks: list[Block] = [
        Paragraph(_opening(section)),
        _key_figures(section),
        _law(section["reen_01"]),
        _categories(section["categories"]),
    ]
    if drawn := section.get("map", {}).get("symbols"):
        blocks.append(_map(section, sum(symbol["count"] for symbol in drawn)))
    if section["validated"]:
        blocks.append(_named(section["validated"]))
    blocks.append(_matrix(section["matrix"]))
    blocks.append(_sources(section["sources"]))
    return Section("acteurs", title, tuple(blocks))


def _opening(section: dict[str, Any]) -> str:
    states = section["states"]
    doubtful = section["doubtful"]
    text = (
        f"{counted(section['count'], 'acteur recensé', 'acteurs recensés')} : "
        f"{counted(states['validated'], 'validé', 'validés')}, "
        f"{counted(states['candidate'], 'candidat', 'candidats')} à regarder, "
        f"{counted(states['discarded'], 'écarté', 'écartés')}. Un candidat vient d'un fichier : personne "
        "de la collectivité ne l'a encore vérifié."
    )
    if doubtful:
        text += (
            f" {counted(doubtful, 'candidat porte', 'candidats portent')} un code d'activité trop large pour "
            "être cru sans vérification."
        )
    # The uses chapter may tell more places: there they are those of the whole territory.
    text += (
        " Ce chapitre compte ce qui est inscrit à l'annuaire, et non tout ce qui existe sur le territoire : "
        "le chapitre sur les usages du territoire peut donner un nombre de lieux plus grand."
    )
    return typeset(text)


def _key_figures(section: dict[str, Any]) -> KeyFigures:
    return KeyFigures(
        tuple(
            KeyFigure(
                typeset(item["label"]),
                count(item["value"]),
                typeset(f"à l'annuaire, dont {counted(item['validated'], 'validé', 'validés')}"),
            )
            for item in section["indicators"]
        )
    )


def _law(law: dict[str, Any]) -> Callout:
    items = [
        f"Acteurs validés : {counted(law['public'], 'public', 'publics')} et "
        f"{counted(law['private'], 'privé', 'privés')}, économie sociale et solidaire comprise.",
        "Il y en a au moins un de chaque : le recensement demandé existe."
        if law["met"]
        else "Il en faut au moins un public et un privé : validez ceux que vous connaissez.",
    ]
    if law["unknown"]:
        items.append(
            f"{counted(law['unknown'], 'acteur validé', 'acteurs validés')} sans statut : ni public, ni "
            "privé, tant que personne ne l'a dit."
        )
    title = "Ce que demande la loi (loi 2021-1485, article 35 ; CGCT D. 2311-15-1)"
    return Callout(typeset(title), "law", tuple(typeset(item) for item in items))


def _categories(categories: list[dict[str, Any]]) -> Figure | Table:
    table = Table(
        "Acteurs par catégorie, candidats et validés",
        (
            Column("Catégorie", width=5),
            Column("Levier", width=5),
            Column("Acteurs", numeric=True),
            Column("Validés", numeric=True),
        ),
        tuple(
            (
                typeset(item["label"]),
                typeset(item["lever"]) or "—",
                count(item["actors"]),
                count(item["validated"]),
            )
            for item in categories
        ),
        note=typeset("Un acteur de deux catégories compte dans les deux : la somme dépasse leur nombre."),
    )
    present = [item for item in categories if item["actors"]]
    if len(present) < 2:
        return table
    largest = max(present, key=lambda item: item["actors"])
    return Figure(
        id="graphique-acteurs",
        caption=typeset("Acteurs connus par catégorie, écartés non compris. Chiffres ci-dessous."),
        alt=typeset(
            f"Graphique en barres : {len(present)} catégories ont des acteurs. La plus fournie est "
            f"« {largest['label']} », avec {counted(largest['actors'], 'acteur', 'acteurs')}."
        ),
        axis="acteurs",
        bars=tuple(
            Bar(typeset(item["label"]), float(item["actors"]), None, None, count(item["actors"]))
            for item in present
        ),
        table=table,
    )


def _map(section: dict[str, Any], drawn: int) -> Drawing:
    kept = sum(item["actors"] for item in section["communes"])
    absent = kept - drawn
    note = (
        f" {counted(absent, 'acteur n’y est', 'acteurs n’y sont')} pas, faute de position sûre."
        if absent
        else ""
    )
    return Drawing(
        id="carte-acteurs",
        caption=typeset(
            f"Une lettre par catégorie, avec le nombre d'acteurs réunis en un point.{note} "
            "Chiffres par commune ci-dessous."
        ),
        alt=typeset(section["map"]["alt"]),
        svg=map_svg(section["map"]),
        table=_communes(section["communes"]),
    )


def _communes(communes: list[dict[str, Any]]) -> Table:
    """Actors by commune, the smallest ones together, so that the column adds up."""
    named, others = communes[:NAMED_COMMUNES], communes[NAMED_COMMUNES:]
    lines = [(item["name"] or "Commune non renseignée", item["actors"], item["validated"]) for item in named]
    if others:
        label = "Commune non renseignée" if len(others) == 1 and not others[0]["name"] else "Autres"
        lines.append((label, *(sum(item[key] for item in others) for key in ("actors", "validated"))))
    total = ("Ensemble", *(sum(item[key] for item in communes) for key in ("actors", "validated")))
    return Table(
        "Acteurs par commune",
        (
            Column("Commune", width=6),
            Column("Acteurs", numeric=True, width=2),
            Column("Validés", numeric=True, width=2),
        ),
        tuple(
            (typeset(name), count(actors), count(validated)) for name, actors, validated in (*lines, total)
        ),
        total=True,
    )


def _named(validated: list[dict[str, Any]]) -> Table:
    shown, rest = validated[:NAMED_ACTORS], len(validated) - NAMED_ACTORS
    return Table(
        "Acteurs validés",
        (
            Column("Acteur", width=4),
            Column("Catégories", width=5),
            Column("Statut", width=2),
            Column("Commune", width=3),
            Column("Lien avec nous", width=2),
        ),
        tuple(
            (
                item["name"],
                typeset(", ".join(item["categories"])),
                item["status"] or "non renseigné",
                item["commune"] or "non renseignée",
                item["link"] or "non renseigné",
            )
            for item in shown
        ),
        note=typeset(f"Et {counted(rest, 'autre', 'autres')}, dans acteurs.csv.") if rest > 0 else "",
    )


def _matrix(matrix: dict[str, Any]) -> Table | Paragraph:
    if not matrix["placed"]:
        return Paragraph(
            typeset(
                "Personne n'a encore noté l'influence ni l'implication des acteurs : la matrice qui dit qui "
                "associer d'abord reste à remplir."
            )
        )
    cells = {(cell["influence"], cell["involvement"]): cell["names"] for cell in matrix["cells"]}
    rows = tuple(
        (str(influence), *(_cell(cells[influence, involvement]) for involvement in range(1, 6)))
        for influence in range(5, 0, -1)
    )
    unplaced = matrix["unplaced"]
    note = "Très influents et peu impliqués, en haut à gauche : ceux à associer d'abord."
    if unplaced:
        note += f" {counted(unplaced, 'acteur n’est pas noté', 'acteurs ne sont pas notés')}."
    return Table(
        "Influence et implication des acteurs",
        (Column("Influence", width=2), *(Column(f"Implication {mark}", width=3) for mark in range(1, 6))),
        rows,
        note=typeset(note),
    )


def _cell(names: list[str]) -> str:
    rest = len(names) - NAMES_IN_CELL
    shown = ", ".join(names[:NAMES_IN_CELL])
    return f"{shown} et {count(rest)} de plus" if rest > 0 else shown or "—"


def _sources(sources: list[dict[str, Any]]) -> Table | Paragraph:
    if not sources:
        return Paragraph(typeset("Tous ces acteurs ont été saisis par la collectivité."))
    return Table(
        "D'où viennent ces acteurs",
        (
            Column("Source", width=4),
            Column("Licence", width=3),
            Column("Mention", width=5),
            Column("Lignes", numeric=True),
        ),
        tuple(
            (typeset(item["label"]), item["licence"], typeset(item["attribution"]), count(item["records"]))
            for item in sources
        ),
        note=typeset("Les noms de dirigeants que certaines sources publient ne sont jamais gardés."),
    )
