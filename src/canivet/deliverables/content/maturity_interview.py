"""Interview guides: for one role, what to ask and what to confirm, ready to be printed and written on."""

from __future__ import annotations

from canivet.deliverables.content.report import typeset_tree
from canivet.deliverables.document import Block, Callout, Document, List, Paragraph, Section
from canivet.deliverables.french import counted
from canivet.maturity.answers import WHOLE, Answer
from canivet.maturity.grid import LEVELS, Grid
from canivet.maturity.interviews import Guide, Item

#: Room to write on a printed page.
NOTES = "Notes : " + "." * 90
CONDUCT = (
    "Commencer par ce qui n'a pas encore de réponse.",
    "Laisser la personne raconter, puis choisir avec elle la phrase qui décrit aujourd'hui, pas l'intention.",
    "Demander la preuve à chaque niveau au-dessus de 0 ; noter où elle se trouve.",
    "Une question hors de propos se note « sans objet », avec son motif.",
)


def interview(grid: Grid, guide: Guide, authority: str) -> Document:
    """The guide of one role as a document."""
    to_ask, to_confirm = len(guide.to_ask), len(guide.to_confirm)
    before = (
        Paragraph(f"Pour : {guide.role.label.lower()} ({_lowered(guide.role.who)})."),
        Paragraph(
            f"{counted(to_ask, 'question à poser', 'questions à poser')}, "
            f"{counted(to_confirm, 'réponse à confirmer', 'réponses à confirmer')}. {grid.label}."
        ),
        Callout("Conduite de l'entretien", "caution", CONDUCT),
    )
    parts = [
        (slug, title, items)
        for slug, title, items in (
            ("a-poser", "À poser", guide.to_ask),
            ("a-confirmer", "À confirmer", guide.to_confirm),
        )
        if items
    ]
    sections = [
        Section(slug, title, (*(before if not rank else ()), *_domains(grid, slug, items)))
        for rank, (slug, title, items) in enumerate(parts)
    ]
    document = Document(
        title=f"Guide d'entretien – {guide.role.label}",
        subtitle=f"Maturité numérique responsable – {authority}",
        footer=f"{authority} – guide d'entretien, {guide.role.label.lower()}",
        author=authority,
        date=None,
        sections=tuple(sections),
    )
    return typeset_tree(document)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _domains(grid: Grid, slug: str, items: tuple[Item, ...]) -> tuple[Section, ...]:
    """One section for each domain that has questions."""
    parts = []
    for domain in grid.domains:
        mine = [item for item in items if item.question.domain == domain.id]
        if mine:
            blocks: list[Block] = [Paragraph(domain.scope), *(_question(grid, item) for item in mine)]
            parts.append(Section(f"{slug}-{domain.id.lower()}", domain.label, tuple(blocks)))
    return tuple(parts)


def _question(grid: Grid, item: Item) -> Section:
    question = item.question
    blocks: list[Block] = [
        Paragraph(question.why),
        List(tuple(f"☐ {level} : {text}" for level, text in zip(LEVELS, question.levels, strict=True))),
        Paragraph(f"Preuve attendue : {question.proof}."),
    ]
    blocks += [Paragraph(_given(grid, answer)) for answer in item.answers]
    blocks += [Paragraph(f"À vérifier d'abord : {fact}") for fact in item.unknown]
    blocks.append(Paragraph(NOTES))
    return Section(
        f"question-{question.id.replace('.', '-').lower()}", f"{question.id}  {question.text}", tuple(blocks)
    )


def _given(grid: Grid, answer: Answer) -> str:
    who = answer.service if answer.service != WHOLE else "pour toute la collectivité"
    role = f", {grid.role_labels[answer.role].lower()}" if answer.role in grid.role_labels else ""
    comment = f" {answer.comment}" if answer.comment else ""
    return f"Déjà répondu ({who}{role}) : niveau {answer.level}.{comment}"
