"""Entry point of the command line: one sub-command per act of the user, each imported only when called."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import canivet
from canivet.cli.parser import FrenchParser
from canivet.problems import InputProblem

#: Sub-command → (module that holds it, one line of help).
COMMANDS = {
    "demo": ("canivet.cli.demo", "le travail complet sur une collectivité de démonstration"),
    "diagnostiquer": ("canivet.cli.diagnose", "de l'inventaire à l'empreinte, aux ratios et au rapport"),
    "flash": ("canivet.cli.flash", "petite commune : douze questions, une estimation, deux pages"),
    "classer": ("canivet.cli.classify", "donne la famille de chaque modèle d'une liste"),
    "expliquer": ("canivet.cli.explain", "d'un chiffre à ses lignes, ses facteurs et leurs sources"),
    "communs": ("canivet.cli.commons", "vérifie les données de référence"),
    "maturite": ("canivet.cli.maturity", "grille de maturité : scores, entretiens, grilles figées"),
    "obligations": ("canivet.cli.obligations", "ce que la loi demande, respecté ou non, et les échéances"),
    "territoire": ("canivet.cli.territory", "fiche d'une collectivité et ce que la loi lui demande"),
    "acteurs": ("canivet.cli.actors", "acteurs du territoire : import, doublons, annuaire, carte"),
    "rgesn": ("canivet.cli.rgesn", "auto-évaluation de vos services numériques et leurs déclarations"),
    "usages-territoire": ("canivet.cli.territory_uses", "usages et empreinte du territoire"),
    "leviers": ("canivet.cli.levers", "ce que chaque action ferait gagner sur votre parc"),
    "simuler": ("canivet.cli.simulate", "un scénario année par année, deux scénarios comparés"),
    "portefeuille": (
        "canivet.cli.portfolio",
        "les actions qui gagnent le plus sous vos budgets et vos jours",
    ),
    "etat-de-l-art": ("canivet.cli.state_of_the_art", "vos ratios face aux chiffres publiés et aux pairs"),
}

#: Commands of the web platform → one line of help. They come with the extra ``web``, by entry points: this
#: module does not import them before they are called, and the library does without.
PLATFORM_COMMANDS = {
    "serve": "démarre la plateforme web",
    "sauvegarder": "écrit toute l'instance de la plateforme dans un fichier",
    "restaurer": "remet en place une instance sauvegardée",
    "plateforme": "administrateur, démonstration, vérifications de l'instance",
}
ENTRY_POINTS = "canivet.commands"
#: Modules that come with the extras: without one of them, the platform is not installed.
EXTRA_MODULES = ("csp", "django", "django_htmx", "django_tasks", "django_tasks_db", "granian",
                 "mozilla_django_oidc", "psycopg", "whitenoise")  # fmt: skip

EXAMPLES = """
  canivet demo
  canivet diagnostiquer parc.csv ecrans.xlsx --siren 200041317 --agents 1200
  canivet diagnostiquer canivet-200041317-2026
  canivet expliquer canivet-200041317-2026 --critere gwp --categorie monitor
  canivet serve
"""


def build_parser() -> FrenchParser:
    """The top parser: it knows the commands' names only, so that starting stays quick."""
    parser = FrenchParser(
        prog="canivet",
        description="Canivet, le couteau suisse du numérique responsable des collectivités.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "--version", action="version", version=f"canivet {canivet.__version__}", help="affiche la version"
    )
    commands = parser.add_subparsers(title="Commandes", metavar="COMMANDE", dest="command")
    for name, (_, summary) in COMMANDS.items():
        commands.add_parser(name, help=summary)
    for name, summary in PLATFORM_COMMANDS.items():
        commands.add_parser(name, help=summary)
    return parser


def platform_command(name: str) -> Callable[[Sequence[str]], int]:
    """A command of the web platform, if it is installed."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS, name=name):
        command: Callable[[Sequence[str]], int] = entry.load()
        return command
    raise platform_missing(name)


def platform_missing(what: str) -> InputProblem:
    """What to say when the platform, or something it needs, is not installed."""
    return InputProblem(
        f"la plateforme web n'est pas installée (il manque « {what} »).",
        cure='installez-la : pip install "canivet[web]"',
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code: 0 done, 2 bad input, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] not in {**COMMANDS, **PLATFORM_COMMANDS}:
        parser = build_parser()
        parser.parse_args(given)
        parser.print_help()
        return 0 if not given else 2
    try:
        if given[0] in PLATFORM_COMMANDS:
            return _run_platform(given[0], given[1:])
        module = import_module(COMMANDS[given[0]][0])
        return int(module.run(given[1:]))
    except InputProblem as problem:
        sys.stderr.write(f"Erreur : {problem}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Interrompu : rien n'a été écrit à moitié.\n")
        return 130


def _run_platform(name: str, arguments: Sequence[str]) -> int:
    try:
        return platform_command(name)(arguments)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in EXTRA_MODULES:
            raise
        raise platform_missing(missing) from error


def run() -> None:
    """Console script."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A Debian without locale is ASCII: French must come out whole all the same.
            reconfigure(encoding="utf-8", errors="replace")
    # A command ends soon and makes few cycles: looking for them in 50,000 lines takes a quarter of its time.
    gc.disable()
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # `canivet classer … | head` closes our output: not an error of the user's.
        sys.stderr.close()
        code = 0
    raise SystemExit(code)
