"""A fictional territory of two communes, and the vocabulary of the shipped commons."""

from pathlib import Path

import pytest

from canivet import actors
from canivet.actors.readers.reading import read_files
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import load_vocabulary

READERS = Path(actors.__file__).parent / "readers"


@pytest.fixture(scope="session")
def known(shipped):
    return load_vocabulary(shipped)


@pytest.fixture(scope="session")
def scope(known):
    return Scope({"99001": "Valmont-sur-Orle", "99002": "Brenac"}, known.districts, "999999999")


@pytest.fixture
def read(scope, known, shipped):
    """Readings of files."""
    return lambda *paths: read_files(list(paths), scope, known, shipped)


@pytest.fixture
def sample():
    """The sample of a source."""
    return lambda name: READERS / name
