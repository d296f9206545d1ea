"""What ``canivet acteurs`` says on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from canivet.actors import ActorsPart, Confirmation, section
from canivet.actors.exports import Export
from canivet.actors.intake import Intake
from canivet.actors.readers.reading import Reading
from canivet.actors.vocabulary import Vocabulary
from canivet.commons.store import Commons
from canivet.deliverables.french import count, counted, percent

#: Pairs listed at most; the rest is counted.
SHOWN_PAIRS = 50


def intake_text(readings: Sequence[Reading], intake: Intake, known: Vocabulary) -> str:
    """What was read of each file, then what it changed."""
    lines = []
    for reading in readings:
        sheet = f", feuille « {reading.sheet} »" if reading.sheet else ""
        label = known.feeds[reading.feed].label
        lines.append(
            f"{reading.file}{sheet} : {label}, {counted(reading.lines, 'ligne lue', 'lignes lues')}, "
            f"{counted(len(reading.actors), 'gardée', 'gardées')}"
        )
        for left in sorted(reading.left_out.values(), key=lambda item: -item.count):
            first = ", ".join(map(str, left.lines))
            more = "…" if left.count > len(left.lines) else ""
            where = f"ligne {first}" if left.count == 1 else f"lignes {first}{more}"
            aside = counted(left.count, "laissée de côté", "laissées de côté")
            lines.append(f"  {aside} : {left.reason} ({where})")
    lines += [
        "",
        f"Ajoutés : {count(len(intake.added))}",
        f"Mis à jour : {count(len(intake.updated))}",
        f"Inchangés : {count(len(intake.unchanged))}",
        *(
            [f"Plusieurs lignes pour {', '.join(intake.repeated[:5])} : la dernière est gardée"]
            if intake.repeated
            else []
        ),
        f"Réunis sans demander : {count(sum(len(one.taken) for one in intake.merged))}",
        f"À confirmer : {count(len(intake.asked))}" + (" (voyez --fusions)" if intake.asked else ""),
        "",
    ]
    return "\n".join(lines)


def part_text(part: ActorsPart, commons: Commons) -> str:
    """Where the list of actors stands."""
    if not part.actors:
        return "Aucun acteur pour l'instant : importez des fichiers avec --importer.\n"
    found = section(part, commons)
    states, law = found["states"], found["reen_01"]
    lines = [
        f"{counted(found['count'], 'acteur', 'acteurs')} : "
        f"{counted(states['validated'], 'validé', 'validés')}, "
        f"{counted(states['candidate'], 'candidat', 'candidats')} "
        f"(dont {count(found['doubtful'])} à regarder de près), "
        f"{counted(states['discarded'], 'écarté', 'écartés')}",
        "",
        *(
            f"  {item['label']:<52}{count(item['actors']):>6}   dont validés {count(item['validated'])}"
            for item in found["categories"]
            if item["actors"]
        ),
        "",
        *(
            f"  {item['label']:<52}{count(item['value']):>6}   dont validés {count(item['validated'])}"
            for item in found["indicators"]
        ),
        "",
        f"Recensement demandé par la loi (REEN-01) : {'fait' if law['met'] else 'à compléter'} ; validés : "
        f"{counted(law['public'], 'acteur public', 'acteurs publics')}, "
        f"{counted(law['private'], 'acteur privé', 'acteurs privés')}"
        + (f", {count(law['unknown'])} de statut non renseigné" if law["unknown"] else ""),
    ]
    return "\n".join(lines) + "\n"


def pending_text(asked: Sequence[Confirmation], part: ActorsPart) -> str:
    """Pairs to confirm, the most alike first."""
    if not asked:
        return "Aucune fiche à réunir ni à distinguer.\n"
    by_id = {actor.id: actor for actor in part.actors}
    lines = [f"{counted(len(asked), 'paire à confirmer', 'paires à confirmer')} :"]
    for one in asked[:SHOWN_PAIRS]:
        first, second = by_id[one.first].facts, by_id[one.second].facts
        away = "" if one.distance is None else f", à {count(round(one.distance))} m"
        lines += [
            "",
            f"  {one.first} : {first.name} ({first.address or 'sans adresse'}, {first.commune})",
            f"  {one.second} : {second.name} ({second.address or 'sans adresse'}, {second.commune})",
            f"    {one.reason} Noms semblables à {percent(one.similarity)}{away}.",
        ]
    if len(asked) > SHOWN_PAIRS:
        lines += ["", f"  et {count(len(asked) - SHOWN_PAIRS)} autres."]
    lines += ["", "Décidez avec --reunir GARDÉ RÉUNI ou --distinguer UN AUTRE."]
    return "\n".join(lines) + "\n"


def exported_text(export: Export) -> str:
    """What went out, and what did not."""
    lines = [f"{export.name} : {counted(export.count, 'acteur', 'acteurs')}"]
    lines += [f"  {count(number)} n'y sont pas : {reason}" for reason, number in export.left_out]
    return "\n".join(lines) + "\n"
