"""A row of a table as one line of JSON, the same from any database, and back to the byte."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, Field, Model

#: Rows held in memory at once; one at a time where a row may hold a file.
ROWS_AT_ONCE = 500


class UnreadableRow(ValueError):
    """A line that is not a row of its table."""


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a table."""
    return list(model._meta.concrete_fields)


def read_rows(model: type[Model]) -> Iterator[bytes]:
    """The rows of a table as lines, in the order of their keys."""
    fields = fields_of(model)
    names = [field.attname for field in fields]
    heavy = any(isinstance(field, BinaryField) for field in fields)
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=1 if heavy else ROWS_AT_ONCE):
        line = {name: _written(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _written(value: Any) -> Any:
    """A value as JSON has it. A JSON column is already so."""
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        # Not Django's encoder: it drops the microseconds.
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value


def write_row(model: type[Model], line: bytes) -> None:
    """Put a row back as it was: no date of today, no rule of today's model."""
    fields = {field.attname: field for field in fields_of(model)}
    try:
        given = json.loads(line)
        if not isinstance(given, dict) or set(given) != set(fields):
            raise UnreadableRow(model._meta.label)
        values = {name: fields[name].to_python(value) for name, value in given.items()}
    except UnreadableRow:
        raise
    except Exception as error:
        raise UnreadableRow(model._meta.label) from error
    model(**values).save_base(raw=True, force_insert=True)
