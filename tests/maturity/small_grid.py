"""A grid of four questions with round weights, so that scores can be worked by hand."""

from __future__ import annotations

import json

from canivet.deliverables.document import as_data
from canivet.maturity import Domain, Grid, Question, Role
from canivet.maturity.grid import Condition, Fact, Precondition

NAMES = ("rien", "un peu", "écrit", "mesuré", "partagé")


def question(
    name: str, weight: float, *, by_service: bool = False, needs: tuple[str, ...] = (), role: str = "it"
) -> Question:
    return Question(
        id=name,
        domain=name[0],
        by_service=by_service,
        weight=weight,
        weight_label="Prioritaire",
        text=f"Question {name} ?",
        why="Parce que.",
        levels=tuple(f"{name} {word}." for word in NAMES),
        proof="Un document",
        roles=(role,),
        preconditions=needs,
        links={"obligations": (), "practices": (f"BP-{name}",), "rgesn": (), "te": ()},
        source="Cas écrit à la main",
    )


GRID = Grid(
    id="2026.1",
    label="Petite grille",
    disagreement_gap=2,
    level_labels=("Inexistant", "Ponctuel", "Formalisé", "Mesuré", "Diffusé"),
    domains=tuple(
        Domain(name, f"Domaine {name}", rank, "", "Tout.", NAMES) for rank, name in enumerate("AB")
    ),
    questions=(
        question("A1", 1.5),
        question("A2", 1.0, needs=("room",)),
        question("B1", 1.25, by_service=True, role="hr"),
        question("B2", 1.0),
    ),
    roles=(Role("it", "Informatique", "Le service"), Role("hr", "Ressources humaines", "La formation")),
    facts=(
        Fact("room", "Une salle serveur ?", "yes_no", "answer", ()),
        Fact("servers", "Combien de serveurs ?", "number", "estate", ("server", "storage")),
        Fact("agents", "Combien d'agents ?", "number", "profile", ("agents",)),
    ),
    preconditions={
        "room": Precondition(
            "room",
            "avoir une salle serveur",
            (Condition("room", "is", "oui"), Condition("servers", "ge", "1")),
        ),
        "size": Precondition("size", "compter 20 agents", (Condition("agents", "ge", "20"),)),
    },
)


def words(*blocks: object) -> str:
    """Every text of some nodes of a document, with plain spaces."""
    text = json.dumps([as_data(block) for block in blocks], ensure_ascii=False)
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")
