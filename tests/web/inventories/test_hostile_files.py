"""Files made to harm, or simply wrong: refused with a French reason, bounded in memory and time."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web_inventories import csv_file, send, small, workbook

from canivet.problems import InputProblem
from canivet_web import apart
from canivet_web.inventories import archives, reader
from canivet_web.inventories.models import Batch
from canivet_web.jobs.models import Job, Upload
from canivet_web.uploads import clean_name


def remade(replaced: dict[str, bytes], rows=(("Modèle", "Quantité"), ("Latitude 5420", 3))) -> bytes:
    """A workbook with some of its members replaced."""
    stream = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(workbook(Parc=[list(row) for row in rows])))
    with good, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, replaced.get(name, good.read(name)))
    return stream.getvalue()


def zip_of(**members: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream


def problem(client, town, *files) -> str:
    response = send(client, town, *files)
    if response.status_code == 302:
        job = town.authority.jobs.latest("pk")
        assert job.state == Job.State.REFUSED, (job.state, job.problem)
        text = job.problem
        page = client.get(response["Location"]).content.decode()
        assert "INVALID-VARIABLE" not in page
        assert "rien n'a été changé" in page.replace("&#x27;", "'")
    else:
        assert response.status_code == 422
        text = response.content.decode().replace("&#x27;", "'")
        assert "INVALID-VARIABLE" not in text
    assert not Batch.objects.exists()
    assert not Upload.objects.exists()
    return text


def test_a_good_workbook_passes():
    archives.check(io.BytesIO(workbook(Parc=[["Modèle"], *[[f"Latitude {n}"] for n in range(5000)]])))


def test_a_bomb_is_refused_by_its_ratio():
    bomb = zip_of(**{"xl/workbook.xml": bytes(80 * 1024 * 1024)})
    assert bomb.tell() < 100_000
    with pytest.raises(InputProblem, match="une fois décompressé"):
        archives.check(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused():
    """The directory announces ten bytes; what a reader unpacks is eighty megabytes."""
    bomb = bytearray(zip_of(**{"xl/workbook.xml": bytes(80 * 1024 * 1024)}).getvalue())
    at = bomb.rindex(b"PK\x01\x02")
    struct.pack_into("<L", bomb, at + 24, 10)
    struct.pack_into("<L", bomb, at + 16, zlib.crc32(bytes(10)))
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as archive:
        assert len(archive.read("xl/workbook.xml")) == 10
    with pytest.raises(InputProblem, match="une fois décompressé"):
        archives.check(io.BytesIO(bytes(bomb)))


def test_many_small_bombs_add_up():
    bomb = zip_of(**{f"xl/{n}.xml": bytes(8 * 1024 * 1024) for n in range(10)})
    with pytest.raises(InputProblem, match="une fois décompressé"):
        archives.check(bomb)


def test_members_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    with pytest.raises(InputProblem, match="4 fichiers"):
        archives.check(zip_of(a=b"", b=b"", c=b"", d=b""))


@pytest.mark.parametrize("damage", ["cut", "header", "stream"])
def test_damaged_zips_are_told(damage):
    content = bytearray(workbook(Parc=[["Modèle"], ["Latitude"]]))
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "header":
        content[0:4] = b"XXXX"
    else:
        content[60:90] = bytes(30)
    with pytest.raises(InputProblem, match="abîmé"):
        archives.check(io.BytesIO(bytes(content)))


def test_a_bomb_sent_by_the_page_is_refused_before_it_is_stored(pilot, town):
    bomb = zip_of(**{"xl/workbook.xml": bytes(80 * 1024 * 1024)}).getvalue()
    assert "une fois décompressé" in problem(pilot, town, SimpleUploadedFile("parc.xlsx", bomb))
    assert not Job.objects.exists()


def test_billion_laughs_neither_hang_nor_explode(pilot, town):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    laughs = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">{entities}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2">'
        "<si><t>&l11;</t></si><si><t>&l11;</t></si></sst>"
    ).encode()
    bad = remade({"xl/sharedStrings.xml": laughs})
    start = time.monotonic()
    text = problem(pilot, town, SimpleUploadedFile("parc.xlsx", bad))
    assert time.monotonic() - start < 20
    assert "parc.xlsx" in text


def test_two_cells_at_the_ends_of_a_sheet_do_not_take_all_the_memory(pilot, town):
    """A reader that fills the rectangle between them would need a hundred gigabytes."""
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    bad = remade({"xl/worksheets/sheet1.xml": sheet.encode()})
    start = time.monotonic()
    text = problem(pilot, town, SimpleUploadedFile("parc.xlsx", bad))
    assert time.monotonic() - start < 60
    assert "trop de mémoire" in text


def test_cells_repeated_without_end_in_an_ods(pilot, town):
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Parc"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("content.xml", content)
    start = time.monotonic()
    problem(pilot, town, SimpleUploadedFile("parc.ods", stream.getvalue()))
    assert time.monotonic() - start < 60


def test_a_file_that_takes_for_ever_is_stopped(tmp_path, monkeypatch):
    """The parent stops a child that neither ends nor computes, and stays alive meanwhile."""
    beats = []
    monkeypatch.setattr(apart, "_BEAT_SECONDS", 0.05)
    bounds = apart.Bounds(memory_bytes=1024**3, processor_seconds=0.1)
    real = apart.subprocess.Popen
    monkeypatch.setattr(apart.subprocess, "Popen", lambda _, **kw: real(["/bin/sleep", "60"], **kw))
    with pytest.raises(InputProblem, match="trop de mémoire ou de temps"):
        apart.read_apart("none", bounds, tmp_path, ["1/parc.csv"], beat=lambda: beats.append(1))
    assert len(beats) >= 3


def test_the_reader_imports_nothing_from_the_folder_of_the_files(tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "csv.py").write_text("Modèle;Quantité\nLatitude 5420;3\n", encoding="utf-8")
    (tmp_path / "csv.py").write_text("raise SystemExit(9)", encoding="utf-8")
    assert apart.read_apart("canivet_web.inventories.reader", reader.BOUNDS, tmp_path, ["1/csv.py"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("parc.csv", b"", "ce fichier est vide"),
        ("parc.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "une image (PNG)"),
        ("parc.csv", b"%PDF-1.7 x", "un document PDF"),
        ("parc.csv", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "c'est une page web"),
        ("parc.csv", b"prenom;nom\na;b\n", "ce n'est pas un inventaire"),
        ("parc.csv", "Modèle;Statut\nLatitude 5420;Réformé\n".encode(), "aucun équipement à compter"),
        ("parc.xlsx", zip_of(dossier=b"{}").getvalue(), "une archive ZIP"),
        ("parc.zip", zip_of(**{"dossier.json": b"{}"}).getvalue(), "« Reprendre un dossier »"),
        ("parc.zip", zip_of(**{"d/dossier.json": b"{}"}).getvalue(), "« Reprendre un dossier »"),
    ],
)  # fmt: skip
def test_wrong_files_are_told_by_their_contents(pilot, town, name, content, said):
    text = problem(pilot, town, SimpleUploadedFile(name, content))
    assert said in text
    assert name in text
    assert "/tmp" not in text
    assert "1/parc" not in text


def test_no_file_the_same_twice_and_too_many(pilot, town, settings):
    assert "Choisissez au moins un fichier" in problem(pilot, town)
    text = problem(pilot, town, small("a.csv"), small("b.csv"))
    assert "« b.csv » : c'est le même contenu que « a.csv »" in text
    settings.UPLOAD_MAX_FILES = 2
    files = [csv_file(f"Dell;Latitude {n};;1;;;", name=f"{n}.csv") for n in range(3)]
    assert "3 fichiers en une fois, c'est trop : 2 au plus" in problem(pilot, town, *files)


def test_a_file_too_big_is_refused_with_its_bound(pilot, town, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    big = SimpleUploadedFile("gros.csv", b"a;b\n" * 500_000)
    assert "dépasse 1 Mo" in problem(pilot, town, big)
    # A request that announces more than all files may hold is not read to its end.
    settings.UPLOAD_MAX_FILES = 1
    huge = SimpleUploadedFile("gros.csv", b"a;b\n" * 900_000)
    assert "dépasse 1 Mo" in problem(pilot, town, huge)


def test_two_files_of_one_name_are_read(pilot, town):
    one = csv_file("Dell;Latitude 5420;;1;;;")
    two = csv_file("HP;ProDesk 600;;1;;;")
    assert send(pilot, town, one, two).status_code == 302
    names = {table["file"] for table in Batch.objects.get().summary["tables"]}
    assert names == {"1/parc.csv", "2/parc.csv"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\parc.xlsx", "parc.xlsx"),
        ("a\0b\n.csv", "ab.csv"),
        ("....", "fichier"),
        ("", "fichier"),
        ("é" * 300 + ".csv", "é" * 116 + ".csv"),
    ],
)
def test_names(given, kept):
    assert clean_name(given) == kept
    assert len(clean_name("🦊" * 200 + ".ods").encode()) <= 240


def test_html_in_names_and_cells_is_text(pilot, town):
    evil = "<img src=x onerror=alert(1)>"
    header = "Fabricant;Modèle;Type;Quantité;Statut;Service;" + evil
    rows = [f"Dell;{evil};Portable;3;En service;{evil};x", f"{evil};Zorg;;3;En service;;x",
            f"Dell;{evil} rare;Portable;3;Réformé;;x"]  # fmt: skip
    assert send(pilot, town, csv_file(*rows, name=f"{evil}.csv", header=header)).status_code == 302
    batch = Batch.objects.get()
    pk = batch.models.first().pk
    for path in ("", "1/", "1/modeles/?voir=tous", f"1/modeles/{pk}/", "1/exclusions/", "1/ecarts/",
                 f"1/modeles/?q={evil}"):  # fmt: skip
        html = pilot.get(town.url(f"inventaire/{path}")).content.decode()
        assert "<img" not in html, path
        assert "INVALID-VARIABLE" not in html


def test_formulas_are_neutralised_in_exports(pilot, town):
    row = 'Dell;=HYPERLINK("http://x");Portable;3;En service;@SUM(A1);'
    assert send(pilot, town, csv_file(row, "=cmd|x;+1+cmd;;2;;;")).status_code == 302
    for name in ("inventaire", "exclusions", "inconnus", "correspondances"):
        response = pilot.get(town.url(f"inventaire/1/{name}.csv"))
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response["Content-Disposition"]
        for line in response.content.decode("utf-8-sig").splitlines():
            assert not any(cell.strip('"')[:1] in ("=", "+", "@") for cell in line.split(";")), line
    assert pilot.get(town.url("inventaire/1/autre.csv")).status_code == 404


def test_the_reader_is_bounded():
    assert reader.BOUNDS.memory_bytes <= 4 * 1024**3
    assert reader.BOUNDS.processor_seconds < 300
