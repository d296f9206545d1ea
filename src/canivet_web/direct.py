"""Rows read on every page, by a statement written once: composing it each time costs more than running it."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def row_where(model: type[Row], **equal: Any) -> Row | None:
    """One row of a model whose columns have these values, all given; None when there is none.

    For what is unique by these columns, in a single table; everything else is asked of Django's querysets.
    """
    found = model._default_manager.raw(_statement(model, tuple(equal)), list(equal.values()))
    return next(iter(found), None)


@cache
def _statement(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    # Those that a table holds: relations have none here.
    column_of = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(map(quote, column_of.values()))
    conditions = " AND ".join(f"{quote(column_of[name])} = %s" for name in names)
    return f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE {conditions}"
