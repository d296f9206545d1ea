"""Archives that are not what they say: refused in French, quickly, and nothing is written anywhere."""

from __future__ import annotations

import io
import json
import warnings
import zipfile

import pytest

from canivet.dossier import written
from canivet.examples import example_dossier, load_example
from canivet.problems import InputProblem
from canivet_web.diagnostics import archive

SIREN = "999999964"


@pytest.fixture(scope="module")
def files(shipped) -> dict[str, str]:
    return written(example_dossier(shipped, load_example(shipped, "ville"))) | profile()


def profile(**changes) -> dict[str, str]:
    fields = {
        "format": 1, "siren": SIREN, "name": "Ville", "kind": "commune", "type": "commune", "population": 100,
        "population_municipal": 100, "agents": 10, "year": 2025, "method": "amortie", "country": "FRA",
        "factor_set": "",
    }  # fmt: skip
    return {"dossier.json": json.dumps({**fields, **changes})}


def zipped(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return stream.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(InputProblem) as problem:
        archive.opened(content, "mon dossier.zip", SIREN)
    assert "mon dossier.zip" in str(problem.value)
    assert problem.value.cure
    return problem.value.what


def test_a_dossier_opens_at_the_root_or_in_its_folder(files):
    flat = archive.opened(zipped(files), "d.zip", SIREN)
    nested = archive.opened(zipped({f"dossier/{name}": text for name, text in files.items()}), "d.zip", SIREN)
    assert flat == nested
    assert flat.fingerprint == nested.fingerprint
    assert len(flat.uses) == 11


def test_what_is_no_dossier_is_refused(files):
    assert "abîmé" in refused(b"")
    assert "abîmé" in refused(b"%PDF-1.7 pas un zip")
    assert "pas le dossier" in refused(zipped({"parc.csv": "a;b"}))
    assert "pas le dossier" in refused(zipped({"a/b/dossier.json": "{}"}))
    assert "abîmé" in refused(zipped(files)[:-300])
    assert "pas encore d'inventaire" in with_place(zipped(profile()))
    lines = {**files, "lignes.csv": b"\xff\xfe\x00"}
    assert "UTF-8" in with_place(zipped(lines))


def with_place(content: bytes) -> str:
    with pytest.raises(InputProblem) as problem:
        archive.opened(content, "d.zip", SIREN)
    assert "/tmp" not in str(problem.value)
    return problem.value.what


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "a/../../b", "..\\windows", "C:/x", "dossier.json"]
)
def test_names_that_escape_or_repeat_are_refused(files, name):
    stream = io.BytesIO(zipped(files))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as target:
        warnings.simplefilter("ignore")  # zipfile warns of the name written twice, which is what is tried
        target.writestr(name, "{}")
    assert "anormale" in refused(stream.getvalue())


def test_bombs_are_refused_before_they_open(files, monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "read", never)
    assert "décompressée" in refused(zipped({**files, "lignes.csv": b"0" * 60_000_000}))
    assert "fichiers" in refused(zipped({**files, **{f"x{i}": "" for i in range(archive.MOST_MEMBERS)}}))


def never(*args, **kwargs):
    raise AssertionError("opened")


def test_a_size_that_lies_never_goes_past_what_it_says(files):
    content = bytearray(zipped({**files, "lignes.csv": b"0" * 3_000_000}))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"lignes.csv"))
    content[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    assert "abîmé" in refused(bytes(content))


def test_encrypted_members_are_refused(files):
    content = bytearray(zipped(files))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(signature)
        while start >= 0:
            content[start + offset] |= 1
            start = content.find(signature, start + 4)
    assert "abîmé" in refused(bytes(content))


def test_too_many_lines_are_refused(files, monkeypatch):
    monkeypatch.setattr(archive, "MOST_LINES", 10)
    assert "plus de 10 lignes" in refused(zipped(files))


def test_another_siren_and_a_newer_format_are_told(files):
    assert "SIREN 999999972" in refused(zipped({**files, **profile(siren="999999972")}))
    with pytest.raises(InputProblem, match="format 3") as problem:
        archive.opened(zipped({**files, **profile(format=3)}), "d.zip", SIREN)
    assert "mettez Canivet à jour" in str(problem.value)


@pytest.mark.parametrize(
    "changes",
    [{"year": "2025"}, {"agents": [1]}, {"name": None}, {"population": 1.5}, {"method": {}}, {"inconnu": 1}],
)
def test_values_of_another_kind_are_refused(files, changes):
    with pytest.raises(InputProblem):
        archive.opened(zipped({**files, **profile(**changes)}), "d.zip", SIREN)


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000])
def test_nested_json_does_not_break_the_reader(files, deep):
    for name in ("dossier.json", "tables.json"):
        with pytest.raises(InputProblem):
            archive.opened(zipped({**files, name: deep}), "d.zip", SIREN)


def test_tables_described_with_anything_are_refused(files):
    tables = json.loads(files["tables.json"])
    for change in ({"mapping": ["a"]}, {"notes": [1]}, {"file": None}, {"header_line": "1"}, {"columns": 3}):
        content = {**files, "tables.json": json.dumps([{**table, **change} for table in tables])}
        with pytest.raises(InputProblem):
            archive.opened(zipped(content), "d.zip", SIREN)


def test_quantities_that_are_no_numbers_are_refused(files):
    header, first, *_ = files["usages.csv"].splitlines()
    cells = first.split(",")
    for value in ("nan", "inf", "-1"):
        cells[2] = value
        content = {**files, "usages.csv": f"{header}\n{','.join(cells)}\n"}
        assert "quantité" in refused(zipped(content))


OWN = "archetype,stage,criterion,value,source\nlaptop_14,manufacturing,gwp,100,maison\n"


def test_own_factors_come_in_and_their_names_stay_in_their_folder(files):
    found = archive.opened(zipped({**files, "facteurs/maison.csv": OWN}), "d.zip", SIREN)
    assert dict(found.own_sets) == {"maison": OWN}
    for name in ("facteurs/a/b.csv", f"facteurs/{'x' * 61}.csv", "facteurs/ a .csv", "facteurs/\x07.csv"):
        assert "facteurs" in refused(zipped({**files, name: OWN}))
    many = {f"facteurs/{number}.csv": OWN for number in range(archive.MOST_SETS + 1)}
    assert "jeux de facteurs" in refused(zipped({**files, **many}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "table",
        OWN.replace("100", "beaucoup"),
        OWN.replace("laptop_14", "soucoupe"),
        "\0" + OWN,
        OWN + "laptop_14\n",
    ],
)
def test_own_factors_that_cannot_be_read_are_refused(files, text):
    with pytest.raises(InputProblem) as problem:
        archive.opened(zipped({**files, "facteurs/maison.csv": text}), "mon dossier.zip", SIREN)
    assert "maison.csv" in str(problem.value)
    with pytest.raises(InputProblem):
        archive.opened(zipped({**files, "facteurs/maison.csv": b"\xff\xfe" + OWN.encode()}), "d.zip", SIREN)


def test_an_unknown_factor_set_is_told(files):
    with pytest.raises(InputProblem, match="n'existe pas"):
        archive.opened(zipped({**files, **profile(factor_set="zut")}), "d.zip", SIREN)
