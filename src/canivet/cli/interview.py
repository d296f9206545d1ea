"""The twelve questions asked one by one on a terminal: back, help, and « I do not know » at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from canivet.flash.answers import Answers, read_answer
from canivet.flash.questionnaire import Question, Questionnaire
from canivet.problems import InputProblem
from canivet.text import fold

BACK: Final = frozenset({"r", "retour"})
HELP: Final = frozenset({"a", "aide"})
FORGET: Final = frozenset({"?", "nsp", "ne sait pas", "je ne sais pas"})
INTRODUCTION: Final = """\
Douze questions, un quart d'heure. Répondez de mémoire : ce que vous ne savez pas sera dit, jamais mis à zéro.
  Entrée : garder la réponse affichée (au départ : je ne sais pas)     ? : je ne sais pas
  r : revenir à la question d'avant     a : de l'aide     Ctrl-C : arrêter sans rien écrire
"""

Read = Callable[[str], str]
"""Shows a prompt and gives the line that was typed."""
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class _Prompt:
    """One thing to ask: its field, its question, and whether it opens the question."""

    field: str
    question: Question
    is_first: bool


def interview(questions: Questionnaire, read: Read, say: Say) -> Answers:
    """Ask everything; `InputProblem` when the typing ends before the questions do."""
    prompts = [
        _Prompt(name, question, is_first=not rank)
        for question in questions.questions
        for rank, name in enumerate([count.id for count in question.counts] or [question.id])
    ]
    kept: dict[str, int | str | None] = {}
    say(INTRODUCTION)
    position = 0
    while position < len(prompts):
        prompt = prompts[position]
        if prompt.is_first:
            say(_opening(prompt.question, len(questions.questions)))
        text = _typed(read, _ask(prompt, questions, kept)).strip()
        typed = fold(text)
        if typed in BACK:
            position = max(0, position - 1)
            # A question of several counts is asked again from its start.
            while not prompts[position].is_first:
                position -= 1
            continue
        if typed in HELP:
            say(f"  {prompt.question.help}\n  {prompt.question.why}\n")
            continue
        if typed in FORGET:
            kept[prompt.field] = None
        elif typed:
            try:
                kept[prompt.field] = read_answer(prompt.field, text, questions)
            except InputProblem as problem:
                say(f"  {problem}\n")
                continue
        position += 1
    return Answers(
        {name: value for name, value in kept.items() if isinstance(value, int)},
        {name: value for name, value in kept.items() if isinstance(value, str)},
    )


def _typed(read: Read, prompt: str) -> str:
    try:
        return read(prompt)
    except EOFError as error:
        raise InputProblem(
            "la saisie s'est arrêtée avant la dernière question.",
            cure="recommencez dans un terminal, ou donnez un fichier de réponses avec --reponses.",
        ) from error


def _opening(question: Question, total: int) -> str:
    lines = [f"\nQuestion {question.rank} sur {total} – {question.step_title}", question.text]
    lines += [f"  {choice.rank}. {choice.label}" for choice in question.choices]
    return "\n".join(lines) + "\n"


def _ask(prompt: _Prompt, questions: Questionnaire, kept: dict[str, int | str | None]) -> str:
    """What stands before the cursor: the count asked for, and the answer that Enter keeps."""
    value = kept.get(prompt.field)
    if prompt.field in questions.counts:
        return f"  {questions.counts[prompt.field].label} [{'je ne sais pas' if value is None else value}] : "
    labels = {choice.id: choice.label for choice in prompt.question.choices}
    return f"  Votre réponse [{labels.get(str(value), prompt.question.unknown.label)}] : "
