"""The description of the API in the OpenAPI 3.1 form."""

from __future__ import annotations

from typing import Any, Final

import canivet_web

_ERROR: Final = {"$ref": "#/components/schemas/Error"}
_REFUSALS: Final = {
    "401": "Pas de session ouverte",
    "403": "Le rôle ne permet pas de lire les résultats",
    "404": "Rien à cette adresse, ou rien d'ouvert à ce compte",
    "405": "Ces adresses se lisent seulement",
}
_SIREN: Final = {
    "name": "siren",
    "in": "path",
    "required": True,
    "description": "SIREN de la collectivité",
    "schema": {"type": "string", "pattern": "^[0-9]{9}$"},
}
_NUMBER: Final = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "Numéro du diagnostic dans sa collectivité",
    "schema": {"type": "integer", "minimum": 1},
}
_PAGE: Final = {
    "name": "page",
    "in": "query",
    "description": "Page de vingt diagnostics, à partir de 1",
    "schema": {"type": "integer", "minimum": 1},
}
_NULLABLE_TEXT: Final = {"type": ["string", "null"]}
_FIGURE: Final = {"type": ["number", "null"]}
_SCHEMAS: Final = {
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string", "description": "Ce qui ne va pas, et que faire"}},
    },
    "Total": {
        "type": "object",
        "description": "Total d'un critère et son intervalle",
        "properties": {
            "label": {"type": "string"},
            "unit": {"type": "string"},
            "central": _FIGURE,
            "low": _FIGURE,
            "high": _FIGURE,
            "coverage": {**_FIGURE, "description": "Part du calcul pour laquelle un facteur existe"},
        },
    },
    "Summary": {
        "type": "object",
        "properties": {
            "number": {"type": "integer"},
            "year": {"type": "integer"},
            "created_at": {"type": "string", "format": "date-time"},
            "frozen": {"type": "boolean", "description": "Vrai : c'est le diagnostic de référence"},
            "frozen_at": {**_NULLABLE_TEXT, "format": "date-time"},
            "label": _NULLABLE_TEXT,
            "sha256": {"type": "string", "description": "Empreinte du document du diagnostic"},
            "url": {"type": "string", "format": "uri-reference"},
            "totals": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Total"}},
        },
    },
    "Page": {
        "type": "object",
        "properties": {
            "authority": {
                "type": "object",
                "properties": {"siren": {"type": "string"}, "name": {"type": "string"}},
            },
            "count": {"type": "integer"},
            "next": {**_NULLABLE_TEXT, "format": "uri-reference"},
            "previous": {**_NULLABLE_TEXT, "format": "uri-reference"},
            "results": {"type": "array", "items": {"$ref": "#/components/schemas/Summary"}},
        },
    },
}


def description() -> dict[str, Any]:
    """Routes, parameters, answers and errors."""
    page = {"$ref": "#/components/schemas/Page"}
    unchanged = {"304": {"description": "Inchangé : If-None-Match porte son ETag, qui est son SHA-256"}}
    document = {"type": "object", "description": "resultat.json, tel qu'il a été calculé, à l'octet près"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Canivet : diagnostics d'une collectivité",
            "version": canivet_web.version(),
            "description": "Lecture seule, avec les droits de la session ouverte sur la plateforme.",
        },
        "paths": {
            "/api/v1/openapi.json": {
                "get": {
                    "summary": "Cette description",
                    "security": [],
                    "responses": {"200": _json("Description", {"type": "object"})},
                }
            },
            "/api/v1/c/{siren}/resultats/": _reading(
                "Les diagnostics, du plus récent au plus ancien", [_SIREN, _PAGE], page
            ),
            "/api/v1/c/{siren}/resultats/{number}/": _reading(
                "Un diagnostic", [_SIREN, _NUMBER], document, unchanged
            ),
        },
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "session"}},
        },
        "security": [{"session": []}],
    }


def _reading(summary: str, parameters: list[Any], schema: Any, more: Any = None) -> dict[str, Any]:
    refusals = {code: _json(what, _ERROR) for code, what in _REFUSALS.items()}
    responses = {"200": _json(summary, schema), **(more or {}), **refusals}
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _json(what: str, schema: Any) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}
