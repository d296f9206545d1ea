"""One self-contained page: no script, no request, pictures inside, light style sheet."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from canivet.deliverables.document import Document


def render_html(document: Document, pictures: Mapping[str, str]) -> str:
    """The document as HTML; ``pictures`` gives the SVG of each figure by its identifier."""
    environment = Environment(
        loader=PackageLoader("canivet.deliverables", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda node: type(node).__name__
    environment.globals["style"] = Markup(_style(environment))
    encoded = {name: b64encode(svg.encode()).decode() for name, svg in pictures.items()}
    return environment.get_template("report.html.j2").render(document=document, pictures=encoded)


def _style(environment: Environment) -> str:
    loader = environment.loader
    assert loader is not None
    return loader.get_source(environment, "report.css")[0]
