"""``canivet plateforme``: what whoever runs an instance does on the machine itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from canivet.cli.parser import FrenchParser
from canivet.problems import InputProblem

if TYPE_CHECKING:
    from canivet_web.accounts.models import User

EXAMPLES = """
  canivet plateforme administrateur vous@votre-collectivite.fr
  canivet plateforme demonstration
  canivet plateforme verifier
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Options of the command."""
    parser = FrenchParser(
        prog="canivet plateforme",
        description="Administre l'instance, depuis la machine où elle tourne, avec les réglages du serveur.",
        examples=EXAMPLES,
    )
    acts = parser.add_subparsers(
        title="Commandes", metavar="COMMANDE", dest="act", required=True, parser_class=FrenchParser
    )
    admin = acts.add_parser(
        "administrateur",
        help="crée un administrateur de l'instance et donne son lien de connexion",
        description="Crée un compte qui administre l'instance, ou en donne le droit à un compte existant, et "
        "écrit un lien qui le connecte une fois. Il choisit ensuite son mot de passe.",
    )
    admin.add_argument("adresse", metavar="ADRESSE", help="son adresse électronique")
    admin.add_argument("--nom", default="", metavar="NOM", help="le nom affiché")
    acts.add_parser(
        "demonstration",
        help="crée une collectivité fictive complète, du parc au diagnostic figé",
        description="Crée une collectivité fictive : inventaire accepté, registres, diagnostic figé, et "
        "un compte pilote. Une seconde fois, rien n'est refait : un nouveau lien de connexion est donné.",
    )
    acts.add_parser(
        "purger",
        help="supprime ce qui ne doit plus être gardé (le serveur le fait chaque jour)",
        description="Supprime ce dont le délai de conservation est passé. Le serveur le fait chaque jour.",
    )
    acts.add_parser(
        "verifier",
        help="vérifie la base, les empreintes et les réglages",
        description="Vérifie la base de données, les empreintes de ce qui est figé et les réglages. Le code "
        "de sortie est 1 si quelque chose ne va pas.",
    )
    return parser.parse_args(arguments)


def run(options: argparse.Namespace) -> int:
    """Run one of the commands."""
    from canivet_web import preparation

    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "administrateur": _administrator,
        "demonstration": _demonstration,
        "purger": _purge,
        "verifier": _verify,
    }
    if options.act != "verifier":
        preparation.reach_database()
        with preparation.one_at_a_time():
            preparation.migrate()
    return acts[options.act](options)


def _administrator(options: argparse.Namespace) -> int:
    tell_administrator(*make_administrator(options.adresse, options.nom))
    return 0


def tell_administrator(user: User, is_new: bool) -> None:
    """Say who administers the instance now, with a link that signs them in once."""
    from canivet_web.accounts import links, mail

    link = mail.absolute("accounts:link_in", links.make(user, links.SIGN_IN))
    done = "est créé" if is_new else "existe déjà"
    _say(f"Le compte {user.email} {done} : il administre cette instance.")
    _say(f"Pour se connecter, une seule fois, dans les quinze minutes :\n  {link}")
    _say("Choisissez ensuite un mot de passe dans « Mon compte ».")


def make_administrator(address: str, name: str = "") -> tuple[User, bool]:
    """The account of this address, made an administrator of the instance; and whether it is new."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from canivet_web.accounts.models import User

    try:
        validate_email(address.strip())
    except ValidationError as error:
        raise InputProblem(
            f"« {address} » n'est pas une adresse électronique.", cure="écrivez-la comme nom@exemple.fr."
        ) from error
    user = User.objects.by_email(address)
    if user is None:
        confirmed = timezone.now()
        user = User.objects.create_user(
            address, name=name.strip(), is_instance_admin=True, email_confirmed_at=confirmed
        )
        return user, True
    user.is_instance_admin = user.is_active = True
    user.email_confirmed_at = user.email_confirmed_at or timezone.now()
    user.save(update_fields=["is_instance_admin", "is_active", "email_confirmed_at"])
    return user, False


def _demonstration(options: argparse.Namespace) -> int:
    from canivet_web.accounts import links, mail
    from canivet_web.demonstration import build

    authority, user = build(lambda step: _say(f"{step}…"))
    link = mail.absolute("accounts:link_in", links.make(user, links.SIGN_IN))
    _say(f"\n{authority.name} est prête. Pour entrer comme pilote, une seule fois, dans les quinze minutes :")
    _say(f"  {link}")
    return 0


def _purge(options: argparse.Namespace) -> int:
    from canivet_web.upkeep import purge

    for what, count in purge().items():
        _say(f"{count:>6} {what}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from canivet_web.verification import checks

    wrong = 0
    for check in checks():
        _say(f"{'Bien' if check.good else 'MAL '}  {check.what}")
        if not check.good:
            _say(f"      Que faire : {check.cure}")
            wrong += 1
    _say("\nTout va bien." if not wrong else f"\n{wrong} point(s) à corriger.")
    return 1 if wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
