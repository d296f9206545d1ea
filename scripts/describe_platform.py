"""Write ``docs/reference/plateforme.md``: who may do what, at which address, and what the trail keeps.

Run it after changing a role, an act or an address: ``python scripts/describe_platform.py``. A test compares.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "plateforme.md"
#: What each act lets do, in the words of the guide.
ACT_WORDS = {
    "belong": "voir la page d'accueil de la collectivité",
    "read": "lire le profil, les diagnostics, les documents",
    "read_inventory": "lire l'inventaire : modèles, lignes écartées, lignes derrière un chiffre",
    "import": "importer, relire et accepter un inventaire, reprendre un dossier",
    "edit_profile": "changer le profil, les services et les sites",
    "own_registers": "tenir les registres de son service",
    "edit_registers": "tenir les registres de tous les services",
    "answer": "répondre aux questions de l'état des lieux pour son service",
    "edit_state": "tenir l'état des lieux : réponses, obligations, initiatives, acteurs, auto-évaluations",
    "compute": "calculer un diagnostic, supprimer un diagnostic non figé",
    "freeze": "figer un diagnostic",
    "share": "créer et fermer un lien de partage",
    "export": "sortir le dossier complet, lignes comprises",
    "team": "inviter, changer un rôle, retirer quelqu'un",
    "undo": "rétablir ce qui est dans la corbeille",
    "journal": "lire le journal des décisions",
    "close": "supprimer la collectivité",
}
#: What a view asks for, when it is not an act of an authority.
ACCESS_WORDS = {
    "public": "ouvert à tous",
    "signed_in": "toute personne connectée",
    "programme": "responsable du programme",
    "instance": "administrateur de l'instance",
}
HEAD = """# Rôles, actes et adresses de la plateforme

Écrit par `scripts/describe_platform.py` d'après `roles.py`, les adresses et le journal ; un test refuse une
page qui ne dit plus la même chose. Le mode d'emploi est dans [le guide](../guides/plateforme.md).

Qui n'est pas membre d'une collectivité reçoit « page introuvable » (404) à toutes ses adresses. Un membre
dont le rôle n'a pas l'acte reçoit « votre rôle ne permet pas cette action » (403). Rien ne change que par
l'envoi d'un formulaire (POST) qui porte son jeton.
"""


def written() -> str:
    """The whole page."""
    return "\n".join((HEAD, _roles(), _addresses(), _trail()))


def _roles() -> str:
    from canivet_web.roles import ACTS, ROLE_LABELS, Act, Role

    names = [ROLE_LABELS[role].split(" d'")[0] for role in Role]
    rows = [
        [f"`{act}`", ACT_WORDS[act], *("oui" if act in ACTS[role] else "" for role in Role)] for act in Act
    ]
    outside = (
        "Deux rôles sont hors des collectivités : l'administrateur de l'instance (comptes et collectivités,\n"
        "jamais leurs données) et le responsable du programme (totaux du dernier diagnostic figé, si la\n"
        "collectivité l'a accepté).\n"
    )
    return f"## Rôles et actes\n\n{_table(['Acte', 'Permet de', *names], rows)}\n{outside}"


def _addresses() -> str:
    rows = [
        [f"`/{_readable(route)}`", f"`{name}`", ACCESS_WORDS.get(access, f"acte `{access}`")]
        for route, name, access in sorted(_pages())
    ]
    note = (
        "`{siren}` est le SIREN de la collectivité ; les autres, un numéro, un nom ou un secret. L'API se\n"
        "décrit elle-même, en OpenAPI 3.1, à `/api/v1/openapi.json`. Reliée à un fournisseur d'identité,\n"
        "l'instance a aussi les adresses de `/oidc/`.\n"
    )
    return f"## Adresses\n\n{_table(['Adresse', 'Nom', 'Ouverte à'], rows)}\n{note}"


def _trail() -> str:
    from canivet_web.journal.trail import ACTS

    rows = [[f"`{act}`", words] for act, words in ACTS.items()]
    return f"## Ce que retient le journal\n\n{_table(['Code', 'Ce qui se lit'], rows)}"


def _pages() -> Iterator[tuple[str, str, str]]:
    """Route, name and access of each address, without those that an instance may not have."""
    from django.urls import URLResolver, get_resolver

    def walk(entries: Any, prefix: str, space: str) -> Iterator[tuple[str, str, str]]:
        for entry in entries:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry.url_patterns, route, inner)
            else:
                yield route, f"{space}{entry.name}", str(getattr(entry.callback, "access", ""))

    for page in walk(get_resolver().url_patterns, "", ""):
        if not page[0].startswith(("oidc/", "banc/")):
            yield page


def _readable(route: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main() -> None:
    """Write the page, from the settings of an instance of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("CANIVET_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canivet_web.settings")
        import django

        django.setup()
        PAGE.write_text(written(), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
