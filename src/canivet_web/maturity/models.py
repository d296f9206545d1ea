"""The maturity grid as it is answered: a row for each question and service, proofs, facts, frozen states."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from canivet_web.records import Frozen, Recoverable, Versioned

LEVELS = [(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4")]


class Confidentiality(models.TextChoices):
    """Who may open a proof."""

    PUBLIC = "public", "Public"
    INTERNAL = "internal", "Interne : les membres de la collectivité"
    CONFIDENTIAL = "confidential", "Confidentiel : son service et l'équipe de la démarche"


class ProofKind(models.TextChoices):
    """What a proof is."""

    FILE = "file", "Fichier"
    LINK = "link", "Lien"
    NOTE = "note", "Note"


class MaturityAnswer(Versioned):
    """The answer of one service, or of the whole authority (no service), to one question of the grid.

    Neither a level nor a reason: the question is not answered yet.
    """

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="maturity_answers"
    )
    question = models.CharField(max_length=10)
    """Identifier of ``maturity/questions`` of the commons."""
    service = models.ForeignKey(
        "authorities.Service",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="maturity_answers",
    )
    level = models.PositiveSmallIntegerField("Niveau d'aujourd'hui", choices=LEVELS, null=True, blank=True)
    planned_level = models.PositiveSmallIntegerField("Niveau visé", choices=LEVELS, null=True, blank=True)
    planned_on = models.DateField("Date visée", null=True, blank=True)
    not_applicable = models.CharField("Sans objet, parce que…", max_length=300, blank=True)
    comment = models.TextField("Commentaire", max_length=2000, blank=True)
    role = models.CharField("Répondu par", max_length=30, blank=True)
    """Identifier of ``maturity/roles``."""
    grid = models.CharField(max_length=20, blank=True, editable=False)
    """Version of the grid under which it was given."""
    answered_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["question", "service", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["authority", "question", "service"], name="one_answer_per_question_and_service"
            ),
            models.UniqueConstraint(
                fields=["authority", "question"],
                condition=models.Q(service=None),
                name="one_answer_per_question_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class MaturityProof(Recoverable):
    """What backs an answer up, with its hash; a file is kept in the database, like all that is backed up."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="maturity_proofs"
    )
    answer = models.ForeignKey(MaturityAnswer, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField("Nature", max_length=10, choices=ProofKind.choices)
    title = models.CharField("Titre", max_length=200)
    address = models.CharField("Adresse", max_length=500, blank=True)
    """Name of the file, or address of the link."""
    text = models.TextField("Note", max_length=2000, blank=True)
    code = models.CharField(max_length=60, blank=True, editable=False)
    """Its name in the dossier that it came with; blank for what was added here."""
    sha256 = models.CharField(max_length=64)
    """Of the file's bytes, of the address, or of the note."""
    confidentiality = models.CharField(
        "Confidentialité",
        max_length=20,
        choices=Confidentiality.choices,
        default=Confidentiality.INTERNAL,
    )
    content = models.BinaryField(null=True, editable=False)
    """The file; None for what is not one, or came in a dossier, which carries hashes only."""
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def told(self) -> str:
        """Its title where everybody reads it: that of a confidential one is not told."""
        secret = self.confidentiality == Confidentiality.CONFIDENTIAL
        return "preuve confidentielle" if secret else self.title


class MaturityFact(Versioned):
    """What an authority says of itself, that makes questions apply or not."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="maturity_facts"
    )
    fact = models.CharField(max_length=40)
    """Identifier of ``maturity/facts``."""
    value = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar[list[str]] = ["fact"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "fact"], name="one_value_per_fact")
        ]


class MaturitySnapshot(Frozen):
    """The grid as it was on a day, with its seal: never changed, compared with others of the same version."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="maturity_snapshots"
    )
    name = models.CharField(max_length=20)
    """The day, and a number from the second one of a day on."""
    label = models.CharField("Intitulé", max_length=120, blank=True)
    grid = models.CharField(max_length=20)
    score: Any = models.FloatField(null=True)
    """Share of the points, from 0 to 1, to list it without reading the document."""
    document = models.TextField()
    """The frozen grid in the written form of the library."""
    frozen_on = models.DateField()
    frozen_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["frozen_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "name"], name="one_snapshot_per_name")
        ]

    def __str__(self) -> str:
        return self.name
