"""The PDF: tagged, titled, in French, with the same content as the tree."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

import pikepdf
import pytest
from pdf_text import pdf_text
from sample_cases import CASES

from canivet.deliverables.charts import fonts_folder, pictures_of
from canivet.deliverables.content.report import build_report
from canivet.deliverables.document import KeyFigures, Paragraph, as_data, figures, nodes, tables
from canivet.deliverables.pdf import render_pdf


def _pdf(result) -> bytes:
    document = build_report(result)
    return render_pdf(document, pictures_of(document), fonts_folder())


@pytest.fixture(scope="module")
def pdfs():
    return {name: _pdf(make()) for name, make in CASES.items()}


def _structure(pdf: pikepdf.Pdf) -> tuple[Counter[str], list[str]]:
    """Count of each kind of structure element, and alternative texts."""
    kinds: Counter[str] = Counter()
    alternatives: list[str] = []
    todo = [pdf.Root.StructTreeRoot.K]
    while todo:
        item = todo.pop()
        if isinstance(item, pikepdf.Array):
            todo += list(item)
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            kinds[str(item.S)] += 1
            if "/Alt" in item:
                alternatives.append(str(item.Alt))
            if "/K" in item:
                todo.append(item.K)
    return kinds, alternatives


@pytest.mark.parametrize("name", CASES)
def test_markers_of_accessibility(pdfs, name):
    document = build_report(CASES[name]())
    with pikepdf.open(BytesIO(pdfs[name])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("fr")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == document.title
        metadata = bytes(pdf.Root.Metadata.read_bytes())
        assert re.search(rb"pdfuaid:part(>|=\")1", metadata)
        kinds, alternatives = _structure(pdf)
    assert kinds["/Table"] == len(tables(document))
    assert kinds["/TH"] == sum(len(table.columns) for table in tables(document))
    assert kinds["/H1"] == len(document.sections)
    for figure in figures(document):
        assert figure.alt in alternatives


@pytest.mark.parametrize(
    "name", ["sample", "many_services", "without_agents", "nothing_computed", "with_uses", "one_family"]
)
def test_every_text_of_the_tree_is_in_the_pdf(pdfs, name):
    shown = pdf_text(pdfs[name])
    document = build_report(CASES[name]())
    texts = [cell for table in tables(document) for row in table.rows for cell in row]
    texts += [node.text for node in nodes(document) if isinstance(node, Paragraph)]
    texts += [item.value for node in nodes(document) if isinstance(node, KeyFigures) for item in node.items]
    missing = [text for text in texts if re.sub(r"\s", "", text) not in shown]
    # A hyphen may end a line, and a page may end inside a paragraph: nothing else may be missing.
    assert [t for t in missing if re.sub(r"[\s\-]", "", t) not in re.sub(r"[\-\u00ad]", "", shown)] == []


def test_names_are_never_read_as_a_language(pdfs):
    shown = pdf_text(pdfs["hostile"])
    assert '<script>alert("x")</script>&' in shown
    assert "#letx=[*gras*]$x^2$" in shown


def test_same_document_same_bytes(pdfs):
    assert _pdf(CASES["sample"]()) == pdfs["sample"]
    with pikepdf.open(BytesIO(pdfs["sample"])) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260115")


def test_the_tree_is_what_the_renderer_reads():
    data = as_data(build_report(CASES["sample"]()))
    assert data["kind"] == "Document"
    assert data["date"] == "2026-01-15"
    assert data["sections"][0]["blocks"][0]["kind"] == "KeyFigures"
