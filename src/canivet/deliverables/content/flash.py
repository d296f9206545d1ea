"""The two pages of the flash path: the figure and what it is worth, then what to do and what the law asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from canivet.deliverables.content.comparison import READ_BESIDE, verdict
from canivet.deliverables.content.report import typeset_tree
from canivet.deliverables.document import (
    Block,
    Callout,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    List,
    Paragraph,
    Section,
    Table,
)
from canivet.deliverables.french import (
    HARD,
    NOT_COMPUTED,
    Scale,
    between,
    count,
    counted,
    day,
    number,
    percent,
    scale_for,
    span,
    unit_label,
)
from canivet.deliverables.partition import Partition, partition

#: Lines of a list that fit in its page; the others are counted, and are in ``flash.json``.
TOLD = 5
COMPARED = 3
IN_TONNES_FROM_KG = 10_000.0


def build_flash(section: dict[str, Any]) -> Document:
    """The report of one estimate (the content of ``flash.json``)."""
    name, year = section["authority"]["name"], section["year"]
    made = date.fromisoformat(section["generated_on"]) if section.get("generated_on") else None
    when = f", établie le {day(made)}" if made else ""
    document = Document(
        title=f"Le numérique de la commune : première estimation – {name}",
        subtitle=f"Parcours flash, année {year}{when} ; "
        f"{counted(section['answered'], 'question répondue', 'questions répondues')} sur "
        f"{section['questions']}",
        footer=f"{name} – première estimation du numérique {year}",
        author=name,
        date=made,
        sections=(_estimate(section), _worth(section), _actions(section), _duties(section), _method(section)),
    )
    return typeset_tree(document)


def _scale(section: dict[str, Any]) -> Scale:
    """Kilograms up to ten tonnes: a village reads them better than hundredths of a tonne."""
    climate = section["climate"]
    return scale_for(climate["unit"], climate["central"] if climate["central"] >= IN_TONNES_FROM_KG else 0.0)


def total_of(section: dict[str, Any]) -> tuple[str, str]:
    """The figure and its interval, in words."""
    climate, scale = section["climate"], _scale(section)
    if not climate["coverage"]:
        return NOT_COMPUTED, "aucun facteur n'a pu être appliqué"
    low, central, high = (scale.of(climate[bound]) for bound in ("low", "central", "high"))
    return f"{number(central)}{HARD}{scale.unit}", between(low, central, high, scale.unit)


def _estimate(section: dict[str, Any]) -> Section:
    level = percent(section["interval_level"])
    total, interval = total_of(section)
    person, people = section["per_person"], section["authority"]["people"]
    if person["value"] is None:
        by_person = KeyFigure(
            "Par personne équipée", NOT_COMPUTED, "le nombre de personnes n'a pas été donné"
        )
    else:
        unit = unit_label(section["climate"]["unit"])
        said = between(person["low"], person["value"], person["high"], unit)
        base = counted(people or 0, "personne", "personnes")
        value = f"{number(person['value'])}{HARD}{unit}"
        by_person = KeyFigure("Par personne équipée", value, f"{said} ; {base}")
    units, how = _units(section)
    figures = KeyFigures(
        (
            KeyFigure(f"Empreinte climat {section['year']}", total, f"{interval} (intervalle à {level})"),
            by_person,
            KeyFigure("Équipements", units, how),
        )
    )
    blocks: list[Block] = [figures, Paragraph(_headline(section, total, interval))]
    if section["categories"]:
        blocks.append(_categories(section))
    return Section("estimation", "Ce que pèse votre numérique en un an", tuple(blocks))


def _units(section: dict[str, Any]) -> tuple[str, str]:
    """How many devices, and whether they were counted or come from ratios."""
    total = round(section["units"])
    by_hand = round(section["units"] - _estimated(section))
    if by_hand == total:
        return count(total), "comptés à la main, sans liste ni modèle"
    if not by_hand:
        return count(total), "estimés par ratio : aucun n'est compté"
    words = counted(by_hand, "compté à la main", "comptés à la main")
    return count(total), f"{words}, {counted(total - by_hand, 'estimé par ratio', 'estimés par ratio')}"


def _estimated(section: dict[str, Any]) -> float:
    """Devices that ratios give; an estimate made before they were told apart has none."""
    return float(section.get("units_estimated", 0.0))


def _headline(section: dict[str, Any], total: str, interval: str) -> str:
    if not section["categories"]:
        return "Aucun facteur d'émission ouvert n'existe pour ce que vous avez compté : ce n'est pas un zéro."
    first = section["categories"][0]
    share_of_first = _parts(section).share(first["id"])
    what = "Ce que vous avez compté"
    if _estimated(section):
        what = "Ce que vous avez dit, complété par des ratios,"
    text = (
        f"{what} émet environ {total} de gaz à effet de serre par an, sans doute "
        f"{interval}. Ce qui pèse le plus : « {first['label']} », {share_of_first} du total."
    )
    share = section["manufacturing_share"]
    if share is not None:
        text += (
            f" Fabriquer, livrer et jeter les appareils fait {percent(share / 100)} de leur part, leur "
            "électricité le reste : les garder longtemps compte plus que les éteindre."
            if share > 50
            else ""
        )
    return text


def _parts(section: dict[str, Any]) -> Partition:
    """Amounts of the categories, rounded so that they add up."""
    return partition({row["id"]: row["gwp"] for row in section["categories"]}, _scale(section))


def _categories(section: dict[str, Any]) -> Table:
    scale, parts = _scale(section), _parts(section)
    rows = [
        (
            row["label"],
            "—" if row["units"] is None else number(row["units"]),
            parts.amount(row["id"]),
            span(scale.of(row["low"]), scale.of(row["gwp"]), scale.of(row["high"])),
            parts.share(row["id"]),
        )
        for row in section["categories"]
    ]
    climate = section["climate"]
    low, high = scale.of(climate["low"]), scale.of(climate["high"])
    shares = parts.share(*parts.parts)
    rows.append(("Total", "", parts.total_text(), span(low, scale.of(climate["central"]), high), shares))
    return Table(
        "D'où il vient",
        (
            Column("Poste", width=5),
            Column("Nombre", numeric=True),
            Column(f"{scale.unit} par an", numeric=True),
            Column(f"Intervalle à {percent(section['interval_level'])}", numeric=True),
            Column("Part", numeric=True),
        ),
        tuple(rows),
        total=True,
    )


def _worth(section: dict[str, Any]) -> Section:
    """What the figure is worth: its interval in plain words, cited comparisons, and what it leaves out."""
    level = section["interval_level"]
    chances = f"{round(10 * level)} chances sur 10" if round(10 * level) == 10 * level else percent(level)
    how = "Vous avez compté sans ouvrir les appareils"
    if _estimated(section):
        how = "Des appareils sont estimés par ratio, et aucun n'a été ouvert"
    blocks: list[Block] = [
        Paragraph(
            f"C'est un ordre de grandeur. {how} : leur modèle, leur âge "
            f"exact et leur électricité sont supposés. Il y a {chances} que la vraie valeur soit dans "
            "l'intervalle, pour ce qui est compté et sous nos hypothèses."
        )
    ]
    rows = [
        (f"{reference['source']}, {reference['year']}", _value(reference, section), verdict_text)
        for reference, verdict_text in _comparisons(section)
    ]
    if rows:
        blocks.append(
            Table(
                "Ailleurs, par personne équipée et par an",
                (Column("Repère publié", width=4), Column("Valeur", width=2), Column("Vous", width=7)),
                tuple(rows[:COMPARED]),
            )
        )
    else:
        blocks.append(Paragraph(_not_compared(section)))
    # A number that nobody counted weighs on the figure more than the rest: it is told first.
    items = [*section["estimated"], *section["cautions"], *section["left_out"]]
    told = items[:TOLD]
    if len(items) > TOLD:
        told.append(f"{counted(len(items) - TOLD, 'autre limite', 'autres limites')} dans flash.json.")
    told.append(
        "Réseau, téléphonie fixe, vidéoprojecteurs, alarmes et caméras : non demandés, donc non comptés."
    )
    blocks.append(Callout("Ce qui n'est pas dans le chiffre, ou qui est supposé", "caution", tuple(told)))
    return Section("valeur", "Ce que vaut ce chiffre", tuple(blocks))


def _not_compared(section: dict[str, Any]) -> str:
    if missing := section.get("counts_missing"):
        words = counted(missing, "nombre d'appareils manque", "nombres d'appareils manquent")
        return f"{words} : ce chiffre ne se compare pas encore à ceux que d'autres publient par personne."
    return "Aucun repère publié ne se compare à ce chiffre."


def _comparisons(section: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """References that the figure per person may be read beside, with the verdict in words."""
    person = section["per_person"]
    if person["value"] is None or section.get("counts_missing"):
        return []
    return [
        (reference, verdict(person, reference))
        for reference in person["references"]
        if reference["comparability"] in READ_BESIDE
    ]


def _value(reference: dict[str, Any], section: dict[str, Any]) -> str:
    return f"{number(reference['value'])}{HARD}{unit_label(section['climate']['unit'])}"


def _actions(section: dict[str, Any]) -> Section:
    rows = tuple(
        (
            f"{action['rank']}. {action['label']}",
            action["reason"],
            _plain(action["who"]),
            _sentence(action["deadline"]),
            action["first_step"],
        )
        for action in section["actions"]
    )
    table = Table(
        "Par ordre de priorité, d'après vos réponses",
        (
            Column("Action", width=8),
            Column("Pourquoi chez vous", width=8),
            Column("Qui", width=7),
            Column("Quand", width=5),
            Column("Premier pas", width=9),
        ),
        rows,
        note="Ces actions viennent du guide national de bonnes pratiques et de la traduction opérationnelle "
        "du décret. Leur gain n'est pas chiffré ici : il dépend de votre inventaire.",
    )
    return Section("actions", "Cinq actions pour commencer", (table,))


def _duties(section: dict[str, Any]) -> Section:
    rows = tuple(
        (duty["title"], f"{duty['requires']} ({_text(duty)})", f"{duty['reason']} {duty['step']}")
        for duty in section["duties"]
    )
    table = Table(
        "Trois règles qui vous concernent",
        (Column("Règle", width=3), Column("Ce que dit le texte", width=6), Column("Chez vous", width=6)),
        rows,
        note=f"{section['reen']['reason']} Ce n'est pas un avis juridique : relisez le texte en vigueur.",
    )
    return Section("loi", "Ce que la loi demande, même à une petite commune", (table,))


def _text(duty: dict[str, Any]) -> str:
    """Where a duty is written, and since when."""
    since = f", depuis le {day(date.fromisoformat(duty['since']))}" if duty["since"] else ""
    return f"{duty['article']}{since}"


def _method(section: dict[str, Any]) -> Section:
    items = (
        "Le calcul est celui du diagnostic complet de Canivet : nombre d'appareils ÷ durée de vie × "
        "fabrication, transport et fin de vie, plus leur électricité. Ce que vous ne savez pas vient d'un "
        "ratio cité, ou n'est pas compté ; ce n'est jamais un zéro.",
        "Pour resserrer l'intervalle, demandez à votre prestataire ou à l'intercommunalité la liste de vos "
        "appareils (modèle, année d'achat) : Canivet en fait le diagnostic complet. Notez aussi les ramettes "
        "et les téléphones sur un an.",
        "Refaites le parcours dans un an, avec la même personne et les mêmes questions : c'est l'écart qui "
        "compte, plus que le chiffre.",
        f"Sources des facteurs : {' ; '.join(section['sources'])}. Jeu : {section['factor_set']}. "
        f"Canivet {section['engine_version']}, communs {section['commons_version']} "
        f"({section['commons_fingerprint'][:12]}), données {section['dossier_fingerprint'][:12]}.",
    )
    return Section("methode", "Comment c'est estimé, comment faire mieux", (List(items),))


def _plain(text: str) -> str:
    """A text without its final stop, for a narrow cell."""
    return text.removesuffix(".")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
