"""Texts of makers and models in the one form that rules and known models are compared in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from canivet.text import fold

_OTHERS: Final = re.compile(r'[^a-z0-9+./"]+')
#: Longest alias of a maker, in words.
_ALIAS_WORDS: Final = 6
_WORDED_SIZE: Final = re.compile(r"(?<=\d)(?:''|”|″)")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Folded text whose only signs are ``+ . / "``, with one space between words.

    >>> plain("Cisco WS-C2960S-48TS-L"), plain("DELL Latitude (5420)")
    ('cisco ws c2960s 48ts l', 'dell latitude 5420')
    """
    return " ".join(_OTHERS.sub(" ", _WORDED_SIZE.sub('"', fold(text).replace("'", '"'))).split())


@lru_cache(maxsize=65536)
def model_key(manufacturer: str, model: str, kind: str, designation: str) -> str:
    """What the lines of one model share: maker and model; without a model, the type and designation too.

    >>> model_key("Dell", "Latitude 5420", "Portable", ""), model_key("HP", "", "Portable", "PC n° 3")
    ('dell latitude 5420', 'hp / portable / pc n 3')
    """
    maker, body = plain(manufacturer), plain(model)
    if body:
        return body if not maker or f"{body} ".startswith(f"{maker} ") else f"{maker} {body}"
    return " / ".join(part for part in (maker, plain(kind), plain(designation)) if part)


@dataclass(frozen=True, slots=True)
class Described:
    """A model without its makers' names, and those makers."""

    makers: frozenset[str]
    """Identifiers of ``classification/brands``; empty when none is named."""
    body: str


class MakerReader:
    """Reads the makers named by a manufacturer cell and at the start of a model."""

    def __init__(self, makers: Mapping[str, str], glued: frozenset[str] = frozenset()) -> None:
        self._makers = makers
        self._glued = glued
        """Names of makers that inventory tools glue to their models: cisco1841."""
        self._named: dict[str, str] = {}
        self._first_words = frozenset(alias.split(" ", 1)[0] for alias in makers)

    def describe(self, manufacturer: str, model: str) -> Described:
        """Makers of a model and what is left of its text once their names are taken off its start."""
        named = self._maker_of(plain(manufacturer))
        makers = {named} if named else set()
        words = self._unglued(plain(model)).split(" ")
        start = 0
        while start < len(words):
            maker, length = self._alias_at(words, start)
            if not maker:
                break
            makers.add(maker)
            start += length
        return Described(frozenset(makers), " ".join(words[start:]))

    def _unglued(self, body: str) -> str:
        for name in self._glued:
            if body.startswith(name) and len(body) > len(name) and body[len(name)] != " ":
                return f"{name} {body[len(name) :]}"
        return body

    def _maker_of(self, text: str) -> str:
        if text not in self._named:
            words = text.split(" ")
            self._named[text] = self._makers.get(text) or (self._alias_at(words, 0)[0] if text else "")
        return self._named[text]

    def _alias_at(self, words: list[str], start: int) -> tuple[str, int]:
        """Maker whose longest alias stands at a position, and its length in words."""
        if words[start] not in self._first_words:
            return "", 0
        for length in range(min(_ALIAS_WORDS, len(words) - start), 0, -1):
            maker = self._makers.get(" ".join(words[start : start + length]))
            if maker:
                return maker, length
        return "", 0
