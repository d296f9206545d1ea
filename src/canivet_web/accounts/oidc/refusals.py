"""Why a sign-in by the provider is refused, in words that say what to do."""

from __future__ import annotations

from typing import Final

#: Code → title, explanation. ``{name}`` is the provider's name.
WORDS: Final = {
    "cancelled": (
        "Connexion interrompue",
        "{name} n'a pas confirmé votre identité : la connexion a été annulée ou refusée là-bas. "
        "Recommencez, ou connectez-vous par courriel.",
    ),
    "expired": (
        "Cette connexion a expiré",
        "Elle a duré trop longtemps, ou a commencé dans un autre navigateur. Recommencez depuis la page "
        "de connexion ; les cookies du site doivent être acceptés.",
    ),
    "provider": (
        "{name} ne répond pas comme prévu",
        "Rien n'est perdu et rien n'a été changé. Recommencez dans quelques minutes, ou connectez-vous "
        "par courriel. Si cela dure, prévenez l'administrateur de l'instance.",
    ),
    "proof": (
        "La réponse de {name} n'a pas pu être vérifiée",
        "Par prudence, la connexion est refusée : sa signature, son destinataire ou la personne ne "
        "correspondent pas. Recommencez ; si cela revient, prévenez l'administrateur de l'instance.",
    ),
    "email": (
        "{name} ne nous a pas donné votre adresse électronique",
        "Canivet en a besoin pour vous écrire. Demandez à votre service informatique de la renseigner, ou"
        " connectez-vous par courriel.",
    ),
    "siret": (
        "{name} ne dit pas pour quel organisme vous travaillez",
        "Un numéro SIRET de 14 chiffres est attendu. Demandez à votre service informatique de le "
        "renseigner, ou connectez-vous par courriel.",
    ),
    "roles": (
        "Cette plateforme est réservée à certains agents",
        "Le statut que {name} donne de vous n'est pas parmi ceux que cette instance accepte. Si c'est une"
        " erreur, voyez avec votre service informatique, ou avec l'administrateur de l'instance.",
    ),
    "inactive": (
        "Votre compte est désactivé",
        "L'administrateur de l'instance l'a fermé : lui seul peut le rouvrir.",
    ),
    "closed": (
        "Il faut une invitation",
        "Sur cette instance, un compte s'ouvre par une invitation envoyée à votre adresse. Demandez-la à "
        "la personne qui pilote la démarche dans votre collectivité.",
    ),
    "known_address": (
        "Un compte existe déjà à cette adresse",
        "Pour que personne ne prenne le compte d'un autre, {name} ne l'ouvre pas tout seul. Connectez-"
        "vous une dernière fois comme d'habitude (mot de passe ou lien par courriel), puis rattachez "
        "{name} à votre compte : la page suivante le propose.",
    ),
    "other_account": (
        "Cette identité est déjà rattachée à un autre compte",
        "Un compte ne se rattache qu'une fois. Déconnectez-vous, puis connectez-vous avec {name} : vous "
        "retrouverez l'autre compte.",
    ),
    "other_identity": (
        "Votre compte est déjà rattaché à une autre identité",
        "Connectez-vous avec l'identité que vous aviez rattachée, ou demandez à l'administrateur de "
        "l'instance.",
    ),
}


class Refusal(Exception):
    """A sign-in that does not go on."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def words(self, name: str) -> tuple[str, str]:
        """Title and explanation."""
        title, explanation = WORDS[self.code]
        return title.format(name=name), explanation.format(name=name)
