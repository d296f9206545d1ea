"""The share-alike part can be taken away: the rest still computes, and says that it knows less."""

import shutil

from canivet.commons.store import Commons
from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, load_example


def test_without_the_share_alike_folder_the_coverage_falls_and_nothing_else(shipped, tmp_path):
    root = tmp_path / "commons"
    shutil.copytree(shipped.root, root)
    shutil.rmtree(root / "odbl")
    free = Commons(root)
    with_all, without = (
        diagnose(example_dossier(commons, load_example(commons, "village")), commons)
        for commons in (shipped, free)
    )
    assert {item.id for item in with_all.book.sets} - {item.id for item in without.book.sets} == {
        "pcf_median"
    }
    assert not any(
        "ODbL" in factor.licence for factor in (*without.book.equipment, *without.book.electricity)
    )
    for criterion in ("gwp", "adpe", "ap"):
        before, after = (found.assessment.footprint for found in (with_all, without))
        assert after.coverage(criterion) <= before.coverage(criterion)
    # Climate of the main devices is free; the other criteria are not.
    assert without.assessment.footprint.coverage("gwp") > 0.5
    assert without.assessment.footprint.coverage("adpe") < with_all.assessment.footprint.coverage("adpe")
    assert without.inventory.lines_read == with_all.inventory.lines_read
