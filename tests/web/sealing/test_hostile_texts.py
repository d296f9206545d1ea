"""What people write is shown as text on every page, whoever wrote it and whoever reads it; never as a page.

Every text of every record is replaced by a hostile one, behind the forms' back; then every page is opened by
everybody, and every table is taken out.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.apps import apps
from django.db import models
from django.test import TestCase
from sealing_world import World, address, build, pages
from test_walk import FLAGS, elsewhere

from canivet_web.authorities.models import Authority
from canivet_web.diagnostics.models import Result
from canivet_web.inventories.models import Batch
from canivet_web.journal.models import Event
from canivet_web.rgesn.models import CriterionAnswer, FrozenAssessment
from canivet_web.roles import Act
from canivet_web.territory_uses.models import LocalFigure, UsesReview

HOSTILE = "=1+1<img src=x onerror=alert(1)>{{7*7}}\"'><script>x</script>"
RAW = ("<img src=x", "<script>x", "1>49", "INVALID-VARIABLE")
#: Texts that are ours, or that point to something: not what people write.
CODES = frozenset(
    (
        *("siren", "token_hash", "sha256", "key", "kind", "family", "archetype", "reason", "act", "country"),
        *("factor_set", "method", "password", "email", "provider", "subject", "purpose", "view", "criterion"),
        *("slug", "edition", "state", "indicator"),
        *("svg", "document", "Authority.type", "FactorSet.text", "Job.target"),
    )
)
#: Texts that people write under the name of a code.
WRITTEN: dict[type[models.Model], tuple[str, ...]] = {
    CriterionAnswer: ("reason",),
    LocalFigure: ("method",),
    UsesReview: ("method", "document"),
}
#: In the summaries, what is read as a code too.
KEPT = frozenset({"signature", "unit", "families", "reasons", "corrections", "factor_set", "method"})


def hostile(size: int | None) -> str:
    return HOSTILE[:size] if size else HOSTILE


def texts(model: type[models.Model]) -> dict[str, Any]:
    """Fields of a record that people write."""
    fields = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    free = [
        f for f in fields if f.name not in CODES and not f.choices and f.model._meta.label != "jobs.Upload"
    ]
    return {field.name: hostile(field.max_length) for field in free}


def infected(value: Any, name: str = "") -> Any:
    """The same JSON whose texts are hostile, but for those that are codes."""
    if isinstance(value, dict):
        return {key: item if key in KEPT else infected(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [infected(item, name) for item in value]
    return HOSTILE if isinstance(value, str) else value


def infect(world: World) -> None:
    """Write over every text, and over the documents as they are stored."""
    Authority.objects.update(shared_with_programme=True)
    ours = [model for model in apps.get_models() if model.__module__.startswith("canivet_web.")]
    for model in ours:
        plain: Any = models.QuerySet(model)
        for pk in plain.values_list("pk", flat=True):
            found = dict(texts(model))
            if model._meta.label == "diagnostics.ResultFile":
                found.pop("name")
            if model._meta.label == "authorities.Service":
                found["name"] = f"{pk}{HOSTILE}"[:120]
            if found:
                plain.filter(pk=pk).update(**found)
    for model, names in WRITTEN.items():
        models.QuerySet(model).update(**dict.fromkeys(names, HOSTILE))
    for frozen in FrozenAssessment.objects.all():
        content = json.loads(frozen.document)
        content["name"] = HOSTILE
        for row in content["criteria"]:
            row.update(dict.fromkeys(("reason", "comment", "evidence", "action"), HOSTILE))
        models.QuerySet(FrozenAssessment).filter(pk=frozen.pk).update(document=json.dumps(content))
    for event in Event.objects.all():
        models.QuerySet(Event).filter(pk=event.pk).update(
            details={"name": [HOSTILE, HOSTILE], HOSTILE[:9]: HOSTILE}
        )
    for batch in Batch.objects.all():
        models.QuerySet(Batch).filter(pk=batch.pk).update(summary=infected(batch.summary))
    for result in Result.objects.all():
        document = json.loads(result.document)
        document["authority"]["name"] = HOSTILE
        document["labels"] = infected(document["labels"])
        document["warnings"] = infected(document.get("warnings", []))
        for item in document["footprint"].values():
            item["label"] = HOSTILE
            item["by_service"] = {f"{HOSTILE}{name}": value for name, value in item["by_service"].items()}
        models.QuerySet(Result).filter(pk=result.pk).update(document=json.dumps(document))


class Shown(TestCase):
    """Every page, once every text is hostile."""

    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = build()
        infect(cls.world)

    def read(self, who: str, path: str) -> tuple[str, str]:
        answer = self.world.client(who).get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500, f"{who} {path}: {answer.status_code}"
        kind = answer.headers.get("Content-Type", "")
        return kind, content.decode() if kind.startswith("text/") else ""

    def test_no_page_takes_a_text_for_a_part_of_itself(self) -> None:
        shown = 0
        for page in pages():
            if page.access in FLAGS:
                path = elsewhere(self.world, page)
                people = ["anonymous", "pilot", "programme", "instance"]
            else:
                path = address(self.world, page)
                people = ["pilot", "elected", "contributor"]
            if page.name in ("publications:file", "publications:shared_file"):
                continue  # written by the library, which has tests of its own
            for who in people:
                kind, text = self.read(who, path)
                if kind.startswith("text/html"):
                    shown += "&lt;img src=x" in text
                    for raw in RAW:
                        place = text.find(raw)
                        assert place < 0, f"{who} {path}: {text[max(0, place - 80) : place + 60]}"
        assert shown > 60

    def test_no_cell_of_a_table_is_run(self) -> None:
        tables = [
            page for page in pages() if page.route.endswith(".csv") or page.name == "inventories:export"
        ]
        assert len(tables) >= 3
        held = 0
        for page in tables:
            assert page.access in set(Act)
            kind, text = self.read("pilot", address(self.world, page))
            assert kind.startswith("text/csv"), page.name
            for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"):
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t", "\r")), f"{page.name}: {cell}"
                    held += "1+1<img" in cell
        assert held
