"""The two pages: never three, accessible, and every figure of the estimate in them."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from flash_cases import profile, village

from canivet import commons as commons_module
from canivet.deliverables.content.flash import build_flash
from canivet.deliverables.document import Callout, KeyFigures, Paragraph, nodes, tables
from canivet.deliverables.flash import HTML_NAME, PDF_NAME, render_flash
from canivet.flash.answers import Answers
from canivet.flash.estimate import estimate
from canivet.flash.section import section
from deliverables.pdf_text import pdf_text

COMMONS = commons_module.load()
LONG = "Communauté de communes des Très-Longues-Vallées-et-des-Hauts-Plateaux-Réunis-d'Altitude"
#: Answers that make the pages as short, and as long, as they can be.
CASES = {
    "village": (profile(), village()),
    "all known": (profile(), village(hosting="local", website="none", server="yes", lead="group")),
    "one count": (profile(), Answers({"desktops": 1})),
    "people alone": (profile(name=LONG), Answers({"people": 3})),
    "nothing but computers": (profile(name=LONG), village(
        people=None, screens=None, smartphones=None, tablets=None, printers=None, copiers=None, reams=None,
        school=None, server=None, hosting=None, website=None, end_of_life=None, purchases=None, lead=None,
    )),
    "a town": (profile(name=LONG, population=52_300), village(
        **dict.fromkeys(("desktops", "laptops", "screens", "smartphones", "tablets", "reams"), 4_999),
        people=4_000, printers=1_999, copiers=499, server="yes", lead="group", purchases="leased",
        end_of_life="given", website="provider", hosting="pooled",
    )),
    "nothing computed": (profile(country="ZZZ"), Answers({"reams": 1, "desktops": 0, "tablets": 1})),
}  # fmt: skip


def document(name: str):
    who, answers = CASES[name]
    return {**section(estimate(who, answers, COMMONS)), "generated_on": "2026-11-25"}


@pytest.fixture(scope="module")
def rendered():
    return {name: render_flash(document(name)) for name in CASES}


def test_two_pages_whatever_the_answers(rendered) -> None:
    for name, files in rendered.items():
        with pikepdf.open(BytesIO(files[PDF_NAME])) as pdf:
            assert len(pdf.pages) == 2, name


def test_every_choice_fits_in_two_pages() -> None:
    """Each answer once, in the longest company: only the longest texts could push a third page."""
    from canivet.flash.questionnaire import load_questionnaire

    for question in load_questionnaire(COMMONS).chosen.values():
        for choice in question.choices:
            answers = village(
                **{question.id: None if choice.is_unknown else choice.id}, screens=None, reams=None
            )
            told = {**section(estimate(profile(name=LONG), answers, COMMONS)), "generated_on": "2026-11-25"}
            with pikepdf.open(BytesIO(render_flash(told)[PDF_NAME])) as pdf:
                assert len(pdf.pages) == 2, (question.id, choice.id)


def test_the_pdf_is_tagged_titled_and_in_french(rendered) -> None:
    for name, files in rendered.items():
        with pikepdf.open(BytesIO(files[PDF_NAME])) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("fr")
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert str(pdf.docinfo["/Title"]) == build_flash(document(name)).title
            metadata = bytes(pdf.Root.Metadata.read_bytes())
            assert re.search(rb"pdfuaid:part(>|=\")1", metadata)


def test_the_pages_say_what_the_data_say(rendered) -> None:
    told = document("village")
    shown = re.sub(r"[\s\-\u00ad]", "", pdf_text(rendered["village"][PDF_NAME])).replace("’", "'")
    html = rendered["village"][HTML_NAME].decode().replace("’", "'").replace("\u00a0", " ")
    texts = [text for action in told["actions"] for text in (action["label"], action["first_step"])]
    texts += [duty["title"] for duty in told["duties"]] + [duty["step"] for duty in told["duties"]]
    texts += [*told["left_out"]]
    for text in texts:
        assert re.sub(r"[\s\-]", "", text) in shown, text
        assert text.replace("'", "&#39;") in html or text in html.replace("&#39;", "'"), text


def test_parts_add_up_to_the_total_shown() -> None:
    """Amounts are rounded so that the column sums to its last row."""
    table = next(t for t in tables(build_flash(document("village"))) if t.total)
    amounts = [float(row[2].replace("\u202f", "").replace(",", ".")) for row in table.rows]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1])


def test_comparisons_are_cited_and_judge_nothing() -> None:
    table = next(t for t in tables(build_flash(document("village"))) if "Ailleurs" in t.caption)
    cited = {row["source"] for row in COMMONS.rows("ratios/references")}
    for source, value, said in table.rows:
        assert any(source.replace("’", "'").startswith(name) for name in cited)
        assert value.endswith("CO₂e")
        assert said.startswith("À titre indicatif")
        assert "favorable" not in said


def test_what_is_counted_is_told_apart_from_what_ratios_give() -> None:
    def third(name: str) -> tuple[str, str]:
        figures = next(n for n in nodes(build_flash(document(name))) if isinstance(n, KeyFigures))
        return figures.items[2].label, figures.items[2].note

    assert third("village") == ("Équipements", "comptés à la main, sans liste ni modèle")
    # 3 people: 1.18 × 3 = 3.54 computers, 1.36 × 3.54 = 4.8 screens, none counted
    assert third("people alone") == ("Équipements", "estimés par ratio\u00a0: aucun n’est compté")
    told = document("nothing but computers")
    # 11 computers counted, 1.36 × 11 = 14.96 screens by ratio
    assert (told["units"], told["units_estimated"]) == pytest.approx((25.96, 14.96))
    assert third("nothing but computers")[1] == "11\u00a0comptés à la main, 15\u00a0estimés par ratio"
    limits = next(n for n in nodes(build_flash(told)) if isinstance(n, Callout))
    assert limits.items[0].startswith("Écrans séparés\u00a0: environ 15")


def test_a_figure_without_every_count_is_compared_with_nothing() -> None:
    who, answers = profile(), village(screens=None)
    told = section(estimate(who, answers, COMMONS))
    assert told["counts_missing"] == 1
    made = build_flash(told)
    assert not any("Ailleurs" in table.caption for table in tables(made))
    words = " ".join(node.text for node in nodes(made) if isinstance(node, Paragraph))
    assert "1\u00a0nombre d’appareils manque" in words.replace("\u202f", "\u00a0")


def test_one_question_answered_is_singular() -> None:
    assert "1\u00a0question répondue sur" in build_flash(document("people alone")).subtitle


def test_no_gain_is_promised() -> None:
    for name in CASES:
        (table,) = [t for t in tables(build_flash(document(name))) if "priorité" in t.caption]
        assert len(table.rows) == 5
        assert not any(re.search(r"\d\s?(kg|t|%)", cell) for row in table.rows for cell in row)


def test_what_cannot_be_computed_is_said() -> None:
    figures = next(n for n in nodes(build_flash(document("one count"))) if isinstance(n, KeyFigures))
    assert figures.items[1].value == "non calculé"
    assert figures.items[1].note == "le nombre de personnes n’a pas été donné"


def test_the_same_estimate_gives_the_same_bytes(rendered) -> None:
    assert render_flash(document("village")) == rendered["village"]


def test_names_are_never_read_as_a_language() -> None:
    hostile = '<script>alert("x")</script> #let x = [*gras*] $x^2$ {{7*7}}'
    told = {**section(estimate(profile(name=hostile), village(), COMMONS)), "generated_on": "2026-11-25"}
    files = render_flash(told)
    assert "<script>alert" not in files[HTML_NAME].decode()
    assert "#letx=[*gras*]$x^2$" in pdf_text(files[PDF_NAME])
