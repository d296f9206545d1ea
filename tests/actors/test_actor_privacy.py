"""Names of people, positions that cannot be, lines dropped: nothing passes unseen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from canivet.actors.intake import take_in
from canivet.actors.model import ActorsPart
from canivet.confidential import UNNAMED, masked


def answer(**changes):
    establishment = {
        "siret": "20004131700013", "commune": "99001", "libelle_commune": "Brenac", "etat_administratif": "A",
        "activite_principale": "95.11Z", "adresse": "CHEZ MME CAMILLE DUPIN 12 RUE DU PORT 99001 BRENAC",
        "code_postal": "99001", "latitude": "0", "longitude": "0",
    }  # fmt: skip
    result = {
        "siren": "200041317", "nom_complet": "CAMILLE DUPIN", "nature_juridique": None,
        "dirigeants": [{"nom": "DUPIN", "prenoms": "CAMILLE"}], "matching_etablissements": [establishment],
    }  # fmt: skip
    return json.dumps({"results": [result | changes], "total_results": 1})


@pytest.mark.parametrize("nature", [None, "", "1000"])
def test_the_name_of_a_person_stays_out_whatever_is_known_of_the_legal_form(read, tmp_path, nature):
    path = tmp_path / "recherche.json"
    path.write_text(answer(nature_juridique=nature), encoding="utf-8")
    (actor,) = read(path)[0].actors
    assert "DUPIN" not in repr(actor)
    assert actor.facts.address == "12 RUE DU PORT"


def test_a_failed_geocoding_is_no_position(read, tmp_path):
    path = tmp_path / "recherche.json"
    path.write_text(answer(), encoding="utf-8")
    (actor,) = read(path)[0].actors
    assert not actor.facts.is_located
    path = tmp_path / "main.csv"
    path.write_text(
        "nom;categories;commune;latitude;longitude\nAtelier;REP;Brenac;-0,46;46,3\n", encoding="utf-8"
    )
    (found,) = read(path)
    assert not found.actors
    (reason,) = found.left_out
    assert "si près de l'équateur" in reason


def test_lines_under_one_identifier_are_told(read, tmp_path, known, shipped):
    path = tmp_path / "main.csv"
    path.write_text("nom;categories;commune\nAtelier;REP;Brenac\nAtelier;REC;Brenac\n", encoding="utf-8")
    found = take_in(ActorsPart(()), read(path)[0].actors, known, shipped)
    assert len(found.added) == 1
    assert found.repeated == found.added
    assert replace(found, repeated=()).repeated == ()


def test_a_confidential_proof_is_counted_and_not_named():
    section = {
        "verdicts": [{"proofs": ["actes-dons", "registre"]}],
        "criteria": [{"evidence": "actes-dons"}, {"evidence": [{"text": "x", "proofs": ["actes-dons"]}]}],
        "answers": {"proofs": {"total": 3}},
    }
    assert masked(section, {"actes-dons"}) == {
        "verdicts": [{"proofs": [UNNAMED, "registre"]}],
        "criteria": [{"evidence": UNNAMED}, {"evidence": [{"text": "x", "proofs": [UNNAMED]}]}],
        "answers": {"proofs": {"total": 3}},
    }
    assert masked(section, ()) is section
