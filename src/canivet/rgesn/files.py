"""Written form of the self-assessments in a dossier, and reading it back with the place of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable

from canivet.commons.store import Commons
from canivet.problems import InputProblem, Place
from canivet.rgesn.assessment import Answer, DigitalService, PastScore, RgesnPart, ServiceAssessment
from canivet.rgesn.referential import (
    NOT_APPLICABLE,
    TO_ASSESS,
    Referential,
    load_referential,
    missing_facts,
    named,
    put_aside,
)
from canivet.tabular import Folder, csv_text, read_date, read_number, read_rows

SERVICES_FILE, ANSWERS_FILE, HISTORY_FILE = "rgesn_services.csv", "rgesn.csv", "rgesn_historique.csv"
FILES = (SERVICES_FILE, ANSWERS_FILE, HISTORY_FILE)
SERVICE_COLUMNS = (
    "service", "nom", "adresse", "type", "version", "etablie_le", "evaluateur", "avec", "sans",
)  # fmt: skip
ANSWER_COLUMNS = ("service", "critere", "etat", "motif", "commentaire", "preuve", "action", "echeance")
HISTORY_COLUMNS = ("service", "date", "version", "points_valides", "points_applicables")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: A spreadsheet takes 1.10 for a number or a date, not « critère 1.10 ».
_CRITERION = re.compile(r"(?:crit[eè]re\s+)?([1-9]\.[0-9]+)", re.IGNORECASE)


def written(part: RgesnPart, commons: Commons) -> dict[str, str]:
    """Files of the part, by name; none when nothing was assessed."""
    files: dict[str, str] = {}
    if part.services:
        books = _books(commons, (item.service.version for item in part.services))
        files[SERVICES_FILE] = csv_text(
            SERVICE_COLUMNS,
            [_service_row(item.service, books[item.service.version]) for item in part.services],
        )
        files[ANSWERS_FILE] = csv_text(
            ANSWER_COLUMNS,
            [row for item in part.services for row in answer_rows(item, books[item.service.version])],
        )
    if part.history:
        rows = [
            dict(zip(HISTORY_COLUMNS, (p.service, p.date, p.version, p.earned, p.applicable), strict=True))
            for p in part.history
        ]
        files[HISTORY_FILE] = csv_text(HISTORY_COLUMNS, rows)
    return files


def _books(commons: Commons, versions: Iterable[str]) -> dict[str, Referential]:
    return {version: load_referential(commons, version) for version in sorted(set(versions))}


def _service_row(service: DigitalService, book: Referential) -> dict[str, object]:
    def labels(facts: frozenset[str]) -> str:
        return "; ".join(fact.label for id_, fact in book.facts.items() if id_ in facts)

    values = (
        service.id, service.name, service.address, book.kinds[service.kind], service.version,
        service.established_on, service.assessor, labels(service.present), labels(service.absent),
    )  # fmt: skip
    return dict(zip(SERVICE_COLUMNS, values, strict=True))


def answer_rows(assessment: ServiceAssessment, book: Referential) -> list[dict[str, object]]:
    """Rows of the answers of one service, in the order of the criteria."""
    rows: list[dict[str, object]] = []
    for criterion in book.criteria:
        answer = assessment.answers.get(criterion)
        if answer is not None:
            values = (
                assessment.service.id, criterion, book.states[answer.state].label, answer.reason,
                answer.comment, answer.evidence, answer.action, answer.due_on,
            )  # fmt: skip
            rows.append(dict(zip(ANSWER_COLUMNS, values, strict=True)))
    return rows


def load(folder: Folder, commons: Commons) -> RgesnPart:
    """The part of a dossier, empty when its files are absent; `InputProblem` on a cell without meaning."""
    services: dict[str, DigitalService] = {}
    books: dict[str, Referential] = {}
    for place, row in read_rows(folder, SERVICES_FILE, SERVICE_COLUMNS):
        book = books.setdefault(row["version"], load_referential(commons, row["version"], place))
        service = _read_service(row, place, book)
        if service.id in services:
            raise InputProblem(
                f"le service « {service.id} » y est déjà.",
                cure="donnez un identifiant à chacun.",
                place=place,
            )
        services[service.id] = service
    answers: dict[str, dict[str, Answer]] = {id_: {} for id_ in services}
    for place, row in read_rows(folder, ANSWERS_FILE, ANSWER_COLUMNS):
        owner = _known_service(row["service"], services, place)
        criterion, answer = _read_answer(row, place, owner, books[owner.version])
        if criterion in answers[owner.id]:
            raise InputProblem(
                f"le critère {criterion} du service « {owner.id} » y est deux fois.",
                cure="gardez une ligne par critère ; si un tableur a changé 1.10 en 1.1, écrivez "
                "« critère 1.10 ».",
                place=place,
            )
        answers[owner.id][criterion] = answer
    history = tuple(
        _read_past(row, place, _known_service(row["service"], services, place))
        for place, row in read_rows(folder, HISTORY_FILE, HISTORY_COLUMNS)
    )
    return RgesnPart(
        tuple(ServiceAssessment(service, answers[service.id]) for service in services.values()), history
    )


def _read_service(row: dict[str, str], place: Place, book: Referential) -> DigitalService:
    if not _ID.fullmatch(row["service"]):
        raise InputProblem(
            f"« {row['service']} » ne peut pas servir d'identifiant de service.",
            cure="employez des minuscules sans accent, des chiffres et des traits d'union.",
            place=place,
        )
    if not row["nom"]:
        raise InputProblem("ce service n'a pas de nom.", cure="remplissez la colonne nom.", place=place)
    kind = named(book.kinds, row["type"])
    if not kind:
        raise _not_a_choice(row["type"], "un type de service", book.kinds.values(), place)
    present, absent = (_read_facts(row[name], book, place) for name in ("avec", "sans"))
    impossible = present & missing_facts(book.facts, absent)
    if impossible:
        label = book.facts[min(impossible)].label
        raise InputProblem(
            f"« {label} » est dans « avec », et absent d'après « sans ».",
            cure="retirez-le de l'une des deux colonnes.",
            place=place,
        )
    established = read_date(row["etablie_le"], place, "etablie_le")
    return DigitalService(
        row["service"], row["nom"], row["adresse"], kind, book.version, established, row["evaluateur"],
        present, absent,
    )  # fmt: skip


def _read_facts(text: str, book: Referential, place: Place) -> frozenset[str]:
    labels = {id_: fact.label for id_, fact in book.facts.items()}
    found = set()
    for item in filter(None, (item.strip() for item in text.split(";"))):
        fact = named(labels, item)
        if not fact:
            raise _not_a_choice(item, "un fait connu", labels.values(), place)
        found.add(fact)
    return frozenset(found)


def _not_a_choice(text: str, what: str, choices: Iterable[str], place: Place) -> InputProblem:
    return InputProblem(
        f"« {text} » n'est pas {what}.", cure=f"choisissez parmi : {', '.join(choices)}.", place=place
    )


def _known_service(id_: str, services: dict[str, DigitalService], place: Place) -> DigitalService:
    if id_ not in services:
        raise InputProblem(
            f"le service « {id_} » n'est pas dans {SERVICES_FILE}.",
            cure="ajoutez-le à ce fichier, ou corrigez son identifiant.",
            place=place,
        )
    return services[id_]


def _read_answer(
    row: dict[str, str], place: Place, service: DigitalService, book: Referential
) -> tuple[str, Answer]:
    match = _CRITERION.fullmatch(row["critere"])
    if match is None or match[1] not in book.criteria:
        raise InputProblem(
            f"« {row['critere']} » n'est pas un critère du {book.title}.",
            cure="écrivez son numéro, de 1.1 à 9.7, par exemple « critère 4.10 ».",
            place=place,
        )
    labels = {id_: state.label for id_, state in book.states.items()}
    state = named(labels, row["etat"]) if row["etat"] else TO_ASSESS
    if not state:
        raise _not_a_choice(row["etat"], "un état", labels.values(), place)
    missing = missing_facts(book.facts, service.absent)
    aside = put_aside(book.criteria[match[1]], service.present, missing)
    if state == NOT_APPLICABLE and not row["motif"] and not aside:
        raise InputProblem(
            f"le critère {match[1]} est dit non applicable sans motif.",
            cure="dites pourquoi dans la colonne motif, ou décrivez le service dans la colonne sans.",
            place=place,
        )
    due = read_date(row["echeance"], place, "echeance")
    return match[1], Answer(state, row["motif"], row["commentaire"], row["preuve"], row["action"], due)


def _read_past(row: dict[str, str], place: Place, service: DigitalService) -> PastScore:
    when = read_date(row["date"], place, "date")
    earned, applicable = (read_number(row[name], place, name) for name in HISTORY_COLUMNS[3:])
    if when is None or earned is None or applicable is None or not 0 <= earned <= applicable:
        raise InputProblem(
            "ce score passé est incomplet ou impossible.",
            cure="donnez sa date, les points validés et les points applicables, dans cet ordre de grandeur.",
            place=place,
        )
    return PastScore(service.id, when, row["version"], earned, applicable)
