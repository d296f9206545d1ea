"""Duplicates: rules one by one, worked by hand, then precision and recall on a seeded territory."""

from dataclasses import dataclass, replace
from itertools import combinations

import pytest
from towns_of_actors import METRE, Territory, actors_of, with_key

from canivet.actors.combine import of_record
from canivet.actors.dedupe import groups as groups_module
from canivet.actors.dedupe.groups import find_groups
from canivet.actors.dedupe.names import Likeness, NameReader
from canivet.actors.intake import take_in
from canivet.actors.model import ActorsPart, Facts, SourceRecord

SIRET = with_key(f"{with_key('91111111')}0001")
SECOND_SIRET = with_key(f"{with_key('91111111')}0002")
OTHER_SIRET = with_key(f"{with_key('92222222')}0001")
PLACE = {"insee": "99001", "commune": "Valmont", "latitude": 46.3, "longitude": -0.4}


@pytest.fixture
def compared(known, shipped):
    """Groups and questions among facts, each of a source of its own unless ``feeds`` says otherwise."""

    def compare(*several, feeds=("sirene", "qfdmo", "mediation_numerique"), distinct=()):
        actors = [
            of_record(SourceRecord(feed, f"x{rank}", None, "", "", facts), known)
            for rank, (feed, facts) in enumerate(zip(feeds, several, strict=False))
        ]
        return find_groups(actors, known, shipped, distinct)

    return compare


def north(metres, **more):
    return {**PLACE, "latitude": PLACE["latitude"] + metres * METRE, **more}


def test_the_same_siret_is_the_same_actor_whatever_the_names(compared):
    groups = compared(
        Facts("OCTET", siret=SIRET, **PLACE), Facts("Atelier du Port", siret=SIRET, **north(50))
    )
    assert groups.merged == (("qfdmo-x1", "sirene-x0"),)


def test_the_same_siret_far_away_under_another_name_is_asked(compared):
    """A town hall's number is often given for each of its places."""
    groups = compared(
        Facts("Mairie", siret=SIRET, address="1 place de la Mairie", **PLACE),
        Facts("Médiathèque Vernac", siret=SIRET, address="8 rue du Port", **north(900)),
    )
    assert groups.merged == ()
    assert [one.reason for one in groups.asked] == ["Même SIRET, mais ni le même nom ni le même endroit."]
    assert round(groups.asked[0].distance) == 900


def test_two_places_that_one_source_lists_under_one_siret_stay_two(compared):
    groups = compared(
        Facts("Médiathèque Vernac", siret=SIRET, **PLACE),
        Facts("CCAS", siret=SIRET, **PLACE),
        feeds=("mediation_numerique", "mediation_numerique"),
    )
    assert (groups.merged, groups.asked) == ((), ())


def test_the_same_rna_is_the_same_actor_and_another_one_is_not(compared):
    one, other = Facts("Club du libre", rna="W990000001", **PLACE), Facts("C.D.L.", **PLACE)
    assert compared(one, replace(other, rna="W990000001")).merged == (("qfdmo-x1", "sirene-x0"),)
    assert compared(one, replace(one, rna="W990000002")).merged == ()
    assert compared(one, replace(one, rna="W990000002")).asked == ()


def test_the_same_name_at_the_same_place_is_the_same_actor(compared):
    groups = compared(
        Facts("SARL OCTET REPARATION", siret=SIRET, **PLACE), Facts("Octet Réparation", **north(290))
    )
    assert groups.merged == (("qfdmo-x1", "sirene-x0"),)


@pytest.mark.parametrize(
    ("metres", "merged", "asked"),
    # Parameters: 300 m to merge, 1,500 m to ask. On either side of each.
    [(299, 1, 0), (301, 0, 1), (1499, 0, 1), (1501, 0, 0)],
)
def test_the_distance_decides_at_its_bounds(compared, metres, merged, asked):
    groups = compared(Facts("Octet Réparation", **PLACE), Facts("Octet Réparation", **north(metres)))
    assert (len(groups.merged), len(groups.asked)) == (merged, asked)


