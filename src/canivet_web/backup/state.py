"""Which tables a backup holds, in the state that the migrations of its time gave them.

A backup of an older version is loaded in the tables of that version, then migrated: nothing here knows the
models of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.db.transaction import atomic

#: Sessions die with a restoration; content types, permissions and groups are Django's, and not used here.
NOT_KEPT = frozenset({"sessions", "contenttypes", "auth"})

#: A migration: (label of the application, name).
Node = tuple[str, str]


def recorded() -> list[Node]:
    """Migrations that the database has had."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def unknown(nodes: Iterable[Node]) -> list[Node]:
    """Those that this version does not have."""
    loader = MigrationLoader(None)
    return sorted(set(nodes) - set(loader.disk_migrations))


def last_of_each(nodes: Iterable[Node], loader: MigrationLoader) -> list[Node]:
    """The migrations after which no other of ``nodes`` comes in the same application."""
    known = set(nodes) & set(loader.graph.nodes)
    followed = {
        parent.key
        for node in known
        for parent in loader.graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    return sorted(known - followed)


def apps_at(nodes: Iterable[Node]) -> Apps:
    """The models as they were after these migrations."""
    loader = MigrationLoader(None)
    apps: Apps = loader.project_state(last_of_each(nodes, loader)).apps
    return apps


def kept_models(apps: Apps) -> dict[str, type[Model]]:
    """Models of a backup by label, those of links between two models included."""
    models = apps.get_models(include_auto_created=True)
    kept = [m for m in models if m._meta.managed and m._meta.app_label not in NOT_KEPT]
    return {model._meta.label: model for model in sorted(kept, key=lambda m: m._meta.label)}


def is_empty() -> bool:
    """Whether this instance has nothing to lose: no table yet, or nobody and nothing in them."""
    tables = set(connection.introspection.table_names())
    models = kept_models(installed)
    present = [model for model in models.values() if model._meta.db_table in tables]
    return not any(model._base_manager.exists() for model in present)


@contextmanager
def reading() -> Iterator[None]:
    """One view of the whole database, that lets others write meanwhile."""
    if connection.vendor == "postgresql":
        with atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
    try:
        with atomic(durable=True):
            yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]


@contextmanager
def rebuilding() -> Iterator[None]:
    """One transaction in which tables are dropped and made again: all of it is seen by others, or nothing."""
    # SQLite can only stop checking foreign keys outside a transaction, and its tables are remade without.
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        connection.disable_constraint_checking()
    try:
        with atomic(durable=True):
            yield
    finally:
        if sqlite:
            connection.enable_constraint_checking()


def drop_tables() -> None:
    """Drop the tables of the platform, and no other that may stand beside them."""
    ours = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    ours.add(MigrationRecorder.Migration._meta.db_table)
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table in sorted(ours & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


def migrate_to(nodes: Sequence[Node] | None) -> None:
    """Migrate to this state, or to that of today."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes() if nodes is None else last_of_each(nodes, executor.loader)
    executor.migrate(targets)
    # A migration may have asked for foreign keys to be checked at once: rows come back in any order.
    connection.check_constraints()
    if nodes is None:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def reset_sequences(models: Iterable[Any]) -> None:
    """New rows get numbers after those that were put back."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
