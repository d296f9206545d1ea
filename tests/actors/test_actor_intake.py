"""Files taken in twice, later, after decisions: nothing decided is lost, every merge can be undone."""

from dataclasses import replace
from datetime import date

import pytest
from towns_of_actors import Territory, actors_of, with_key

from canivet.actors.combine import combined, corrected, merge, of_record, ranked, separate, with_records
from canivet.actors.intake import pending, take_in
from canivet.actors.model import ActorsPart, Facts, SourceRecord

SIRET = with_key(f"{with_key('91111111')}0001")


def record(feed, source_id, day=None, doubt="", **facts):
    return SourceRecord(feed, source_id, day, f"licence {feed}", f"mention {feed}", Facts(**facts), doubt)


def stock(day=date(2026, 1, 1), **more):
    return record("sirene", SIRET, day, **{"name": "OCTET", "siret": SIRET, "headcount": "02", **more})


def circular(day=date(2026, 5, 1), **more):
    return record(
        "qfdmo", "q1", day, **{"name": "Octet Réparation", "siret": SIRET, "roles": ("repair",), **more}
    )


def test_the_freshest_source_wins_fact_by_fact_and_every_licence_is_kept(known):
    facts = combined((stock(address="1 rue A"), circular(website="https://octet.example")), known)
    # The name is in both: the later one's. The headcount and the address are in the older one alone.
    assert (facts.name, facts.headcount, facts.address) == ("Octet Réparation", "02", "1 rue A")
    assert (facts.other_names, facts.website) == (("OCTET",), "https://octet.example")
    actor = merge(of_record(stock(), known), of_record(circular(), known), known)
    assert {item.licence for item in actor.records} == {"licence sirene", "licence qfdmo"}
    later = combined((stock(date(2026, 6, 1)), circular()), known)
    assert later.name == "OCTET"


def test_what_somebody_wrote_passes_before_files_however_recent(known):
    by_hand = record("saisie", "octet", None, name="Octet, l'atelier")
    order = ranked((circular(date(2026, 12, 1)), by_hand, stock()), known)
    assert [item.feed for item in order] == ["saisie", "qfdmo", "sirene"]


def test_an_address_is_never_made_of_two_sources(known):
    facts = combined(
        (stock(address="1 rue A", postcode="99100", commune="VALMONT"), circular(address="2 rue B")), known
    )
    # The later source has no postcode: that of the other would be of another address.
    assert (facts.address, facts.postcode) == ("2 rue B", "")
    assert facts.commune == "VALMONT"


def test_the_same_file_twice_changes_nothing(known, shipped):
    seen = Territory(3, size=100).seen()
    part = ActorsPart()
    for records in seen.feeds.values():
        part = take_in(part, actors_of(records, known), known, shipped).part
    for records in seen.feeds.values():
        again = take_in(part, actors_of(records, known), known, shipped)
        assert (again.added, again.updated, again.merged) == ((), (), ())
        assert again.part == part
        assert again.asked == ()


def test_a_later_file_refreshes_and_an_older_one_does_not(known, shipped):
    part = take_in(ActorsPart(), actors_of([stock()], known), known, shipped).part
    later = take_in(part, actors_of([stock(date(2026, 9, 1), headcount="11")], known), known, shipped)
    assert later.updated == (f"sirene-{SIRET}",)
    assert later.part.actors[0].facts.headcount == "11"
    older = take_in(later.part, actors_of([stock()], known), known, shipped)
    assert older.unchanged == (f"sirene-{SIRET}",)
    assert older.part == later.part


def test_what_was_corrected_and_decided_by_hand_outlives_the_next_file(known, shipped):
    part = take_in(ActorsPart(), actors_of([stock()], known), known, shipped).part
    mine = replace(part.actors[0].with_facts(name="Octet, l'atelier"), state="validated", link="partner")
    assert corrected(mine, known) == ("name", "other_names") or corrected(mine, known) == ("name",)
    intake = take_in(
        ActorsPart((mine,)), actors_of([stock(date(2026, 9, 1), headcount="11")], known), known, shipped
    )
    (actor,) = intake.part.actors
    assert (actor.facts.name, actor.facts.headcount) == ("Octet, l'atelier", "11")
    assert (actor.state, actor.link) == ("validated", "partner")


def test_a_discarded_actor_is_not_brought_back_by_a_file(known, shipped):
    part = take_in(ActorsPart(), actors_of([stock()], known), known, shipped).part
    away = replace(part.actors[0], state="discarded", reason="fermé")
    intake = take_in(ActorsPart((away,)), actors_of([circular()], known), known, shipped)
    (actor,) = intake.part.actors
    assert (actor.state, actor.reason, len(actor.records)) == ("discarded", "fermé", 2)


def test_two_actors_already_there_are_never_merged_without_asking(known, shipped):
    place = {"insee": "99001", "latitude": 46.3, "longitude": -0.4}
    one, other = (
        of_record(record("saisie", name, name="Octet Réparation", **place), known) for name in ("a", "b")
    )
    part = ActorsPart((one, other))
    intake = take_in(part, actors_of([circular(siret="", **place)], known), known, shipped)
    assert len({actor.id for actor in intake.part.actors} & {"saisie-a", "saisie-b"}) == 2
    assert len(pending(part, known, shipped)) == 1


def test_a_merge_is_undone_record_by_record(known):
    one, other = of_record(stock(), known), of_record(circular(), known)
    both = merge(one, other, known)
    assert both.id == one.id
    left, apart = separate(both, circular().key, known)
    assert (left, apart) == (one, other)
    with pytest.raises(KeyError):
        separate(one, stock().key, known)


def test_a_merge_fills_the_blanks_of_what_was_decided(known):
    one = replace(of_record(stock(), known), link="partner", influence=4, actions=("a1",), note="vu en mars")
    other = replace(
        of_record(circular(), known), influence=2, involvement=5, actions=("a1", "a2"), state="validated",
        consent=False, consent_date=date(2026, 2, 1), note="à rappeler",
    )  # fmt: skip
    both = merge(one, other, known)
    assert (both.link, both.influence, both.involvement) == ("partner", 4, 5)
    assert (both.actions, both.state) == (("a1", "a2"), "validated")
    assert (both.consent, both.consent_date) == (False, date(2026, 2, 1))
    assert both.note == "vu en mars\nà rappeler"


def test_an_actor_written_by_hand_alone_keeps_all_its_facts_when_a_source_joins_it(known):
    from canivet.actors.model import Actor

    actor = Actor("octet", Facts(name="Octet", contact="accueil@octet.example"))
    joined = with_records(actor, (circular(),), known)
    assert (joined.facts.name, joined.facts.contact) == ("Octet", "accueil@octet.example")
    assert joined.facts.roles == ("repair",)


def test_our_own_table_edited_elsewhere_changes_the_same_actors_and_blanks_change_nothing(
    read, known, shipped, tmp_path
):
    path = tmp_path / "acteurs.csv"
    path.write_text("nom,categories,etat,lien,note\nOctet,REP,validé,partenaire,vu\n", encoding="utf-8")
    (reading,) = read(path)
    part = take_in(ActorsPart(), reading.actors, known, shipped).part
    path.write_text("nom,categories,etat,lien,influence\nOctet,REP;ASS,validé,,4\n", encoding="utf-8")
    (reading,) = read(path)
    intake = take_in(part, reading.actors, known, shipped)
    (actor,) = intake.part.actors
    assert intake.updated == ("octet",)
    assert (actor.facts.categories, actor.link, actor.influence) == (("REP", "ASS"), "partner", 4)
    assert actor.note == "vu"