def test_the_same_address_prevails_over_a_wrong_position(compared):
    groups = compared(
        Facts("Octet Réparation", address="12 RUE DES TANNEURS", **PLACE),
        Facts("Octet Réparation", address="12, r. des Tanneurs", **north(2500)),
    )
    assert len(groups.merged) == 1


def test_another_number_in_the_street_is_another_place(compared):
    nowhere = {"insee": "99001", "commune": "Valmont"}
    groups = compared(
        Facts("Octet Réparation", address="12 rue des Tanneurs", **nowhere),
        Facts("Octet Réparation", address="14 rue des Tanneurs", **nowhere),
    )
    assert (groups.merged, len(groups.asked)) == ((), 1)


def test_homonyms_of_two_communes_are_two_actors(compared):
    groups = compared(
        Facts("Octet Réparation", **PLACE), Facts("Octet Réparation", **north(1000, insee="99002"))
    )
    assert (groups.merged, groups.asked) == ((), ())


def test_two_sirets_are_two_actors_even_at_one_door(compared):
    one = Facts("Octet Réparation", siret=SIRET, **PLACE)
    assert compared(one, replace(one, siret=OTHER_SIRET)).merged == ()
    assert compared(one, replace(one, siret=OTHER_SIRET)).asked == ()
    # Of one firm, one of the two may have closed: it is asked.
    assert len(compared(one, replace(one, siret=SECOND_SIRET)).asked) == 1


def test_two_establishments_of_a_firm_keep_apart_when_a_third_line_has_no_number(compared):
    """A line without a number looks like both establishments: nothing says which, so it is asked."""
    firm = Facts("Octet Réparation", **PLACE)
    groups = compared(
        replace(firm, siret=SIRET, latitude=PLACE["latitude"] + 100 * METRE),
        replace(firm, siret=SECOND_SIRET, latitude=PLACE["latitude"] - 100 * METRE),
        firm,
        feeds=("sirene", "sirene", "qfdmo"),
    )
    assert groups.merged == ()
    assert {one.reason for one in groups.asked} >= {"Plusieurs fiches ressemblent autant à celle-ci."}


def test_a_pair_said_to_be_different_is_never_merged_nor_asked_again(compared):
    one = Facts("Octet Réparation", **PLACE)
    groups = compared(one, one, distinct={("qfdmo-x1", "sirene-x0")})
    assert (groups.merged, groups.asked) == ((), ())


@pytest.fixture(scope="module")
def similar(shipped):
    reader = NameReader(shipped)
    population = [Facts(f"{kind} {word}") for kind in ("Déchèterie", "Médiathèque", "École", "Atelier")
                  for word in ("Nord", "Sud", "Vernac", "Pastel", "Curias", "Hugol", "du libre")]  # fmt: skip

    def similarity(one, other):
        everyone = [*population, Facts(one), Facts(other)]
        return Likeness(everyone, reader, 0.78).similarity(Facts(one), Facts(other))

    return similarity


def test_names_differ_by_the_rare_word_and_not_by_the_frequent_one(similar):
    assert similar("Déchèterie Nord", "Déchèterie Sud") < 0.5
    assert similar("Médiathèque Vernac", "MEDIATH VERNAC") == 1.0
    assert similar("S.A.R.L. Galion & Cie", "galion") > 0.6
    assert similar("Médiathèque Vernac", "Médiatèque Vernac") > 0.9  # a letter is missing
    assert similar("Atelier 1", "Atelier 2") < 0.6  # a number is never misspelt
    assert similar("Répar'Phone", "Repar Phone") == 1.0
    assert similar("MJC", "Maison des jeunes et de la culture") == 1.0
    assert similar("CRAN", "Collectif rural des ateliers numériques") == 0.85  # initials: probable, not sure


