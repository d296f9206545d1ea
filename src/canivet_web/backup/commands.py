"""``canivet sauvegarder`` and ``canivet restaurer``: the whole instance in one file, and back."""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, IntegrityError

from canivet.cli.parser import FrenchParser
from canivet.problems import InputProblem, Place
from canivet_web import version
from canivet_web.backup import archive, rows, state
from canivet_web.backup.archive import Manifest


def backup_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Options of ``canivet sauvegarder``."""
    parser = FrenchParser(
        prog="canivet sauvegarder",
        description="Écrit toute l'instance dans un seul fichier, sans arrêter le serveur. La sauvegarde se "
        "restaure sur SQLite comme sur PostgreSQL. Elle contient des données personnelles : gardez-la bien.",
        examples="  canivet sauvegarder canivet-2026-05-31.zip",
    )
    parser.add_argument("fichier", type=Path, metavar="FICHIER.zip", help="le fichier à écrire")
    return parser.parse_args(arguments)


def restore_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Options of ``canivet restaurer``."""
    parser = FrenchParser(
        prog="canivet restaurer",
        description="Remet en place une instance sauvegardée, entière ou pas du tout. Tout le monde devra se "
        "reconnecter.",
        examples="  canivet restaurer canivet-2026-05-31.zip\n"
        "  canivet restaurer canivet-2026-05-31.zip --remplacer",
    )
    parser.add_argument("fichier", type=Path, metavar="FICHIER.zip", help="la sauvegarde")
    parser.add_argument(
        "--remplacer", action="store_true", help="efface d'abord ce que contient cette instance"
    )
    return parser.parse_args(arguments)


def run_backup(options: argparse.Namespace) -> int:
    """Write the backup and say what it holds."""
    _reach()
    manifest = save(options.fichier)
    size = options.fichier.stat().st_size
    sys.stdout.write(f"Sauvegarde écrite : {options.fichier} ({size / 1e6:.1f} Mo, {_content(manifest)}).\n")
    sys.stdout.write("Vous seul pouvez la lire : copiez-la sur une autre machine, à l'abri.\n")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Put the backup in place and say what it held."""
    _reach()
    manifest = load(options.fichier, replace=options.remplacer)
    sys.stdout.write(f"Instance restaurée dans l'état du {manifest.made_at} ({_content(manifest)}).\n")
    sys.stdout.write("Vérifiez-la : canivet plateforme verifier\n")
    return 0


def _reach() -> None:
    from canivet_web.preparation import reach_database

    reach_database()


def _content(manifest: Manifest) -> str:
    count = {member.model.lower(): member.rows for member in manifest.members}
    words = {
        "accounts.user": "comptes",
        "authorities.authority": "collectivités",
        "inventories.batch": "inventaires",
        "diagnostics.result": "diagnostics",
    }
    return ", ".join(f"{word} : {count[model]}" for model, word in words.items() if model in count)


def save(path: Path) -> Manifest:
    """Write the whole instance in a file, in one view of its database."""
    with state.reading(), archive.written_whole(path) as target:
        migrations = state.recorded()
        if not migrations:
            raise InputProblem(
                "il n'y a pas d'instance ici : la base de données est vide.",
                cure="vérifiez CANIVET_DATA et CANIVET_DATABASE : ils doivent être ceux du serveur.",
            )
        if state.unknown(migrations):
            raise _newer()
        models = state.kept_models(state.apps_at(migrations))
        members = [archive.add_table(target, label, rows.read_rows(model)) for label, model in models.items()]
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(version(), made_at, migrations, members)
        archive.add_manifest(target, manifest)
    return manifest


def load(path: Path, *, replace: bool) -> Manifest:
    """Put an instance back; the file is checked whole before anything is touched."""
    with archive.opened(path) as (source, manifest):
        if state.unknown(manifest.migrations):
            raise _newer()
        models = state.kept_models(state.apps_at(manifest.migrations))
        if sorted(models) != sorted(member.model for member in manifest.members):
            raise _unreadable(path)
        if not replace and not state.is_empty():
            raise InputProblem(
                "cette instance contient déjà des données.",
                cure="faites-en une sauvegarde, puis ajoutez --remplacer : elles seront effacées.",
            )
        try:
            with state.rebuilding():
                _rebuild(source, manifest)
        except (rows.UnreadableRow, IntegrityError) as error:
            raise _unreadable(path) from error
        except DatabaseError as error:
            raise InputProblem(
                f"la base de données a refusé la restauration ({str(error).strip()}). Rien n'a été changé.",
                cure="arrêtez le serveur le temps de la restauration, puis recommencez.",
            ) from error
    return manifest


def _rebuild(source: zipfile.ZipFile, manifest: Manifest) -> None:
    from django.db import connection

    state.drop_tables()
    state.migrate_to(manifest.migrations)
    models = state.kept_models(state.apps_at(manifest.migrations))
    for member in manifest.members:
        model = models[member.model]
        # What a migration put there is in the backup, with whatever became of it.
        model._base_manager.all().delete()
        with source.open(member.name) as lines:
            for line in lines:
                rows.write_row(model, line)
    connection.check_constraints()
    state.migrate_to(None)
    state.reset_sequences(state.kept_models(state.apps_at(state.recorded())).values())


def _newer() -> InputProblem:
    return InputProblem(
        "ces données viennent d'une version plus récente de Canivet.",
        cure="mettez Canivet à jour, puis recommencez.",
    )


def _unreadable(path: Path) -> InputProblem:
    return InputProblem(
        "le contenu de cette sauvegarde ne correspond pas à sa version. Rien n'a été changé.",
        cure="reprenez une autre sauvegarde, et signalez ce défaut.",
        place=Place(file=str(path)),
    )