def test_the_name_of_the_commune_does_not_make_two_names(shipped):
    reader = NameReader(shipped)
    likeness = Likeness([], reader, 0.78)
    one, other = Facts("Galion Valmont-sur-Orle", commune="Valmont-sur-Orle"), Facts("Galion")
    assert likeness.similarity(one, other) == 1.0


@dataclass
class Score:
    pairs: int = 0
    found: int = 0
    good: int = 0
    good_after: int = 0
    asked: int = 0
    useful: int = 0


def scored(seed, known, shipped):
    """Three sources taken in one after the other; then questions answered rightly."""
    seen = Territory(seed).seen()
    part, asked = ActorsPart(), []
    for records in seen.feeds.values():
        intake = take_in(part, actors_of(records, known), known, shipped)
        part = intake.part
        asked += intake.asked
    members = {}
    for key, organisation in seen.truth.items():
        members.setdefault(organisation, []).append(key)
    truth = {frozenset(pair) for keys in members.values() for pair in combinations(keys, 2)}
    keys = {actor.id: [record.key for record in actor.records] for actor in part.actors}
    found = {frozenset(pair) for several in keys.values() for pair in combinations(several, 2)}
    after = set(found)
    score = Score(len(truth), len(found), len(found & truth), asked=len(asked))
    for one in asked:
        pairs = {frozenset((a, b)) for a in keys[one.first] for b in keys[one.second]}
        if pairs & truth:
            score.useful += 1
            after |= pairs & truth
    score.good_after = len(after & truth)
    # Nothing is lost nor made up: every line is in one actor.
    assert sorted(key for several in keys.values() for key in several) == sorted(seen.truth)
    return score


def test_three_sources_are_merged_with_high_precision_and_recall(known, shipped, capsys):
    """Precision ≥ 0.98 and recall ≥ 0.95 without asking anybody, over five seeds."""
    scores = [scored(seed, known, shipped) for seed in range(1, 6)]
    total = {name: sum(getattr(score, name) for score in scores) for name in Score.__dataclass_fields__}
    precision, recall = total["good"] / total["found"], total["good"] / total["pairs"]
    confirmed = total["good_after"] / total["pairs"]
    with capsys.disabled():
        print(
            f"\nactors: {total['pairs']} true pairs; automatic: precision {precision:.4f}, recall "
            f"{recall:.4f}; {total['asked']} questions, {total['useful']} useful; recall once they are "
            f"answered {confirmed:.4f}"
        )
    assert total["pairs"] > 2000
    assert precision >= 0.98
    assert recall >= 0.95
    assert confirmed >= recall
    # A question is worth asking: few of them, and a good part says yes.
    assert total["asked"] < 0.06 * total["pairs"]
    assert total["useful"] > 0.2 * total["asked"]


def test_the_order_of_the_lines_changes_nothing(known, shipped):
    seen = Territory(7, size=120).seen()
    lines = [actor for records in seen.feeds.values() for actor in actors_of(records, known)]
    groups = find_groups(lines, known, shipped)
    assert find_groups(lines[::-1], known, shipped) == groups


def test_a_firm_of_very_many_lines_is_compared_within_bounds(known, shipped, monkeypatch):
    firm = with_key("91111111")
    several = [Facts(f"Agence {rank}", siret=f"{firm}{rank:05d}", **PLACE) for rank in range(1, 1501)]
    lines = [
        of_record(SourceRecord("sirene", f"x{rank}", None, "", "", facts), known)
        for rank, facts in enumerate(several)
    ]
    lines.append(of_record(SourceRecord("qfdmo", "y", None, "", "", several[700]), known))
    compared, candidates = [], groups_module._candidates

    def counted(*args):
        compared.extend(candidates(*args))
        return iter(compared)

    monkeypatch.setattr(groups_module, "_candidates", counted)
    assert find_groups(lines, known, shipped).merged == (("qfdmo-y", "sirene-x700"),)
    assert len(compared) < 2 * len(lines)
